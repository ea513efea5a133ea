// « À revoir aujourd’hui »: one question after the other, each from the server itself, then a word at the end.
import { openLive } from "./live.js";
import { show } from "./widgets.js";

const place = (id) => document.getElementById(id);
const address = new URL(`${document.body.dataset.racine}a-revoir/ligne`, location.href);
address.protocol = address.protocol.replace("http", "ws");
let first = true;

const line = openLive(address.href, {
  made,
  heard,
  lost: () => (place("ligne").hidden = false),
  ready: () => (place("ligne").hidden = true),
});

/** A question takes the place of the one before; the focus goes to it, but not when the page has just opened. */
async function made(model) {
  const view = document.createElement("div");
  view.className = "p-lesson__view";
  place("question").replaceChildren(view);
  await show(model, view);
  place("suite").hidden = false;
  if (!first) view.querySelector(".pw-kicker, h3")?.focus();
  first = false;
}

function heard({ over }) {
  if (!over) return;
  line.close();
  place("question").replaceChildren();
  place("suite").hidden = true;
  place("fin").hidden = false;
  if (!first) place("fin-titre").focus();
}

place("suivante").addEventListener("click", () => line.tell({ next: true }));
