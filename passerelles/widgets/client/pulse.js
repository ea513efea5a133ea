// Is the server there, does the page's kernel live? Asked when there is reason to doubt, and now and then.
import { warn, warned } from "./banner.js";

const EVERY = 10000; // ms between two looks
const SLEPT = 60000; // ms without a look after which we were away

/**
 * Watch the page's kernel. `well()`: whether it is known to live without asking; `doubt()`: time may have passed;
 * `gone()`: it does not come back; `found()`: the learner, who was away, finds a page whose kernel is gone.
 * Returns {ask()}.
 */
export function openPulse({ well = () => false, doubt = () => {}, gone = () => {}, found = () => {} } = {}) {
  const { racine, kernel } = document.body.dataset;
  const url = `${racine}api/pouls?kernel=${encodeURIComponent(kernel)}`;
  let failures = 0;
  let asking = false;
  let looked = Date.now();
  let returned = 0;
  let over = false; // the kernel of a learner whom the server still knows is gone

  async function ask() {
    if (asking || warned() === "gone") return;
    asking = true;
    try {
      const reply = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(8000) });
      const state = reply.ok ? await reply.json() : null;
      failures = 0;
      if (state && (state.kernel === "gone" || !state.learner)) end(state);
      else if (warned() === "away") warn("");
    } catch {
      failures += 1;
      if (failures > 1 || !navigator.onLine) warn("away");
      else setTimeout(ask, 1500);
    } finally {
      asking = false;
    }
  }

  function end(state) {
    warn("gone");
    over = state.learner;
    gone();
    conclude();
  }

  function conclude() {
    if (over && !document.hidden && Date.now() - returned < SLEPT) found();
  }

  /** The page is looked at. Returns whether it was not for long: timers stand still in sleep, the clock does not. */
  function look() {
    const now = Date.now();
    const slept = now - looked > SLEPT;
    if (slept) returned = now;
    looked = now;
    return slept;
  }

  function wake() {
    look();
    if (warned() === "gone") {
      conclude();
      return;
    }
    doubt();
    ask();
  }

  for (const name of ["focus", "online", "offline"]) addEventListener(name, wake);
  document.addEventListener("visibilitychange", () => (document.hidden ? look() : wake()));
  addEventListener("pageshow", (event) => event.persisted && wake());
  setInterval(() => {
    if (document.hidden) return;
    if (look()) wake();
    else if (!well()) ask();
  }, EVERY);
  return { ask };
}
