// Documents that follow time: the messages of a phone, the dates of a calendar.
import { h, trusted } from "./dom.js";

/** A thread of messages: yours (« Vous… ») on the right; in brackets, what was typed and never sent. */
export function messageThread(lines) {
  const items = lines.map((line, n) => {
    const words = trusted("p", line.text, { class: "pw-message__words" });
    const unsent = words.textContent.startsWith("(");
    const again = n > 0 && lines[n - 1].label === line.label;
    const who = h("p", { class: again ? "pw-hidden" : "pw-message__who" }, line.label);
    const side = unsent || /^Vous\b/.test(line.label) ? "mine" : "theirs";
    return h("li", { class: "pw-message", "data-side": side, "data-unsent": unsent, "data-again": again }, line.label ? who : null, words);
  });
  return h("ol", { class: "pw-thread", role: "list" }, items);
}

/** Dates one under the other; when labels read « whose, when » and somebody has several, a calendar for each. */
export function timeLine(lines) {
  const calendars = byOwner(lines);
  if (!calendars) return h("ol", { class: "pw-dates", role: "list" }, lines.map(dated));
  return h(
    "div",
    { class: "pw-calendars" },
    [...calendars].map(([owner, dates]) =>
      h("div", { class: "pw-calendar" }, h("p", { class: "pw-calendar__owner" }, owner), h("ol", { class: "pw-dates", role: "list" }, dates.map(dated))),
    ),
  );
}

function byOwner(lines) {
  const split = lines.map((line) => line.label.split(/, (.*)/));
  const owners = split.map(([owner]) => owner);
  if (split.some((parts) => parts.length < 2) || new Set(owners).size === owners.length) return null;
  const calendars = new Map();
  split.forEach(([owner, label], n) => calendars.set(owner, [...(calendars.get(owner) ?? []), { ...lines[n], label }]));
  return calendars;
}

function dated({ label, text }) {
  return h("li", { class: "pw-date" }, label ? h("p", { class: "pw-date__when" }, label) : null, trusted("p", text, { class: "pw-date__what" }));
}
