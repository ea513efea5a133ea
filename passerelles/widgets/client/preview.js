// The author's page: the case as its players will see it, what is wrong with its text, and the tools beside the story.
import { openLive } from "./live.js";
import { show } from "./widgets.js";

const place = (id) => document.getElementById(id);
const address = new URL(`${document.body.dataset.racine}vue`, location.href);
address.protocol = address.protocol.replace("http", "ws");

const line = openLive(address.href, {
  made,
  heard,
  lost: () => (place("ligne").hidden = false),
  ready: () => (place("ligne").hidden = true),
});

/** A new version, or another moment: the view takes the place of the one before, and one goes on reading where one was. */
async function made(model, { html, jumped }) {
  const story = place("recit");
  const here = window.scrollY;
  const focused = story.contains(document.activeElement);
  story.style.minHeight = `${story.offsetHeight}px`;
  story.innerHTML = html;
  const view = document.createElement("div");
  view.className = "p-lesson__view";
  story.append(view);
  await show(model, view);
  if (jumped) arrive(view);
  else {
    window.scrollTo(0, here);
    if (focused) story.focus({ preventScroll: true });
  }
  story.style.minHeight = "";
}

/** Go to the present moment of the story. */
function arrive(view) {
  const now = view.querySelector(".pw-moment") ?? view;
  (now.querySelector("h2") ?? place("recit")).focus({ preventScroll: true });
  now.scrollIntoView({ block: "start" });
}

/** Fill the parts of the page that the message names; what was unfolded and chosen there stays so. */
function heard({ parts = {}, said = "" }) {
  for (const [id, html] of Object.entries(parts)) {
    const part = place(id);
    const open = [...part.querySelectorAll("details[open]")].map(({ id: name }) => name);
    const chosen = [...part.querySelectorAll("select")].map(({ id: name, value }) => [name, value]);
    part.innerHTML = html;
    for (const name of open) place(name)?.setAttribute("open", "");
    for (const [name, value] of chosen) choose(place(name), value);
  }
  place("annonce").textContent = said;
}

function choose(select, value) {
  if ([...(select?.options ?? [])].some((option) => option.value === value)) select.value = value;
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-aller]");
  if (!form) return;
  event.preventDefault();
  line.tell({ jump: JSON.parse(form.elements.way.value) });
});
