// The banner of a lesson: what is wrong with the page, and the one thing to do about it.
const WORDS = {
  gone: "La page est interrompue. Vos réponses enregistrées sont en sécurité.",
  away: "La page est interrompue : le serveur ne répond pas. Vos réponses enregistrées sont en sécurité.",
  late: "Les activités tardent à s’ouvrir.",
};
const RELOAD = "Recharger la page";

const place = document.getElementById("passerelles-connexion");
let shown = "";

/** Say what is wrong: gone, away or late; nothing is wrong with "". */
export function warn(kind) {
  if (kind === shown) return;
  shown = kind;
  place.replaceChildren();
  if (!kind) return;
  const line = document.createElement("p");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "p-button p-button--quiet";
  button.textContent = RELOAD;
  button.addEventListener("click", () => location.reload());
  line.append(WORDS[kind], " ", button);
  place.append(line);
}

/** What is being said. */
export const warned = () => shown;
