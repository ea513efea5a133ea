// « Mes freins », first part: a filterable list of plain sentences, by heading; up to seven can be picked.
import { debounce, h, quoted, say, uid } from "./dom.js";

/** Returns {el, show()}; `toggle(id, on)` is asked for each tick and answers whether it was accepted. */
export function makePicker(tool, picked, t, toggle) {
  const all = [];
  const spoken = h("p", { class: "pw-hint", role: "status" });
  const warning = h("p", { class: "pw-error", role: "alert" });
  const count = h("p", { class: "pw-freins__count" });
  const search = h("input", { type: "search", id: uid("search"), class: "pw-input", autocomplete: "off" });
  const only = h("select", { id: uid("only"), class: "pw-select" });
  only.append(h("option", { value: "all" }, t("freins.only.all")), h("option", { value: "picked" }, t("freins.only.picked")));
  for (const { id } of tool.groups) only.append(h("option", { value: id }, t(`freins.group.${id}`)));
  const groups = tool.groups.map((group) => makeGroup(group, all, t, ticked));

  function ticked(row) {
    const accepted = toggle(row.id, row.input.checked);
    if (!accepted) row.input.checked = false;
    say(warning, accepted ? "" : t("freins.full", { most: tool.most }));
    show();
  }

  function filter() {
    const wanted = folded(search.value).split(" ").filter(Boolean);
    for (const row of all) {
      const heading = only.value === "all" || only.value === row.group || (only.value === "picked" && row.input.checked);
      row.el.hidden = !heading || !wanted.every((word) => row.words.includes(word));
    }
    const filtering = wanted.length > 0 || only.value !== "all";
    for (const group of groups) group.filtered(filtering);
    say(spoken, filtering ? t.count("freins.found", all.filter((row) => !row.el.hidden).length) : "");
  }

  function show() {
    for (const row of all) row.input.checked = picked().includes(row.id);
    for (const group of groups) group.show();
    say(count, t.count("freins.picked", picked().length, { most: tool.most }));
  }

  search.addEventListener("input", debounce(filter, 150));
  only.addEventListener("change", filter);
  const controls = h(
    "div",
    { class: "pw-filter", role: "search" },
    h("div", { class: "pw-field" }, h("label", { htmlFor: search.id, class: "pw-label" }, t("freins.search")), search),
    h("div", { class: "pw-field" }, h("label", { htmlFor: only.id, class: "pw-label" }, t("freins.only")), only),
  );
  const el = h("div", {}, h("p", {}, t("freins.pick.legend", { most: tool.most })), controls, spoken, groups.map((group) => group.el), count, warning);
  show();
  return { el, show };
}

function makeGroup(group, all, t, ticked) {
  const rows = group.obstacles.map((obstacle) => makeRow(obstacle, group.id, t, ticked));
  all.push(...rows);
  const mine = h("span", { class: "pw-tag pw-tag--mine" });
  const title = t(`freins.group.${group.id}`);
  const fieldset = h("fieldset", { class: "pw-fieldset" }, h("legend", { class: "pw-hidden" }, title), h("div", { class: "pw-choices" }, rows.map((row) => row.el)));
  const summary = h("summary", {}, h("span", { class: "pw-fold__title" }, title), h("span", { class: "pw-tag" }, t.count("freins.group.count", rows.length)), mine);
  const el = h("details", { class: "pw-fold" }, summary, fieldset);
  return {
    el,
    show() {
      const n = rows.filter((row) => row.input.checked).length;
      mine.hidden = n === 0;
      say(mine, t.count("freins.group.mine", n));
    },
    /** While one filters, headings with a hit are open and the others leave. */
    filtered(filtering) {
      el.hidden = !rows.some((row) => !row.el.hidden);
      if (filtering) el.open = !el.hidden;
    },
  };
}

function makeRow(obstacle, group, t, ticked) {
  const id = uid("obstacle");
  const input = h("input", { type: "checkbox", id, class: "pw-choice__input", value: obstacle.id, "aria-describedby": `${id}-quote` });
  const quote = h("p", { class: "pw-verbatim", id: `${id}-quote` }, quoted(obstacle.quote, obstacle.source, obstacle.id));
  const label = h("label", { htmlFor: id, class: "pw-choice__label" }, obstacle.plain);
  const flag = obstacle.id === "WC-009" ? h("p", { class: "pw-tag" }, t("freins.biggest")) : null;
  const row = {
    id: obstacle.id,
    group,
    input,
    words: folded(`${obstacle.plain} ${obstacle.quote} ${obstacle.id}`),
    el: h("div", { class: "pw-choice pw-choice--obstacle" }, input, h("div", { class: "pw-choice__text" }, label, quote, flag)),
  };
  input.addEventListener("change", () => ticked(row));
  return row;
}

/** Text without accents, case or punctuation, to look for words in. */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("œ", "oe").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
