// « Mes freins », second part: each picked obstacle is weighed and led to the conditions that answer it.
import { h, quoted, uid } from "./dom.js";

const REACHES = ["near", "up", "none"];

/** Returns {el, show(picks)}: one card per pick, kept in place as long as it is picked. */
export function makeRoute(tool, t, { changed, removed }) {
  const known = new Map(tool.groups.flatMap((group) => group.obstacles).map((obstacle) => [obstacle.id, obstacle]));
  const cards = new Map();
  const empty = h("p", { class: "pw-hint" }, t("freins.route.empty"));
  const list = h("ol", { class: "pw-cards" });

  function show(picks) {
    for (const [id, card] of cards) {
      if (picks.some((pick) => pick.id === id)) continue;
      card.remove();
      cards.delete(id);
    }
    for (const pick of picks) {
      if (cards.has(pick.id)) continue;
      const card = makeCard(pick, known.get(pick.id), tool, t, { changed, removed });
      cards.set(pick.id, card);
      list.append(card);
    }
    empty.hidden = picks.length > 0;
  }

  return { el: h("div", {}, empty, list), show };
}

function makeCard(pick, obstacle, tool, t, { changed, removed }) {
  const id = uid("card");
  const remove = h("button", { type: "button", class: "pw-link", "aria-label": t("freins.remove_what", { what: obstacle.plain }) }, t("freins.remove"));
  remove.addEventListener("click", () => removed(pick.id, obstacle.plain));
  const weigh = radios(t("freins.weight.legend"), [1, 2, 3], pick.weight, (n) => t(`freins.weight.${n}`), (n) => {
    pick.weight = Number(n);
    changed();
  });
  return h(
    "li",
    { class: "pw-card", "aria-labelledby": id },
    h("div", { class: "pw-card__head" }, h("h5", { id, tabindex: "-1" }, obstacle.plain), remove),
    weigh,
    h("p", { class: "pw-card__level" }, t("freins.level"), " ", h("strong", {}, t(`freins.level.${obstacle.level}`))),
    h("h6", {}, t("freins.conditions")),
    h("ul", { class: "pw-conditions" }, obstacle.conditions.map((condition) => makeCondition(pick, condition, tool, t, changed))),
    h("p", { class: "pw-card__step" }, h("strong", {}, t("freins.step")), " ", obstacle.first_step),
  );
}

function makeCondition(pick, condition, tool, t, changed) {
  const { quote, source } = tool.conditions[condition];
  const words = uid("condition");
  const group = radios("", REACHES, pick.reach[condition] ?? "none", (reach) => t(`freins.reach.${reach}`), (reach) => {
    if (reach === "none") delete pick.reach[condition];
    else pick.reach[condition] = reach;
    changed();
  });
  group.setAttribute("aria-labelledby", words);
  return h("li", {}, h("p", { id: words }, quoted(quote, source, condition)), group);
}

/** A row of radios; a fieldset when it has a legend of its own, else a radiogroup named from outside. */
function radios(legend, values, value, words, chosen) {
  const name = uid("radios");
  const pills = values.map((each) => {
    const input = h("input", { type: "radio", name, class: "pw-pill__input", value: String(each), checked: each === value });
    input.addEventListener("change", () => chosen(input.value));
    return h("label", { class: "pw-pill" }, input, h("span", {}, words(each)));
  });
  const row = h("div", { class: "pw-pills" }, pills);
  if (legend) return h("fieldset", { class: "pw-fieldset" }, h("legend", { class: "pw-legend" }, legend), row);
  row.setAttribute("role", "radiogroup");
  return row;
}
