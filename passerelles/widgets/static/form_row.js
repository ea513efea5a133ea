// One row of a tool: its fields, those that an answer calls for included, folded to a line once it is filled in.
import { fill, h, trusted, uid } from "./dom.js";
import { makeField } from "./form_field.js";

const COMPACT = new Set(["choice", "scale", "number", "date"]);
const MOST_COMPACT = 2; // fields that need no folding

/** The fields of a row. Returns {els, read(), write(value), words(), first}; `read` gives {} when nothing is filled in. */
export function makeFields(specs, t, changed) {
  const fields = specs.map((spec) => makeField(spec, t, touched));
  const of = (id) => fields.find((one) => one.id === id);

  /** Show the fields that the other answers call for. */
  function settle() {
    for (const one of fields) {
      const { when } = one.spec;
      if (when) one.el.hidden = of(when.field).el.hidden || !when.among.includes(of(when.field).read());
    }
  }

  function touched() {
    settle();
    changed();
  }

  settle();
  return {
    els: fields.map((one) => one.el),
    first: fields[0]?.first,
    read: () => Object.fromEntries(fields.filter((one) => !one.el.hidden && one.read() !== undefined).map((one) => [one.id, one.read()])),
    write(value) {
      for (const one of fields) one.write(value?.[one.id]);
      settle();
    },
    words: () => fields.filter((one) => !one.el.hidden).map((one) => one.words().trim()).filter(Boolean).join(" · "),
  };
}

/** Whether rows of these fields are folded when they are not worked on. */
export function isFolded(specs) {
  const always = specs.filter((spec) => !spec.when);
  return always.length > MOST_COMPACT || always.some((spec) => !COMPACT.has(spec.kind));
}

/**
 * A row named by `head` (an HTML of the course, or words). Returns {el, id, read(), write(value), open(focus), close(), rename(words)}.
 */
export function makeRow({ id, html, name, specs, actions = [] }, t, changed) {
  const folded = isFolded(specs);
  const title = html ? trusted("span", html, { class: "pw-line__name pw-line__name--given" }) : h("span", { class: "pw-line__name" }, name);
  const state = h("span", { class: "pw-line__words" });
  const fields = makeFields(specs, t, () => {
    show();
    changed();
  });
  const titled = uid("row");
  const inside = h("div", { class: "pw-line__fields" }, fields.els, actions);
  const el = folded
    ? h("details", { class: "pw-line", "data-row": id }, h("summary", { class: "pw-line__head" }, h("span", { id: titled }, title, " ", state)), h("div", { role: "group", "aria-labelledby": titled }, inside))
    : h("div", { class: "pw-line pw-line--flat", role: "group", "aria-labelledby": titled, "data-row": id }, h("p", { id: titled, tabindex: "-1" }, title), inside);
  const head = el.firstChild;

  function show() {
    if (folded) fill(state, fields.words() || t("form.row.empty"));
    el.dataset.filled = String(Object.keys(fields.read()).length > 0);
  }

  show();
  return {
    id,
    el,
    head,
    filled: () => el.dataset.filled === "true",
    read: fields.read,
    write(value) {
      fields.write(value);
      show();
    },
    /** Show the row's fields; with `focus`, go to the first. */
    open(focus = false) {
      if (folded) el.open = true;
      if (focus) fields.first?.focus();
    },
    close() {
      if (folded) el.open = false;
    },
    rename(words) {
      if (!html) fill(title, words);
    },
  };
}
