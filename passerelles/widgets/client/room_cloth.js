// The traces of a tablecloth and the lines that join them: said in words under each trace, drawn where there is room.
import { fill, h, svg } from "../static/dom.js";

export function clothBlock(block, room) {
  const lines = svg("svg", { class: "r-cloth__lines", "aria-hidden": "true", focusable: "false" });
  const list = h("ol", { class: "r-cloth__traces" });
  const title = h("p", { class: "r-label" });
  const el = h("div", { class: "r-cloth" }, title, h("div", { class: "r-cloth__in" }, lines, list));
  let asked = block;
  let notes = new Map(); // id -> element
  const watch = new ResizeObserver(draw);

  function update(next) {
    asked = next;
    fill(title, next.label);
    const rank = new Map(next.traces.map(({ id }, n) => [id, n + 1]));
    notes = new Map(next.traces.map((trace) => [trace.id, noteOf(trace, rank, next.lines)]));
    fill(list, [...notes.values()]);
    draw();
  }

  function noteOf({ id, words, note }, rank, joined) {
    const others = joined.filter((ends) => ends.includes(id)).map(([from, to]) => rank.get(from === id ? to : from));
    const found = [...new Set(others.filter(Boolean))].sort((a, b) => a - b);
    return h(
      "li",
      { class: "r-trace" },
      h("p", { class: "r-words" }, h("span", { class: "r-trace__rank" }, rank.get(id)), " ", words),
      note ? h("p", { class: "r-note" }, note) : null,
      found.length > 0 ? h("p", { class: "r-note" }, room.t("cloth.joined", { n: found.join(", ") })) : null,
    );
  }

  /** Lines from the middle of a note to the middle of another, under the notes. */
  function draw() {
    const frame = list.getBoundingClientRect();
    const middle = (id) => {
      const { left, top, width, height } = notes.get(id).getBoundingClientRect();
      return [left - frame.left + width / 2, top - frame.top + height / 2];
    };
    lines.setAttribute("viewBox", `0 0 ${Math.max(1, frame.width)} ${Math.max(1, frame.height)}`);
    const drawn = asked.lines.filter((ends) => ends.every((id) => notes.has(id)));
    fill(lines, drawn.map(([from, to]) => svg("path", { d: `M${middle(from)}L${middle(to)}` })));
  }

  update(block);
  watch.observe(list);
  return { el, update, close: () => watch.disconnect() };
}
