// The commitment: one gesture, one function to contact, a date, and what would help at each level.
import { h, LAST_DAY } from "./dom.js";
import { makeLabels } from "./labels.js";
import { field, keepTool, toolFrame } from "./tool.js";

const FIELDS = ["gesture", "contact", "date", "me", "management", "policy"];
const LONGEST_FIELD = 2000;

function render({ model, el }) {
  const t = makeLabels(model);
  const fields = new Map(FIELDS.map((name) => [name, commitmentField(name, t)]));
  const value = () => Object.fromEntries([...fields].map(([name, { control }]) => [name, control.value]));
  const kept = keepTool(model, t, {
    value,
    restore(saved) {
      for (const [name, { control }] of fields) control.value = saved?.[name] ?? "";
    },
  });
  for (const { control } of fields.values()) {
    control.addEventListener("input", () => kept.changed());
    control.addEventListener("blur", () => kept.leave());
  }
  const shown = (...names) => names.map((name) => fields.get(name).el);
  el.append(
    toolFrame(
      "commitment",
      t("commitment.title"),
      h("p", {}, t("commitment.lead")),
      h("p", { class: "pw-hint pw-hint--privacy" }, t("common.privacy")),
      h("div", { class: "pw-two" }, shown("gesture", "contact")),
      shown("date"),
      h("fieldset", { class: "pw-fieldset" }, h("legend", { class: "pw-legend" }, t("commitment.columns")), h("div", { class: "pw-three" }, shown("me", "management", "policy"))),
      kept.status,
    ),
  );
  return () => kept.close();
}

function commitmentField(name, t) {
  const hint = name === "date" ? "" : t(`commitment.${name}.hint`);
  return field(t(`commitment.${name}`), hint, (id, told) =>
    name === "date"
      ? h("input", { id, type: "date", max: LAST_DAY, class: "pw-input pw-input--date" })
      : h("textarea", { id, rows: name === "contact" ? 2 : 3, maxlength: LONGEST_FIELD, class: "pw-textarea", "aria-describedby": told }),
  );
}

export default { render };
