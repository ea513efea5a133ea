// Documents on paper: a letter or a form, minutes, a drawing on squared paper.
import { h, trusted } from "./dom.js";

/** A letter: what it is about, what it says, who signs. With a label on every line it is a form or a notice. */
export function letterSheet(lines) {
  const said = lines.map((line) => !line.label);
  if (!said.includes(true)) return h("div", { class: "pw-sheet pw-sheet--letter" }, labelled(lines));
  const [first, last] = [said.indexOf(true), said.lastIndexOf(true)];
  return h(
    "div",
    { class: "pw-sheet pw-sheet--letter" },
    first > 0 ? labelled(lines.slice(0, first), "pw-sheet__rows--head") : null,
    lines.slice(first, last + 1).map((line) => trusted("p", line.text)),
    lines.slice(last + 1).map(({ label, text }) => h("p", { class: "pw-sheet__signed" }, h("span", {}, label), h("br"), trusted("span", text, { class: "pw-sheet__name" }))),
  );
}

/** Minutes, or the page of a notebook: a margin on the left, words on ruled lines. */
export function minutesSheet(lines) {
  return h("div", { class: "pw-sheet pw-sheet--minutes" }, labelled(lines));
}

/** Something drawn by hand, line by line. */
export function squaredSheet(lines) {
  return h("div", { class: "pw-sheet pw-sheet--squared" }, labelled(lines));
}

function labelled(lines, kind = "") {
  const rows = lines.map(({ label, text }) => h("div", { class: "pw-sheet__row" }, h("dt", {}, label), trusted("dd", text)));
  return h("dl", { class: `pw-sheet__rows ${kind}`.trim() }, rows);
}
