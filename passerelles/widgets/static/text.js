// Short text and open answer.
import { h, say, uid } from "./dom.js";

const LONGEST_TEXT = { short: 300, open: 6000 };

/** The answer part of a short or an open item; see item.js for what a part offers. */
export function textPart(item, t, changed, leave) {
  const open = item.kind === "open";
  const id = uid("text");
  const most = LONGEST_TEXT[item.kind];
  const field = open
    ? h("textarea", { id, class: "pw-textarea", rows: 7, maxlength: most, "aria-describedby": `${id}-hint ${id}-size` })
    : h("input", { id, type: "text", class: "pw-input", maxlength: most, autocomplete: "off", spellcheck: "true", "aria-describedby": `${id}-hint ${id}-size` });
  const size = h("p", { id: `${id}-size`, class: "pw-hint" });
  const measure = () => say(size, field.value.length > most * 0.8 ? t("text.size", { n: field.value.length, of: most }) : "");
  field.addEventListener("input", () => {
    measure();
    changed();
  });
  field.addEventListener("blur", leave);

  return {
    el: h(
      "div",
      { class: "pw-text" },
      h("label", { htmlFor: id, class: "pw-label" }, t(`text.label.${item.kind}`)),
      h("p", { id: `${id}-hint`, class: open ? "pw-hint pw-hint--privacy" : "pw-hint" }, t(open ? "common.privacy" : "text.hint")),
      field,
      size,
    ),
    legend: t(`text.legend.${item.kind}`),
    read: () => field.value,
    write(value) {
      if (document.activeElement === field && field.value === value) return;
      field.value = typeof value === "string" ? value : "";
      measure();
    },
    missing: () => (field.value.trim() ? "" : t("text.missing")),
    first: () => field,
    mark(details, locked) {
      field.readOnly = locked;
    },
  };
}
