// The page of a lesson: says when its views are ready, and when the server or the kernel is gone.
const EVERY = 10000; // milliseconds between two pulses
const LATE = 30000; // after which a view that is not there yet is said to be late
const body = document.body;
const banner = document.getElementById("passerelles-connexion");
const WORDS = {
  gone: "La page est interrompue. Vos réponses enregistrées sont en sécurité.",
  away: "La page est interrompue : le serveur ne répond pas. Vos réponses enregistrées sont en sécurité.",
  late: "Les activités tardent à s’ouvrir.",
  reload: "Recharger la page",
};

// ---- the banner ----
let shown = "";
function say(kind) {
  if (kind === shown) return;
  shown = kind;
  banner.replaceChildren();
  if (!kind) return;
  const line = document.createElement("p");
  line.append(WORDS[kind], " ");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "p-button p-button--quiet";
  button.textContent = WORDS.reload;
  button.addEventListener("click", () => location.reload());
  line.append(button);
  banner.append(line);
}

// ---- the pulse ----
let failures = 0;
let asking = false;
async function pulse() {
  if (asking || shown === "gone") return;
  asking = true;
  try {
    const url = `${body.dataset.racine}api/pouls?kernel=${encodeURIComponent(body.dataset.kernel)}`;
    const reply = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(8000) });
    const state = reply.ok ? await reply.json() : null;
    failures = 0;
    if (state && (state.kernel === "gone" || !state.learner)) say("gone");
    else if (shown === "away") say("");
  } catch {
    failures += 1;
    if (failures > 1 || !navigator.onLine) say("away");
    else setTimeout(pulse, 1500);
  } finally {
    asking = false;
  }
}
addEventListener("focus", pulse);
addEventListener("online", pulse);
addEventListener("offline", pulse);
document.addEventListener("visibilitychange", () => { if (!document.hidden) pulse(); });
addEventListener("pageshow", (event) => { if (event.persisted) pulse(); });
setInterval(() => { if (!document.hidden) pulse(); }, EVERY);

// ---- waiting, in words ----
const opening = document.getElementById("passerelles-ouverture");
// Voilà puts an empty frame first; the view is there when something stands in it.
const filled = (view) => [...view.querySelectorAll(".lm-Widget")].some((frame) => frame.querySelector(":scope > :not(.lm-Widget)"));
function settle() {
  const waiting = document.querySelectorAll('.p-lesson__view[aria-busy="true"]');
  for (const view of waiting) {
    if (view.querySelector('script[type="application/vnd.voila.cell-output+json"]') || !filled(view)) continue;
    view.removeAttribute("aria-busy");
    view.querySelector(".p-lesson__wait").hidden = true;
  }
  if (opening && !document.querySelector('.p-lesson__view[aria-busy="true"]')) opening.remove();
}
new MutationObserver(settle).observe(document.getElementById("contenu"), { childList: true, subtree: true });
settle();
setTimeout(() => { if (document.querySelector('.p-lesson__view[aria-busy="true"]') && !shown) say("late"); }, LATE);
