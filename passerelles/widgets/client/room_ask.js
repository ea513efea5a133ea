// « Êtes-vous sûr ? », before what cannot be undone.
import { h, uid } from "../static/dom.js";

/** Ask; resolves with whether they said yes. Escape is no. */
export function ask(t, sentence, yes) {
  const id = uid("ask");
  const dialog = h("dialog", { class: "r-dialog p-card", "aria-labelledby": id });
  const button = (words, style, answer) => h("button", { type: "button", class: `p-button ${style}`, onclick: () => dialog.close(answer) }, words);
  dialog.append(
    h("p", { id }, sentence),
    h("div", { class: "r-buttons" }, button(t("ask.no"), "p-button--quiet", ""), button(yes, "p-button--danger", "yes")),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
