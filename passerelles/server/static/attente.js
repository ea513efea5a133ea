/* A page that waits for a place: asks where it stands, says it when that changes, and moves on by itself. */
"use strict";

const box = document.getElementById("attente");
const line = document.getElementById("place");
const usual = Number(box.dataset.encore) * 1000;
const WORDS = {
  place: (rank) => `Votre place dans la file\u00a0: ${rank}.`,
  open: "Une place est libre\u00a0: le module s’ouvre…",
  full: "Il y a encore beaucoup de monde. Cette page réessaie d’elle-même.",
  away: "Le cours ne répond pas pour le moment. Cette page réessaie d’elle-même.",
};

// Said once: a screen reader is not to repeat what has not changed.
function say(words) {
  if (line.textContent.trim() !== words) line.textContent = words;
}

let next;
async function look() {
  clearTimeout(next);
  let wait = usual;
  try {
    const reply = await fetch(`${box.dataset.racine}api/attente`, { cache: "no-store", signal: AbortSignal.timeout(8000) });
    const { place, ready } = reply.ok ? await reply.json() : { place: 0, ready: reply.status === 403 };
    if (ready) {
      say(WORDS.open);
      location.reload();
      return;
    }
    say(place ? WORDS.place(place) : WORDS.full);
  } catch {
    say(WORDS.away);
    wait = 2 * usual;
  }
  next = setTimeout(look, wait * (0.9 + 0.2 * Math.random()));
}

next = setTimeout(look, usual);
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
