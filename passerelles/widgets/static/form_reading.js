// What a tool says back: findings (a word and an icon for each level), figures, and tables that say the same.
import { fill, h, icon, plain, same, say, trusted, uid } from "./dom.js";

const ICONS = { stop: "wrong", warning: "caution", good: "right", note: "note" };
const MOST_NOTES = 3; // seen at once; more are folded

/** Returns {el, show(reading)}; `go(where)` leads to a place of the form, `nameOf(where)` says which. */
export function makeReading(t, { go = null, nameOf = null } = {}) {
  const told = h("p", { class: "pw-hidden", role: "status" });
  const found = h("ul", { class: "pw-findings", role: "list" });
  const notes = h("div", {});
  const drawn = h("div", {});
  const el = h("div", { class: "pw-reading", hidden: true }, h("h4", {}, t("form.reading")), found, notes, drawn, told);
  let shown = null;

  const finding = (one) =>
    h("li", { class: `pw-finding pw-finding--${one.level}` }, h("span", { class: "pw-finding__level" }, icon(ICONS[one.level]), t(`form.level.${one.level}`)), trusted("div", one.html), place(one.where));

  function place(where) {
    const words = go && where.length > 0 ? nameOf(where) : "";
    return words ? h("button", { type: "button", class: "pw-link", onclick: () => go(where) }, t("form.go", { where: words })) : null;
  }

  /** Show a reading; what did not change stays as it is, with its focus and its scroll. */
  function show(reading) {
    el.hidden = !reading;
    if (!reading || same(reading, shown)) return;
    if (!same(reading.findings, shown?.findings)) showFindings(reading.findings);
    if (!same([reading.figures, reading.tables], [shown?.figures, shown?.tables])) {
      const open = new Map([...drawn.querySelectorAll("details")].map((fold) => [fold.dataset.title, fold.open]));
      fill(drawn, reading.figures.map(figure), reading.tables.map((one) => folded(one, open.get(one.title) ?? one.open, t)));
    }
    shown = reading;
  }

  function showFindings(findings) {
    const weighed = findings.filter((one) => one.level !== "note");
    const noted = findings.filter((one) => one.level === "note").map(finding);
    fill(found, weighed.map(finding));
    found.hidden = weighed.length === 0;
    const list = h("ul", { class: "pw-findings", role: "list" }, noted);
    fill(notes, noted.length > MOST_NOTES ? h("details", { class: "pw-notes" }, h("summary", {}, t.count("form.notes", noted.length)), list) : noted.length > 0 ? list : null);
    const counts = ["stop", "warning", "good"].map((level) => [level, weighed.filter((one) => one.level === level).length]);
    const stops = weighed.filter((one) => one.level === "stop").map((one) => plain(one.html));
    say(told, [counts.filter(([, n]) => n > 0).map(([level, n]) => t.count(`form.told.${level}`, n)).join(", "), ...stops].join(". "));
  }

  function figure({ title, svg }) {
    const id = uid("figure");
    const drawing = trusted("div", svg, { class: "pw-sheet", tabindex: "0", role: "group", "aria-labelledby": id });
    return h("figure", { class: "pw-figure" }, h("figcaption", { id }, title), drawing);
  }

  return { el, show };
}

function folded(table, open, t) {
  return h("details", { class: "pw-told", open, "data-title": table.title }, h("summary", {}, table.title), tableOf(table, t));
}

/** A table that a narrow screen can scroll. */
export function tableOf({ title, head, rows }, t) {
  const cells = (row) => row.map((cell, n) => (n === 0 ? h("th", { scope: "row" }, cell) : h("td", {}, cell)));
  return h(
    "div",
    { class: "pw-sheet", tabindex: "0", role: "group", "aria-label": t("form.table", { title }) },
    h("table", { class: "pw-cells" }, h("caption", { class: "pw-hidden" }, title), h("thead", {}, h("tr", {}, head.map((cell) => h("th", { scope: "col" }, cell)))), h("tbody", {}, rows.map((row) => h("tr", {}, cells(row))))),
  );
}
