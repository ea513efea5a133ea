// « Mes freins », third part: obstacles on the left, conditions on the right, and a table that says the same.
import { fill, h, svg, uid } from "./dom.js";

const WIDTH = 720;
const COLUMN = 285;
const LINE = 17;
const PAD = 10;
const GAP = 14;
const TOP = 34;

/** Returns {el, show(picks)}. */
export function makePicture(tool, t) {
  const known = new Map(tool.groups.flatMap((group) => group.obstacles).map((obstacle) => [obstacle.id, obstacle]));
  const drawing = h("div", { class: "pw-picture", tabindex: "0", role: "group", "aria-label": t("freins.picture.name") });
  const table = h("div", { class: "pw-scroll", tabindex: "0", role: "group", "aria-label": t("freins.picture.words") });
  const words = h("details", { class: "pw-fold", open: true }, h("summary", {}, t("freins.picture.words")), table);
  const el = h("div", {}, legend(t), h("p", { class: "pw-hint pw-narrow" }, t("freins.picture.scroll")), drawing, words);

  function show(picks) {
    el.hidden = picks.length === 0;
    if (picks.length === 0) return;
    const ranked = [...picks].sort((a, b) => b.weight - a.weight);
    fill(drawing, draw(ranked, known, tool, t));
    fill(table, tabulate(ranked, known, tool, t));
  }

  return { el, show };
}

function legend(t) {
  const sample = (reach) =>
    h(
      "li",
      {},
      svg("svg", { viewBox: "0 0 44 10", class: "pw-sample", "aria-hidden": "true", focusable: "false" }, svg("path", { d: "M2 5H42", class: `pw-curve pw-curve--${reach}`, "stroke-width": 3 })),
      h("span", {}, t(`freins.reach.${reach}`)),
    );
  return h("ul", { class: "pw-samples" }, ["near", "up", "none"].map(sample));
}

function draw(picks, known, tool, t) {
  const conditions = [...new Set(picks.flatMap((pick) => known.get(pick.id).conditions))];
  const right = column(conditions.map((id) => ({ id, text: tool.conditions[id].quote })), WIDTH - COLUMN, "condition");
  const facing = (pick) => mean(known.get(pick.id).conditions.map((id) => right.middle.get(id)));
  const obstacles = picks.map((pick) => ({ id: pick.id, text: known.get(pick.id).plain, weight: pick.weight, near: facing(pick) }));
  const left = column(obstacles, 0, "obstacle");
  const height = Math.max(left.height, right.height);
  const ids = { title: uid("title"), desc: uid("desc") };
  return svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-labelledby": ids.title, "aria-describedby": ids.desc, class: "pw-drawing" },
    titled("title", ids.title, t("freins.picture.name")),
    titled("desc", ids.desc, t("freins.picture.desc", { n: picks.length, m: conditions.length })),
    svg("text", { x: PAD, y: 18, class: "pw-drawing__head" }, t("freins.picture.left")),
    svg("text", { x: WIDTH - COLUMN + PAD, y: 18, class: "pw-drawing__head" }, t("freins.picture.right")),
    picks.flatMap((pick) => known.get(pick.id).conditions.map((id) => curve(pick, id, left.middle, right.middle))),
    left.boxes,
    right.boxes,
  );
}

function titled(tag, id, text) {
  return svg(tag, { id }, text);
}

function curve(pick, condition, from, to) {
  const [x1, x2] = [COLUMN, WIDTH - COLUMN];
  const [y1, y2] = [from.get(pick.id), to.get(condition)];
  const bend = (x1 + x2) / 2;
  const reach = pick.reach[condition] ?? "none";
  return svg("path", {
    d: `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`,
    class: `pw-curve pw-curve--${reach}`,
    "stroke-width": 1.5 + 1.8 * (pick.weight - 1),
  });
}

function mean(numbers) {
  return numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
}

/** Boxes one under the other, as close as can be to where they are wanted; `middle`: where a curve meets each. */
function column(things, x, kind) {
  const middle = new Map();
  let y = TOP;
  const boxes = things.map((thing) => {
    const lines = wrapped(thing.text, 40, 4);
    const height = lines.length * LINE + 2 * PAD;
    if (thing.near) y = Math.max(y, thing.near - height / 2);
    middle.set(thing.id, y + height / 2);
    const box = svg(
      "g",
      { class: `pw-box pw-box--${kind}` },
      svg("rect", { x: x + 1, y, width: COLUMN - 2, height, rx: 8, "stroke-width": thing.weight ?? 1 }),
      lines.map((line, n) => svg("text", { x: x + PAD + 2, y: y + PAD + LINE * (n + 0.75) }, line)),
    );
    y += height + GAP;
    return box;
  });
  return { boxes, middle, height: y };
}

/** Words in lines of at most `most` characters; beyond `lines` lines the table has the rest. */
function wrapped(text, most, lines) {
  const out = [""];
  for (const word of text.split(/\s+/)) {
    const line = `${out.at(-1)} ${word}`.trim();
    if (line.length <= most) out[out.length - 1] = line;
    else out.push(word);
  }
  return out.length <= lines ? out : [...out.slice(0, lines - 1), `${out[lines - 1].slice(0, most - 2)} …`];
}

function tabulate(picks, known, tool, t) {
  const heads = ["obstacle", "weight", "condition", "reach"].map((name) => h("th", { scope: "col" }, t(`freins.table.${name}`)));
  const rows = picks.flatMap((pick) => {
    const { plain, conditions } = known.get(pick.id);
    return conditions.map((id, n) =>
      h(
        "tr",
        {},
        n === 0 ? h("th", { scope: "rowgroup", rowspan: conditions.length }, plain) : null,
        n === 0 ? h("td", { rowspan: conditions.length }, t(`freins.weight.${pick.weight}`)) : null,
        h("td", {}, h("q", {}, tool.conditions[id].quote), " ", h("span", { class: "pw-nowrap" }, `(${id})`)),
        h("td", {}, t(`freins.reach.${pick.reach[id] ?? "none"}`)),
      ),
    );
  });
  return h("table", { class: "pw-table" }, h("caption", { class: "pw-hidden" }, t("freins.picture.name")), h("thead", {}, h("tr", {}, heads)), h("tbody", {}, rows));
}
