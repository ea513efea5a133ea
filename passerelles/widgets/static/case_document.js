// The non-text element of a case, drawn from its lines: a figure with its caption, and always the same in sentences.
import { networkDrawing } from "./case_network.js";
import { letterSheet, minutesSheet, squaredSheet } from "./case_paper.js";
import { messageThread, timeLine } from "./case_thread.js";
import { h, trusted, uid } from "./dom.js";

const DRAWERS = {
  letter: letterSheet, minutes: minutesSheet, drawing: squaredSheet, messages: messageThread, timeline: timeLine, network: networkDrawing,
};
const PICTURES = ["drawing", "network"];

/** The figure of `document` ({kind, title, lines, transcript}, see engines/case/view). */
export function drawDocument(document, t) {
  const id = uid("document");
  const name = t("case-after.document.image", { title: document.title });
  const drawn = DRAWERS[document.kind](document.lines, name);
  const image = PICTURES.includes(document.kind) && !Array.isArray(drawn);
  if (image) for (const [attribute, value] of [["role", "img"], ["aria-label", name]]) drawn.setAttribute(attribute, value);
  return h(
    "figure",
    { class: `pw-doc pw-doc--${document.kind}`, "aria-labelledby": id },
    h("figcaption", { id, class: "pw-doc__caption" }, h("span", { class: "pw-doc__kind" }, t(`case-after.document.${document.kind}`)), " ", h("strong", {}, document.title)),
    h("div", { class: "pw-doc__desk" }, drawn),
    h("details", { class: "pw-doc__words" }, h("summary", {}, t("case-after.document.transcript")), trusted("p", document.transcript)),
  );
}
