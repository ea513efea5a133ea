// Several sides of one story: what two people each knew and chose; what everybody gains and pays by working together.
import { h, trusted } from "./dom.js";

/** Moment by moment, both roles; `sides`: see `side_by_side` in engines/case/view, `there`: through whose eyes the second. */
export function twoSides(sides, there, t) {
  return h(
    "ol",
    { class: "pw-sides", role: "list" },
    sides.map((row) =>
      h("li", { class: "pw-side-by-side" }, h("h3", {}, row.title), h("div", { class: "pw-two-sides" }, side("here", t("case-after.sides.here"), row.here, t), side("there", there, row.there, t))),
    ),
  );
}

function side(place, who, told, t) {
  const things = (texts) => (texts.length > 0 ? h("ul", {}, texts.map((html) => trusted("li", html))) : h("p", {}, t("case-after.sides.nothing")));
  return h(
    "div",
    { class: `pw-side pw-side--${place}` },
    h("h4", {}, who),
    h(
      "dl",
      {},
      h("dt", {}, t("case-after.sides.knows")),
      h("dd", {}, things(told.knows)),
      h("dt", {}, t("case-after.sides.does_not_know")),
      h("dd", {}, things(told.does_not_know)),
      h("dt", {}, t("case-after.sides.choice")),
      trusted("dd", told.choice, { class: "pw-side__choice" }),
    ),
  );
}

/** A table of gains and costs; its roles are written out, because a phone shows its rows as cards. */
export function gainsAndCosts(cast, t) {
  const name = t("case-after.cast");
  const head = (key) => h("th", { scope: "col", role: "columnheader" }, t(key));
  const cell = (key, words) => h("td", { role: "cell" }, h("span", { class: "pw-gains__label", "aria-hidden": "true" }, t(key)), h("span", {}, words));
  return h(
    "table",
    { class: "pw-gains", role: "table", "aria-label": name },
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, ["who", "gain", "cost"].map((key) => head(`case-after.cast.${key}`)))),
    h(
      "tbody",
      { role: "rowgroup" },
      cast.map((one) =>
        h(
          "tr",
          { role: "row" },
          h("th", { scope: "row", role: "rowheader" }, h("strong", {}, one.name), h("span", { class: "pw-gains__function" }, one.function)),
          cell("case-after.cast.gain", one.gain),
          cell("case-after.cast.cost", one.cost),
        ),
      ),
    ),
  );
}
