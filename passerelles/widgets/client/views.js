// The places of a page where a view belongs, and what the learner reads there until it is ready or when it cannot be.
import { show } from "./widgets.js";

const FAILED = "Cette activité n’a pas pu s’ouvrir. Vos réponses enregistrées sont en sécurité : rechargez la page.";

/** Show every view of the page, those that are in sight first. `find(id)` gives a model. Resolves when all are there. */
export async function showViews(find) {
  const places = [...document.querySelectorAll(".p-lesson__view[data-model]")];
  const inSight = places.filter((place) => place.offsetParent !== null);
  await Promise.all(inSight.map((place) => fill(place, find)));
  for (const place of places.filter((one) => !inSight.includes(one))) {
    await breath(); // what is in sight is painted, and answered, in between
    await fill(place, find);
  }
}

const breath = () => new Promise((resolve) => setTimeout(resolve));

async function fill(place, find) {
  const el = document.createElement("div");
  place.append(el);
  try {
    const model = await find(place.dataset.model);
    model.gone.signal.addEventListener("abort", () => place.remove());
    await show(model, el);
    place.querySelector(".p-lesson__wait").remove();
  } catch (error) {
    console.error(error);
    place.replaceChildren(problem());
  }
  place.removeAttribute("aria-busy");
}

function problem() {
  const line = document.createElement("p");
  line.className = "p-note p-note--caution";
  line.setAttribute("role", "alert");
  line.textContent = FAILED;
  return line;
}
