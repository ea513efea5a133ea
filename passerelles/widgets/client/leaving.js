// Leaving a page, and coming back to one whose kernel is gone.
import { cookie } from "./cookie.js";

const FIELDS = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=button], [type=submit])";

/** Tell the server that the page is left, so that its kernel ends now; not while the kernel still has work of ours. */
export function endKernelOnLeaving(isSettled) {
  const { racine, kernel } = document.body.dataset;
  addEventListener("pagehide", (event) => {
    if (event.persisted || !isSettled()) return;
    const form = new FormData();
    form.append("_xsrf", cookie("_xsrf"));
    navigator.sendBeacon(`${racine}voila/api/shutdown/${kernel}`, form);
  });
}

/** Open the page again if that can cost nothing: no field is being filled in, nothing waits to be sent. */
export function reopenIfIdle(isSettled) {
  const editing = document.activeElement?.matches(FIELDS);
  if (!editing && isSettled() && !holdsUnsent()) location.reload();
}

/** Whether the views of this module keep something in the browser that the server has not acknowledged. */
function holdsUnsent() {
  const mine = `:${document.body.dataset.module}:`;
  try {
    return Object.keys(localStorage).some((name) => name.startsWith("passerelles:") && name.includes(mine));
  } catch {
    return false; // storage is forbidden: nothing can be in it
  }
}
