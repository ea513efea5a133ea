// Self-assessment of an open answer: the lines of the rubric as checkboxes, kept as they are ticked.
import { h, say, trusted } from "./dom.js";
import { numberOf } from "./labels.js";

/** A model answer and the rubric; `save({id: ticked})` at each change. */
export function openFeedback(feedback, marks, t, save) {
  const total = h("p", { class: "pw-rubric__total", role: "status" });
  const boxes = feedback.rubric.map((line) => {
    const input = h("input", { type: "checkbox", class: "pw-choice__input", value: line.id, checked: Boolean(marks?.[line.id]) });
    input.addEventListener("change", () => {
      tell();
      save(Object.fromEntries(boxes.map(({ input: box, line: own }) => [own.id, box.checked])));
    });
    return { input, line };
  });
  const tell = () => {
    const got = boxes.filter(({ input }) => input.checked).reduce((sum, { line }) => sum + line.points, 0);
    const most = feedback.rubric.reduce((sum, line) => sum + line.points, 0);
    say(total, t("item.rubric.total", { n: numberOf(got), of: numberOf(most) }));
  };
  tell();
  const rows = boxes.map(({ input, line }) =>
    h("label", { class: "pw-choice pw-choice--rubric" }, input, h("span", { class: "pw-choice__label" }, line.text), h("span", { class: "pw-tag" }, t.count("item.points", line.points))),
  );
  return [
    h("h5", {}, t("item.model")),
    trusted("div", feedback.model, { class: "pw-model" }),
    h("fieldset", { class: "pw-fieldset" }, h("legend", { class: "pw-legend" }, t("item.rubric")), h("div", { class: "pw-choices" }, rows)),
    total,
  ];
}
