// The portrait of a finished play: three sentences, curves, the time spent, what was taken back. Never a mark.
import { priceWords, signed } from "./case_gauges.js";
import { h, svg, trusted, uid } from "./dom.js";

const PLOT = { width: 264, height: 112, left: 20, right: 18, top: 20, bottom: 38 };
const LEAST = 2; // a curve of small steps is not drawn as a mountain

/** The sections of the portrait. `profile` and `scene`: see engines/case/view; `moments`: what else could have happened. */
export function portrait({ profile, what_if: moments }, scene, t) {
  return [
    h("ol", { class: "pw-sentences", role: "list" }, profile.sentences.map((html) => trusted("li", html))),
    h("p", { class: "pw-hint" }, t("case-after.profile.no_mark")),
    curves(profile.curves, scene, t),
    timeSpent(profile, scene, t),
    takenBack(profile.left, moments, t),
  ];
}

function curves(indicators, scene, t) {
  const gauges = indicators.filter((one) => one.id !== "time").flatMap((one) => one.curve);
  const span = { low: Math.min(-LEAST, ...gauges), high: Math.max(LEAST, ...gauges) };
  const budget = scene.time.budget;
  const spent = { low: 0, high: Math.max(LEAST, budget ?? 0, scene.time.spent) };
  return [
    h("h3", {}, t("case-after.curves")),
    h(
      "div",
      { class: "pw-curves" },
      indicators.map((one) => (one.id === "time" ? curve(one, spent, budget, t) : curve(one, span, null, t))),
    ),
    h("details", { class: "pw-unfold" }, h("summary", {}, t("case-after.curves.table")), curveTable(indicators, scene, t)),
    scene.gauges.length > 0 ? counters(scene.gauges, t) : null,
  ];
}

/** One small curve: a dot at each moment with its value, on the scale that its neighbours share. */
function curve(one, span, budget, t) {
  const figure = (n) => (one.id === "time" ? String(n) : signed(n));
  const at = scaled(one.curve.length, span);
  const points = one.curve.map((value, n) => ({ ...at(n, value), value }));
  const name = t("case-after.curve.words", { name: one.name, values: one.curve.map(figure).join(", ") });
  const level = (value, kind) => svg("path", { d: `M${PLOT.left - 8} ${at(0, value).y}H${PLOT.width - PLOT.right + 12}`, class: `pw-plot__level pw-plot__level--${kind}` });
  const drawing = svg(
    "svg",
    { viewBox: `0 0 ${PLOT.width} ${PLOT.height}`, role: "img", "aria-label": name, class: "pw-plot" },
    level(0, "nil"),
    budget === null ? null : level(budget, "budget"),
    points.map(({ x }, n) => svg("text", { x, y: PLOT.height - 3, class: "pw-plot__moment" }, n === 0 ? t("case-after.curve.start") : String(n))),
    svg("path", { d: `M${points.map(({ x, y }) => `${x} ${y}`).join("L")}`, class: "pw-plot__line" }),
    points.map((point, n) => dot(point, figure(point.value), n === points.length - 1)),
  );
  return h(
    "figure",
    { class: "pw-curve-of", "data-gauge": one.id },
    h("figcaption", {}, h("strong", {}, one.name), h("span", { class: "pw-hint" }, one.meaning, budget === null ? null : [" ", t("case-after.curve.budget", { n: budget })])),
    drawing,
  );
}

function scaled(moments, { low, high }) {
  const [wide, high_] = [PLOT.width - PLOT.left - PLOT.right, PLOT.height - PLOT.top - PLOT.bottom];
  return (n, value) => ({
    x: PLOT.left + (wide * n) / Math.max(1, moments - 1),
    y: PLOT.top + (high_ * (high - value)) / (high - low),
  });
}

