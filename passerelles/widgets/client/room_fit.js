// Nobody scrolls a projector: few words are shown larger, many smaller, as long as the back of the room can read them;
// when that is not enough, what stands beside goes below.
const SIZES = [1.5, 1.3, 1.15, 1, 0.86, 0.74, 0.64];
const LEAST = 0.55;

/** Fit again whenever the room there is changes, and once the letters have their own shape. */
export function keepFitting(page) {
  const again = () => fitToScreen(page);
  const settled = () => requestAnimationFrame(() => requestAnimationFrame(again)); // what is in vw and vh may follow a frame late
  for (const name of ["load", "resize"]) addEventListener(name, () => [again(), settled()]);
  document.fonts.ready.then(again);
}

/** Choose the greatest size of text at which the page fits; only on the projector. */
export function fitToScreen(page) {
  if (!page.classList.contains("r-room--projector")) return;
  const fits = (size, full) => {
    page.style.setProperty("--fit", size);
    page.classList.toggle("r-room--full", full);
    const last = full ? page.querySelector(".r-main") : document.body;
    return last.getBoundingClientRect().bottom + scrollY <= innerHeight + 1; // 100vh may end between two pixels
  };
  if (!SIZES.some((size) => fits(size, false)) && !fits(SIZES.at(-1), true)) fits(LEAST, true);
}
