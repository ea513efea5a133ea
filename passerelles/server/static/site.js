/* Progressive enhancement of our own pages: everything works without it. Loaded with `defer`, no inline script anywhere. */
"use strict";

const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

/* « Copier » */
each("[data-copy]", (button) => {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.copy);
    const status = document.getElementById("copie");
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      button.textContent = "Copié";
      status.textContent = "Le code est copié.";
    } catch {
      getSelection().selectAllChildren(source);
      button.textContent = "Code sélectionné";
      status.textContent = "Le code est sélectionné : copiez-le avec Ctrl + C.";
    }
    setTimeout(() => { button.textContent = "Copier"; status.textContent = ""; }, 4000);
  });
});

/* A code that came behind the « # » of a QR code: browsers send it to nobody. */
each("textarea[data-from-hash]", (area) => {
  if (!area.value && location.hash.length > 100) area.value = location.hash.slice(1);
});

/* « Imprimer » */
each("[data-print]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});

/* The glossary filters while one types; the same rule as on the server: every word must be found, accents folded. */
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
  .replaceAll("œ", "oe").replaceAll("æ", "ae").replace(/[^\p{L}\p{N}]+/gu, " ").trim();

each("form[data-filter]", (form) => {
  const query = form.querySelector("[type=search]");
  const kind = form.querySelector("select");
  const status = document.querySelector("[data-filter-count]");
  const list = document.querySelector(form.dataset.filter);
  if (query.value || kind.value) return; // the server already left entries out: a new search goes through it
  const terms = [...list.querySelectorAll(".p-term")].map((node) => ({ node, text: folded(node.textContent) }));
  const filter = () => {
    const wanted = folded(query.value).split(" ").filter(Boolean);
    let found = 0;
    for (const { node, text } of terms) {
      const shown = (!kind.value || node.dataset.kind === kind.value) && wanted.every((word) => text.includes(word));
      node.hidden = !shown;
      found += shown;
    }
    list.querySelectorAll(".p-letter").forEach((letter) => { letter.hidden = !letter.querySelector(".p-term:not([hidden])"); });
    const { filterCount, filterOne, filterNone } = status.dataset;
    status.textContent = found === 0 ? filterNone : found === 1 ? filterOne : filterCount.replace("{n}", found);
  };
  let pending;
  query.addEventListener("input", () => { clearTimeout(pending); pending = setTimeout(filter, 120); });
  kind.addEventListener("change", filter);
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(pending); filter(); });
});

/* Results look again by themselves while the grader works; focus is moved to nothing, news are announced by role=status. */
const state = document.querySelector('#etat[data-poll="oui"]');
if (state) {
  let wait = 2000;
  const look = async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.ok && fresh.querySelector('#etat[data-poll="non"]')) {
        const main = document.querySelector("main");
        main.replaceChildren(...fresh.querySelector("main").children);
        document.getElementById("annonce").textContent = "La correction est terminée. Vos résultats sont affichés.";
        return;
      }
    } catch { /* the network is gone: try again later */ }
    wait = Math.min(wait * 1.3, 15000);
    setTimeout(look, wait);
  };
  setTimeout(look, wait);
}
