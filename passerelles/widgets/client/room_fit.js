// Nobody scrolls a projector: what does not fit is shown smaller, as long as it can be read from the back of the room.
const SIZES = [1, 0.86, 0.74, 0.64];

/** Choose the greatest size of text at which the page fits; only on the projector. */
export function fitToScreen(page) {
  if (!page.classList.contains("r-room--projector")) return;
  for (const size of SIZES) {
    page.style.setProperty("--fit", size);
    if (document.documentElement.scrollHeight <= innerHeight) return;
  }
}
