// A network of people: boxes and links without direction, drawn once for a phone and once for a wide screen, of which
// the style sheet shows the one that fits.
import { arrange } from "./case_layout.js";
import { svg, trusted } from "./dom.js";

const SHEETS = {
  narrow: { width: 256, columns: 2, gap: 24, rise: 28, size: 13 },
  wide: { width: 660, columns: 3, gap: 45, rise: 40, size: 14.5 },
};
const INSET = 6;
const LEADING = 1.28;
const LETTER = 0.54; // width of a letter, in font sizes: a generous mean, for no font is loaded yet

/** Returns the drawings of those lines. They are pictures: `name` names them, and the transcript says the same. */
export function networkDrawing(lines, name) {
  const known = lines.map((line) => line.id);
  const people = lines.map((line) => ({ label: line.label, text: trusted("span", line.text).textContent }));
  const named = new Set();
  const links = [];
  lines.forEach((line, from) => {
    for (const to of (line.to ?? []).map((id) => known.indexOf(id)).filter((n) => n >= 0)) {
      if (links.some(({ ends }) => ends.includes(from) && ends.includes(to))) continue;
      links.push({ ends: [from, to], stroke: named.has(to) ? "plain" : strokeOf(people[to].text) });
      named.add(to);
    }
  });
  return Object.keys(SHEETS).map((sheet) => drawn(people, links, sheet, name));
}

/** How the link that first reaches somebody was drawn, when the words beside that person say it. */
function strokeOf(words) {
  if (/trait double/i.test(words)) return "double";
  if (/pointillé/i.test(words)) return "dotted";
  return /point d’interrogation/i.test(words) ? "unsure" : "plain";
}

function drawn(people, links, kind, name) {
  const sheet = SHEETS[kind];
  const room = (sheet.width - sheet.gap * (sheet.columns - 1)) / sheet.columns - 2 * INSET;
  const texts = people.map(({ label, text }) => [
    ...broken(label, room, sheet.size * 1.04).map((words) => ({ words, strong: true })),
    ...broken(text, room, sheet.size).map((words) => ({ words, strong: false })),
  ]);
  const heights = texts.map((lines) => lines.length * sheet.size * LEADING + 2 * INSET);
  const { boxes, height } = arrange(heights, links.map(({ ends }) => ends), sheet);
  const linked = (n) => links.some(({ ends }) => ends.includes(n));
  return svg(
    "svg",
    { viewBox: `-2 -2 ${sheet.width + 4} ${height + 4}`, role: "img", "aria-label": name, class: `pw-net pw-net--${kind}`, "font-size": sheet.size },
    links.map(({ ends, stroke }) => link(boxes[ends[0]], boxes[ends[1]], stroke)),
    boxes.map((box, n) => person(box, texts[n], n === 0 ? "first" : linked(n) ? "linked" : "alone", sheet.size, room)),
    links.filter(({ stroke }) => stroke === "unsure").map(({ ends }) => doubt(boxes[ends[0]], boxes[ends[1]], sheet.size)),
  );
}

function person({ x, y, width, height }, lines, kind, size, room) {
  const step = size * LEADING;
  return svg(
    "g",
    { class: `pw-net__who pw-net__who--${kind}` },
    svg("rect", { x, y, width, height, rx: 9 }),
    lines.map(({ words, strong }, n) =>
      svg(
        "text",
        {
          x: x + width / 2,
          y: y + INSET + step * (n + 0.76),
          class: strong ? "pw-net__name" : "pw-net__words",
          ...(wide(words, size) > room ? { "font-size": (size * room) / wide(words, size) } : {}),
        },
        words,
      ),
    ),
  );
}

function middle({ x, y, width, height }) {
  return { x: x + width / 2, y: y + height / 2 };
}

function link(a, b, stroke) {
  const [from, to] = [middle(a), middle(b)];
  const line = (kind) => svg("path", { d: `M${from.x} ${from.y}L${to.x} ${to.y}`, class: `pw-net__link pw-net__link--${kind}` });
  return stroke === "double" ? [line("double"), line("between")] : line(stroke);
}

/** A question mark where the link comes out from behind both boxes. */
function doubt(a, b, size) {
  const [start, end] = [edge(middle(a), middle(b), a), edge(middle(b), middle(a), b)];
  const at = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
  return svg(
    "g",
    { class: "pw-net__doubt" },
    svg("circle", { cx: at.x, cy: at.y, r: size * 0.72 }),
    svg("text", { x: at.x, y: at.y + size * 0.36 }, "?"),
  );
}

/** Where the line from the middle of a box towards another place leaves that box. */
function edge(from, to, { width, height }) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const share = Math.min(dx ? width / 2 / Math.abs(dx) : 1, dy ? height / 2 / Math.abs(dy) : 1);
  return { x: from.x + dx * share, y: from.y + dy * share };
}

function wide(words, size) {
  return words.length * size * LETTER;
}

/** Words in lines that fit; one that is too long alone is written smaller. */
function broken(text, room, size) {
  const out = [];
  for (const word of text.split(/[ \n]+/).filter(Boolean)) {
    const line = out.length ? `${out.at(-1)} ${word}` : word;
    if (out.length && wide(line, size) <= room) out[out.length - 1] = line;
    else out.push(word);
  }
  return out;
}
