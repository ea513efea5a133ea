// The indicators: a compact bar that never leaves the screen, unfolded into what each means. Words and signs, never a mark.
import { h, icon, trusted, uid } from "./dom.js";

const NARROWEST = 4; // the least a scale reaches on each side of nil

/** A number with its sign, the real minus: +1, 0, −2. */
export function signed(n) {
  return n > 0 ? `+${n}` : n < 0 ? `−${-n}` : "0";
}

/** What a choice or a discovery changed, in words and signs: a list, or a sentence when nothing moved. */
export function effectsList(effects, scene, t) {
  const moved = Object.entries(effects ?? {}).filter(([, n]) => n !== 0);
  if (moved.length === 0) return h("p", { class: "pw-effects pw-effects--none" }, t("case.effect.none"));
  return h(
    "ul",
    { class: "pw-effects", role: "list", "aria-label": t("case.effects") },
    moved.map(([id, n]) =>
      h(
        "li",
        { class: "pw-effect", "data-way": wayOf(id, n), "data-gauge": id },
        h("span", { class: "pw-effect__sign", "aria-hidden": "true" }, arrow(id, n), signed(n)),
        h("span", {}, effectWords(id, n, scene, t)),
      ),
    ),
  );
}

function effectWords(id, n, scene, t) {
  const name = scene.indicators.find((one) => one.id === id)?.name ?? t(`case.short.${id}`, { name: t("case.young") });
  if (id === "time") return t.count(n > 0 ? "case.effect.spent" : "case.effect.regained", Math.abs(n));
  return t(n > 0 ? "case.effect.up" : "case.effect.down", { name, n: Math.abs(n) });
}

/** Time is a cost, neither good nor bad: it goes neither up nor down. */
function wayOf(id, n) {
  return id === "time" ? "time" : n > 0 ? "up" : "down";
}

function arrow(id, n) {
  return id === "time" ? null : icon(n > 0 ? "up" : "down");
}

/** The bar: its summary holds every value, its body explains them. Escape folds it. */
export function gaugeBar(scene, young, t) {
  const scale = scaleOf(scene);
  const body = h(
    "div",
    { class: "pw-gauges__body", role: "group", "aria-label": t("case.gauges.explained"), tabindex: "0" },
    h("dl", { class: "pw-gauges__list" }, scene.indicators.map((one) => explained(one, scene, scale, t))),
    otherGauges(scene.gauges, t),
  );
  const summary = h(
    "summary",
    { class: "pw-gauges__bar" },
    scene.indicators.map((one) => compact(one, scene, young, scale, t)),
    h("span", { class: "pw-gauges__more" }, h("span", { class: "pw-chevron" }), h("span", { class: "pw-gauges__words" }, t("case.gauges.more"))),
  );
  const el = h("details", { class: "pw-gauges" }, summary, body);
  el.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !el.open) return;
    el.open = false;
    summary.focus();
  });
  return h("section", { class: "pw-gaugebar", "aria-label": t("case.gauges") }, el);
}

/** One scale for all, so that two indicators can be compared. */
function scaleOf(scene) {
  const values = scene.indicators.filter((one) => one.id !== "time").flatMap((one) => one.curve);
  return Math.max(NARROWEST, ...values.map(Math.abs));
}

function compact(one, scene, young, scale, t) {
  const time = one.id === "time";
  const moved = one.change !== 0 && scene.story.length > 0;
  return h(
    "span",
    { class: "pw-gauge", "data-gauge": one.id },
    h("span", { class: "pw-gauge__name" }, t(`case.short.${one.id}`, { name: young.name }), h("span", { class: "pw-hidden" }, t("case.colon"))),
    h(
      "span",
      { class: "pw-gauge__value" },
      time ? spentWords(scene.time, t) : signed(one.value),
      moved && !time ? [" ", arrow(one.id, one.change)] : null,
      moved ? h("span", { class: "pw-hidden" }, ` (${changeWords(one, t)})`) : null,
      h("span", { class: "pw-hidden" }, ". "),
    ),
    time ? timeMeter(scene.time) : meter(one.value, scale),
  );
}

function spentWords(time, t) {
  return time.budget === null ? String(time.spent) : t("case.time.of", { n: time.spent, of: time.budget });
}

function changeWords(one, t) {
  const n = Math.abs(one.change);
  if (one.id === "time") return t.count(one.change > 0 ? "case.change.spent" : "case.change.regained", n);
  return t(one.change > 0 ? "case.change.up" : one.change < 0 ? "case.change.down" : "case.change.none", { n });
}

/** A track with nil in the middle; decoration, the figure beside it says it. */
function meter(value, scale) {
  const share = (50 * Math.abs(value)) / scale;
  const from = value < 0 ? 50 - share : 50;
  return h(
    "span",
    { class: "pw-meter", "data-way": value < 0 ? "down" : "up", "aria-hidden": "true", style: `--from: ${from}%; --share: ${share}%` },
    h("span", { class: "pw-meter__fill" }),
  );
}

function timeMeter(time) {
  const whole = Math.max(time.budget ?? time.spent, time.spent, 1);
  const share = (n) => `${(100 * n) / whole}%`;
  const style = `--from: 0%; --share: ${share(time.spent)}; --budget: ${share(time.budget ?? whole)}`;
  return h("span", { class: "pw-meter pw-meter--time", "data-over": time.over ? "" : null, "aria-hidden": "true", style }, h("span", { class: "pw-meter__fill" }));
}

function explained(one, scene, scale, t) {
  const time = one.id === "time";
  return h(
    "div",
    { class: "pw-explained", "data-gauge": one.id },
    h("dt", {}, one.name),
    h(
      "dd",
      {},
      h("p", { class: "pw-explained__value" }, time ? spentWords(scene.time, t) : signed(one.value), time ? timeMeter(scene.time) : meter(one.value, scale)),
      h("p", {}, one.meaning),
      scene.story.length > 0 ? h("p", { class: "pw-explained__change" }, t("case.change.since", { change: changeWords(one, t) })) : null,
      time ? budgetWords(scene.time, scene, t) : null,
    ),
  );
}

/** What is left of the budget, and the price announced for more. */
function budgetWords(time, scene, t) {
  if (time.budget === null) return null;
  const left = time.over ? t("case.time.over") : t.count("case.time.left", time.left);
  return [h("p", { class: "pw-explained__left" }, left), priceWords(time.price, scene, t)];
}

/** The price of going over the budget, as it was announced: {html, effects}, or its words alone. */
export function priceWords(price, scene, t) {
  if (!price) return null;
  const effects = price.effects ? effectsList(price.effects, scene, t) : null;
  return h("div", { class: "pw-price" }, trusted("p", price.html), effects);
}

/** The gauges that this case adds to the indicators: counts, folded away with the explanations. */
function otherGauges(gauges, t) {
  if (gauges.length === 0) return null;
  const id = uid("gauges");
  return h(
    "div",
    { class: "pw-others" },
    h("p", { id, class: "pw-others__title" }, t("case.gauges.others")),
    h(
      "dl",
      { class: "pw-others__list", "aria-labelledby": id },
      gauges.map((one) => h("div", {}, h("dt", {}, one.name, one.meaning ? h("small", {}, one.meaning) : null), h("dd", {}, String(one.value)))),
    ),
  );
}
