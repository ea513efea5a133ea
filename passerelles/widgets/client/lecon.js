// The page of a lesson that Voilà's client shows: says when its views are ready, and when the server or the kernel is gone.
import { warn, warned } from "./banner.js";
import { openPulse } from "./pulse.js";
import { openSteps } from "./steps.js";

const LATE = 30000; // ms after which views that are not there are said to be late
const WAITING = '.p-lesson__view[aria-busy="true"]';
const RAW = 'script[type="application/vnd.voila.cell-output+json"]';

openSteps();
openPulse();

// Voilà puts an empty frame first; the view is there when a stock widget or anything else stands in it.
const holds = (frame) => [...frame.childNodes].some((node) => !node.classList?.contains("lm-Widget"));
const filled = (view) => view.querySelector(".jupyter-widgets") || [...view.querySelectorAll(".lm-Widget")].some(holds);

function settle() {
  for (const view of document.querySelectorAll(WAITING)) {
    if (view.querySelector(RAW) || !filled(view)) continue;
    view.removeAttribute("aria-busy");
    view.querySelector(".p-lesson__wait").hidden = true;
  }
  if (document.querySelector(WAITING)) return;
  document.getElementById("passerelles-ouverture")?.remove();
  if (warned() === "late") warn("");
}

new MutationObserver(settle).observe(document.getElementById("contenu"), { childList: true, subtree: true });
settle();
setTimeout(() => document.querySelector(WAITING) && !warned() && warn("late"), LATE);
