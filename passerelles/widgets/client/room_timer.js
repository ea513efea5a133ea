// Countdowns by the server's clock. No alarm: what is left is seen by all, and said three times to who listens.
import { h, say } from "../static/dom.js";

const SAID = [300, 60, 0]; // seconds left at which it is said
const running = new Set();
let ahead = -Infinity; // seconds by which the server's clock is before ours, at least: a message takes time to come

/** Learn from the time at which the server spoke. */
export function setClock(now) {
  ahead = Math.max(ahead, now - Date.now() / 1000);
}

/** Forget the clock: the device slept, or its own was set. */
export function resetClock() {
  ahead = -Infinity;
}

const serverTime = () => Date.now() / 1000 + (Number.isFinite(ahead) ? ahead : 0);

/** Let every countdown on the page go on. */
export function tickTimers() {
  for (const timer of running) timer.tick();
}

/** 754.2 -> « 12:35 »: a second that has begun still counts. */
function clockOf(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}

export function timerBlock(block, room) {
  const label = h("span", { class: "r-timer__label" });
  const figure = h("span", { class: "r-timer__left" });
  const note = h("span", { class: "r-timer__note" });
  const el = h("p", { class: "r-timer", role: "timer" }, label, " ", figure, " ", note);
  let asked = block;
  let before = null; // seconds left when we last looked

  function tick() {
    const left = asked.since === null ? asked.seconds : asked.since + asked.seconds - serverTime();
    say(figure, clockOf(left));
    say(note, asked.since === null ? room.t("timer.waits") : left <= 0 ? room.t("timer.over") : "");
    el.dataset.state = asked.since === null ? "waits" : left <= 0 ? "over" : left <= 60 ? "soon" : "runs";
    const passed = before === null ? undefined : SAID.find((mark) => before > mark && left <= mark);
    if (passed !== undefined) room.announce(room.t(`timer.said.${passed}`, { label: asked.label }));
    before = asked.since === null ? null : left;
  }

  function update(next) {
    if (next.since !== asked.since || next.seconds !== asked.seconds) before = null;
    asked = next;
    say(label, next.label);
    tick();
  }

  const own = { tick };
  running.add(own);
  update(block);
  return { el, update, close: () => running.delete(own) };
}
