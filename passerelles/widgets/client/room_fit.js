// Nobody scrolls a projector: few words are shown larger, many smaller, as long as the back of the room can read them.
const SIZES = [1.5, 1.3, 1.15, 1, 0.86, 0.74, 0.64];

/** Choose the greatest size of text at which the page fits; only on the projector. */
export function fitToScreen(page) {
  if (!page.classList.contains("r-room--projector")) return;
  for (const size of SIZES) {
    page.style.setProperty("--fit", size);
    if (document.documentElement.scrollHeight <= innerHeight) return;
  }
}
