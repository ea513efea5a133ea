// The client of a lesson whose widgets are all anywidgets: the states stand in the page, the kernel is one websocket away.
import { warn, warned } from "./banner.js";
import { endKernelOnLeaving, reopenIfIdle } from "./leaving.js";
import { openModels } from "./models.js";
import { openPulse } from "./pulse.js";
import { openSteps } from "./steps.js";
import { showViews } from "./views.js";
import { bind } from "./widgets.js";

const LATE = 30000; // ms after which views that are not there are said to be late
const { racine, kernel } = document.body.dataset;

openSteps();
const states = JSON.parse(document.getElementById("passerelles-etats").textContent);
const channels = new URL(`${racine}api/kernels/${kernel}/channels`, location.href);
channels.protocol = channels.protocol.replace("http", "ws");
const page = openModels(states, channels.href, { made: bind, lost, ready: back });
const pulse = openPulse({
  well: page.line.isReady,
  doubt: page.line.doubt,
  gone: page.line.close,
  found: () => reopenIfIdle(page.isSettled),
});

function lost() {
  pulse.ask();
}

function back() {
  if (warned()) pulse.ask();
}

const tooLate = setTimeout(() => warned() || warn("late"), LATE);
await showViews(page.find);
clearTimeout(tooLate);
if (warned() === "late") warn("");
document.getElementById("passerelles-ouverture")?.remove();
endKernelOnLeaving(page.isSettled);
