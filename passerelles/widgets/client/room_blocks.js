// The blocks of a screen that are only read. What people wrote is always drawn as text.
import { fill, h, same, say, trusted, uid } from "../static/dom.js";
import { numberOf } from "../static/labels.js";

/** A block whose parts are made again whenever it changes: nothing in it is typed, nor unfolded. */
function redrawn(el, block, parts) {
  const update = (next) => fill(el, parts(next));
  update(block);
  return { el, update };
}

export function wordsBlock(block) {
  const el = h("p", { class: "r-words" });
  function update({ words, tone, live }) {
    el.dataset.tone = tone;
    if (live) el.setAttribute("aria-live", "polite");
    say(el, words);
  }
  update(block);
  return { el, update };
}

export function proseBlock(block) {
  const el = trusted("div", block.html, { class: "r-prose", "data-tone": block.tone });
  return {
    el,
    update({ html, tone }) {
      el.dataset.tone = tone;
      el.innerHTML = html;
    },
  };
}

export function headingBlock(block, room, level) {
  const el = h(`h${level}`, { class: "r-heading" });
  const update = ({ words }) => say(el, words);
  update(block);
  return { el, update };
}

export function listBlock(block) {
  return redrawn(h("div", { class: "r-list" }), block, ({ title, items, ordered }) => {
    const id = uid("list");
    const list = h(ordered ? "ol" : "ul", { "aria-labelledby": title ? id : null }, items.map((item) => h("li", {}, item)));
    return [title ? h("p", { class: "r-label", id }, title) : null, list];
  });
}

export function tableBlock(block) {
  const el = h("div", { class: "p-scroll r-table", role: "group", tabindex: "0" });
  return redrawn(el, block, ({ caption, head, rows, shaded }) => {
    el.setAttribute("aria-label", caption);
    const most = shaded ? Math.max(...rows.flatMap((row) => row.slice(1).map(figureOf)), 0) : 0;
    return h(
      "table",
      { class: "p-table" },
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, head.map((cell) => (cell ? h("th", { scope: "col" }, cell) : h("td", {}))))),
      h("tbody", {}, rows.map(([first, ...cells]) => h("tr", {}, h("th", { scope: "row" }, first), cells.map((cell) => shadedCell(cell, most))))),
    );
  });
}

/** « 2,5 » -> 2.5; what is no number is nothing. */
function figureOf(cell) {
  const value = Number(String(cell).replace(",", ".").replace(/[\s%\u00a0\u202f]/g, ""));
  return Number.isFinite(value) ? value : 0;
}

/** A cell, the more tinted the nearer to the greatest; the tint stays pale enough for the ink. */
function shadedCell(cell, most) {
  const el = h("td", {}, cell);
  if (most > 0) {
    el.className = "r-shade";
    el.style.setProperty("--share", figureOf(cell) / most);
  }
  return el;
}

export function barsBlock(block) {
  return redrawn(h("figure", { class: "r-bars" }), block, ({ caption, rows, most, unit }) => [
    h("figcaption", { class: "r-label" }, caption),
    h("ul", {}, rows.map((row) => barOf(row, most, unit))),
  ]);
}

function barOf({ label, value }, most, unit) {
  const track = h("span", { class: "r-bar__track", "aria-hidden": "true" });
  track.style.setProperty("--share", most > 0 ? Math.min(1, value / most) : 0);
  const figure = h("strong", { class: "r-bar__figure" }, unit ? `${numberOf(value)}\u00a0${unit}` : numberOf(value));
  return h("li", { class: "r-bar" }, h("span", {}, label), " ", figure, track);
}

export function cardsBlock(block, room, level) {
  const el = h("div", { class: "r-cards", role: "group" });
  return redrawn(el, block, ({ label, cards }) => {
    el.setAttribute("aria-label", label);
    return cards.map((card) => cardOf(card, level));
  });
}

function cardOf({ title, words, note, tone = "normal" }, level) {
  return h(
    "div",
    { class: "r-card", "data-tone": tone },
    title ? h(`h${level}`, {}, title) : null,
    words ? h("p", { class: "r-words" }, words) : null,
    note ? h("p", { class: "r-note" }, note) : null,
  );
}

/** A page of the course, beside this one: the session goes on. */
export function linkBlock(block, room) {
  const link = h("a", { class: "p-button p-button--quiet", target: "_blank", rel: "noopener" });
  const el = h("p", {}, link);
  function update({ label, path }) {
    link.href = room.root + path.replace(/^[/\\]+/, "");
    fill(link, label, h("span", { class: "p-hidden" }, ` ${room.t("link.new")}`));
  }
  update(block);
  return { el, update };
}

export function qrBlock(block) {
  return redrawn(h("figure", { class: "r-qr" }), block, ({ label, image, words }) => [
    image.startsWith("data:image/") ? h("img", { src: image, alt: label }) : null,
    h("figcaption", {}, words),
  ]);
}

/** A block of a kind that this page does not know: an older page, a newer server. */
export function unknownBlock() {
  return { el: h("div", { hidden: true }), update() {} };
}

/** Whether two blocks are the same but for what the server says of what is filled in. */
export const alike = (one, other) => same({ ...one, value: "" }, { ...other, value: "" });
