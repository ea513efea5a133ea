// One step of the lesson at a time: contents, previous and next, deep links, the browser's own back button.
// Without this script, and in print, every step is on the page.
import { cookie } from "./cookie.js";

const sections = [...document.querySelectorAll("section.p-step")];
const main = document.getElementById("contenu");

// ---- which elements belong to which step ----
const parts = new Map(sections.map((section) => [section, []]));
let current = null;
for (const element of main.children) {
  const section = sections.find((candidate) => element.contains(candidate));
  current = section ?? current;
  if (current && (section || element.matches(".p-lesson__cell, .p-lesson__view"))) parts.get(current).push(element);
}

const title = (section) => section.querySelector("h2").textContent;
const listed = (section) => title(section) + (section.dataset.optional ? " (facultatif)" : "");
const stepOf = (target) => sections.find((section) => parts.get(section).some((element) => element.contains(target)));

function link(section, text, className) {
  const made = document.createElement("a");
  made.href = `#${section.id}`;
  made.className = className;
  made.textContent = text;
  return made;
}

// ---- contents, at the top ----
const contents = document.createElement("details");
contents.className = "p-steps";
const summary = document.createElement("summary");
const list = document.createElement("ol");
for (const section of sections) {
  const line = document.createElement("li");
  line.append(link(section, listed(section), "p-steps__link"));
  list.append(line);
}
const nav = document.createElement("nav");
nav.setAttribute("aria-label", "Étapes du module");
nav.append(list);
contents.append(summary, nav);

// ---- previous and next, at the bottom ----
const turn = document.createElement("nav");
turn.className = "p-turn";
turn.setAttribute("aria-label", "Étape précédente et suivante");

function redrawTurn(at) {
  turn.replaceChildren();
  if (at > 0) turn.append(link(sections[at - 1], `← ${title(sections[at - 1])}`, "p-button p-button--quiet"));
  const after = sections[at + 1];
  if (after) turn.append(link(after, `${listed(after)} →`, `p-button p-turn__next${after.dataset.optional ? " p-button--quiet" : ""}`));
  if (!after || after.dataset.optional) {
    const home = document.createElement("a");
    home.href = document.body.dataset.racine;
    home.className = "p-button p-turn__next";
    home.textContent = "Retour à l’accueil";
    turn.append(home);
  }
}

// ---- opening a step ----
function open(section) {
  const at = sections.indexOf(section);
  for (const [other, elements] of parts) for (const element of elements) element.toggleAttribute("data-closed", other !== section);
  summary.textContent = section.querySelector(".p-step__kicker").textContent;
  [...list.children].forEach((line, n) => {
    const anchor = line.firstElementChild;
    if (n === at) anchor.setAttribute("aria-current", "step");
    else anchor.removeAttribute("aria-current");
  });
  redrawTurn(at);
  contents.open = false;
  // what measures itself must do so now that it is visible
  dispatchEvent(new Event("resize"));
}

/** The element that the address names, if any; links from elsewhere name a step by its own name. */
function named() {
  try {
    const name = decodeURIComponent(location.hash.slice(1));
    return document.getElementById(name) ?? document.getElementById(`etape-${name}`);
  } catch {
    return null; // not an address of ours
  }
}

function follow(moveFocus) {
  const target = named();
  const wanted = target && stepOf(target);
  if (target && !wanted) return; // an anchor outside the steps, such as the skip link's
  const section = wanted ?? sections.find((candidate) => candidate.dataset.place) ?? sections[0];
  open(section);
  if (!moveFocus) return;
  const whole = !target || target === section;
  const heading = whole ? section.querySelector("h2") : target;
  if (!heading.hasAttribute("tabindex")) heading.setAttribute("tabindex", "-1");
  heading.focus({ preventScroll: true });
  (whole ? contents : target).scrollIntoView();
  remember(section);
}

// ---- coming back to the same step, from any device ----
function remember(section) {
  const headers = { "Content-Type": "application/json", "X-XSRFToken": cookie("_xsrf") };
  const body = JSON.stringify({ module: document.body.dataset.module, step: section.id.replace(/^etape-/, "") });
  fetch(`${document.body.dataset.racine}api/place`, { method: "POST", headers, body, keepalive: true }).catch(() => {});
}

/** Show one step at a time, if there are several. */
export function openSteps() {
  if (sections.length < 2) return;
  sections[0].parentElement.before(contents);
  main.append(turn);
  document.body.classList.add("p-lesson--steps");
  addEventListener("hashchange", () => follow(true));
  follow(false);
}
