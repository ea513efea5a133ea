// Small helpers to write accessible DOM by hand. Text is text: only `trusted` takes HTML, rendered by our server.

export const LAST_DAY = "9999-12-31"; // without a `max`, browsers take dates in years of six figures, which nobody keeps

let counter = 0;

/** A document-wide unique id. */
export function uid(prefix) {
  counter += 1;
  return `pw-${prefix}-${counter}-${Math.random().toString(36).slice(2, 7)}`;
}

/** Create an element: `h("button", {type: "button", class: "x", onclick: f, "aria-label": "…"}, child, …)`. */
export function h(tag, props = {}, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(el, name, value);
  add(el, children);
  return el;
}

/** Same as h, in the SVG namespace. */
export function svg(tag, attributes = {}, ...children) {
  const el = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, String(value));
  add(el, children);
  return el;
}

function setProp(el, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
  else if (name === "class") el.className = value;
  else if (["checked", "value", "readOnly", "htmlFor", "hidden"].includes(name)) el[name] = value;
  else el.setAttribute(name, value === true ? "" : String(value));
}

function add(el, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) el.append(child);
  }
}

/** An element holding HTML that our server rendered from the course (never anything a learner typed). */
export function trusted(tag, html, props = {}) {
  const el = h(tag, props);
  el.innerHTML = html ?? "";
  return el;
}

/** Replace the children of an element. */
export function fill(el, ...children) {
  el.replaceChildren();
  add(el, children);
  return el;
}

/** Set a text only when it changes, so that a live region does not repeat itself. */
export function say(el, text) {
  if (el.textContent !== text) el.textContent = text;
}

/** The words of an HTML fragment, for an accessible name. */
export function plain(html) {
  const words = new DOMParser().parseFromString(html ?? "", "text/html").body.textContent ?? "";
  return words.replace(/\s+/g, " ").trim();
}

/** The words of a statement in quotation marks, with where they come from; the id never breaks over two lines. */
export function quoted(quote, source, id) {
  return [h("q", {}, quote), " ", h("small", {}, `${source}, `, h("span", { class: "pw-nowrap" }, id))];
}

const SHAPES = {
  right: "M4 12.5l5 5L20 6.5",
  wrong: "M6 6l12 12M18 6L6 18",
  partial: "M4 14c3-6 5-6 8-2s5 4 8-2",
  up: "M12 19V5M5 12l7-7 7 7",
  down: "M12 5v14M5 12l7 7 7-7",
  saved: "M4 12.5l5 5L20 6.5",
  unsaved: "M12 5v9M12 18.5v.5",
  caution: "M12 4L2.5 20h19zM12 10v5M12 17.5v.3",
  note: "M4 6h16M4 12h16M4 18h10",
};

/** A small decorative icon; the words beside it carry the meaning. */
export function icon(name) {
  return svg(
    "svg",
    { viewBox: "0 0 24 24", class: `pw-icon pw-icon--${name}`, "aria-hidden": "true", focusable: "false" },
    svg("path", { d: SHAPES[name] ?? SHAPES.note }),
  );
}

/** Whether two JSON values are the same. */
export function same(a, b) {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

/** Call `work` once things have been quiet for `delay` ms; `.now()` calls it at once when it is due, `.drop()` forgets. */
export function debounce(work, delay) {
  let timer = null;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = null;
      work();
    }, delay);
  };
  later.drop = () => {
    clearTimeout(timer);
    timer = null;
  };
  later.now = () => {
    if (timer === null) return;
    later.drop();
    work();
  };
  return later;
}