/** A value stands away from nil: above its dot, or below when it is negative. */
function dot({ x, y, value }, words, last) {
  return [
    svg("circle", { cx: x, cy: y, r: last ? 5 : 3.2, class: "pw-plot__dot" }),
    svg("text", { x, y: value < 0 ? y + 16 : y - 8, class: `pw-plot__value${last ? " pw-plot__value--last" : ""}` }, words),
  ];
}

function curveTable(indicators, scene, t) {
  const name = t("case-after.curves.table");
  const titles = [t("case-after.curves.start"), ...scene.story.map((turn, n) => t("case-after.moment", { n: n + 1, title: turn.title }))];
  const rows = titles.map((title, n) =>
    h("tr", {}, h("th", { scope: "row" }, title), indicators.map((one) => h("td", {}, one.id === "time" ? String(one.curve[n]) : signed(one.curve[n])))),
  );
  const heads = [t("case-after.curves.moment"), ...indicators.map((one) => one.name)].map((words) => h("th", { scope: "col" }, words));
  return h(
    "div",
    { class: "pw-figures-frame", tabindex: "0", role: "group", "aria-label": name },
    h("table", { class: "pw-figures" }, h("caption", { class: "pw-hidden" }, name), h("thead", {}, h("tr", {}, heads)), h("tbody", {}, rows)),
  );
}

/** What this case counts beside the indicators. */
function counters(gauges, t) {
  const id = uid("counters");
  return [
    h("h3", { id }, t("case-after.counters")),
    h(
      "dl",
      { class: "pw-counters", "aria-labelledby": id },
      gauges.map((one) => h("div", {}, h("dt", {}, one.name, one.meaning ? h("small", {}, one.meaning) : null), h("dd", {}, String(one.value)))),
    ),
  ];
}

/** Time, one square a unit, against what was announced; nothing when the story spends none. */
function timeSpent({ time }, scene, t) {
  if (time.budget === null && time.spent === 0) return null;
  const squares = Array.from({ length: Math.max(time.spent, time.budget ?? 0) }, (_, n) => {
    const kind = n >= time.spent ? "left" : n >= (time.budget ?? Infinity) ? "over" : "spent";
    return h("span", { class: `pw-unit pw-unit--${kind}` });
  });
  const words = t.count("case-after.time.spent", time.spent);
  const against = time.budget === null ? null : [" ", t("case-after.time.budget", { n: time.budget }), " ", againstBudget(time, t)];
  return [
    h("h3", {}, t("case-after.time")),
    h("p", { class: "pw-units", "aria-hidden": "true" }, squares),
    h("p", {}, words, against),
    time.over ? [h("p", {}, t("case-after.time.price")), priceWords(time.price, scene, t)] : null,
  ];
}

function againstBudget(time, t) {
  if (time.over) return t.count("case-after.time.over", time.spent - time.budget);
  return time.left > 0 ? t.count("case-after.time.left", time.left) : t("case-after.time.exact");
}

/** The branches one came back from, each with what one wrote then. */
function takenBack(left, moments, t) {
  if (left.length === 0) return null;
  return [
    h("h3", {}, t("case-after.left")),
    h("p", {}, t("case-after.left.lead")),
    h("ul", { class: "pw-left-ways", role: "list" }, left.map((way) => h("li", {}, leftWords(way.choices, moments, t), way.comment ? ownWords(way.comment, t) : null))),
  ];
}

function ownWords(comment, t) {
  return h("div", { class: "pw-own-words" }, h("p", { class: "pw-hint" }, t("case-after.left.comment")), h("blockquote", {}, h("p", {}, comment)));
}

function leftWords([first, ...rest], moments, t) {
  const [node, option] = first.split(".");
  const moment = moments.find((one) => one.node === node);
  const chosen = moment?.options.find((one) => one.id === option);
  return [
    h("p", { class: "pw-left-ways__where" }, moment ? t("case-after.left.at", { title: moment.title }) : t("case-after.left.elsewhere")),
    chosen ? trusted("p", chosen.html) : null,
    rest.length > 0 ? h("p", { class: "pw-hint" }, t.count("case-after.left.rest", rest.length)) : null,
  ];
}
