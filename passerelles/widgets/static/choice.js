// Single choice, multiple choice and position: one large row per option, with a real radio or checkbox.
import { h, icon, trusted, uid } from "./dom.js";

/** The answer part of a choice; see item.js for what a part offers. */
export function choicePart(item, t, changed) {
  const many = item.kind === "multiple";
  const name = uid("choice");
  const inputs = new Map();
  const rows = item.options.map((option) => {
    const id = uid("option");
    const input = h("input", { type: many ? "checkbox" : "radio", name, id, value: option.id, class: "pw-choice__input" });
    const mark = h("span", { class: "pw-mark", id: `${id}-mark` });
    input.addEventListener("change", changed);
    input.addEventListener("click", (event) => {
      if (input.getAttribute("aria-disabled") === "true") event.preventDefault();
    });
    inputs.set(option.id, { input, mark });
    return h("div", { class: "pw-choice" }, input, trusted("label", option.html, { htmlFor: id, class: "pw-choice__label" }), mark);
  });
  const el = h("div", { class: "pw-choices" }, rows);
  const ticked = () => [...inputs].filter(([, { input }]) => input.checked).map(([id]) => id);

  return {
    el,
    legend: t(`choice.${item.kind}`),
    read: () => (many ? ticked() : (ticked()[0] ?? null)),
    write(value) {
      const chosen = Array.isArray(value) ? value : [value];
      for (const [id, { input }] of inputs) input.checked = chosen.includes(id);
    },
    missing: () => (ticked().length === 0 ? t(`choice.missing.${item.kind}`) : ""),
    first: () => inputs.values().next().value.input,
    /** Mark each option in words and with an icon; `locked` makes the inputs read-only. */
    mark(details, locked) {
      for (const { input, mark } of inputs.values()) {
        mark.replaceChildren();
        input.removeAttribute("aria-describedby");
        input.closest(".pw-choice").removeAttribute("data-verdict");
        if (locked) input.setAttribute("aria-disabled", "true");
      }
      for (const detail of details ?? []) markOption(inputs.get(detail.id), detail, t);
    },
  };
}

function markOption(option, detail, t) {
  if (!option || detail.right === null || (!detail.chosen && !detail.right)) return;
  const verdict = detail.right ? "right" : "wrong";
  const words = detail.chosen ? t(`item.mark.${verdict}`) : t("choice.mark.missed");
  option.mark.append(icon(verdict), h("span", {}, words));
  option.input.setAttribute("aria-describedby", option.mark.id);
  option.input.closest(".pw-choice").dataset.verdict = detail.chosen ? verdict : "missed";
}
