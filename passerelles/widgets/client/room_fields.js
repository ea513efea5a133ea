// One field of a form: a label, a hint, and the native control of its type. Values are text; several are joined by commas.
import { h, LAST_DAY, say, uid } from "../static/dom.js";

const FEW = 5; // options shown side by side; more are a list
const SHORT = 4; // letters of a label that stands in a row on the smallest phone
const SCALE = ["1", "2", "3", "4", "5"].map((step) => [step, step]);

/** Returns {el, spec, read(), write(value), missing(), first}: `missing` says whether it must still be filled in. */
export function roomField(spec, t) {
  const kinds = { line: typed, text: typed, number: typed, date: typed, many: boxes, scale: radios, choice: chosen };
  const field = (kinds[spec.type] ?? typed)(spec, t);
  return { spec, ...field, missing: () => spec.required && field.read().trim() === "" };
}

const labelOf = (spec, t) => (spec.required ? spec.label : `${spec.label} ${t("field.optional")}`);

function hinted(spec) {
  return spec.hint ? h("p", { class: "p-hint", id: uid("hint") }, spec.hint) : null;
}

/** A label over one control; what is near the longest is counted. */
function underLabel(spec, t, control) {
  const hint = hinted(spec);
  const size = h("p", { class: "p-hint r-size", id: uid("size") });
  control.id = uid("field");
  control.setAttribute("aria-describedby", [hint?.id, size.id].filter(Boolean).join(" "));
  const measure = () => say(size, control.value.length > spec.most * 0.8 ? t("field.size", { n: control.value.length, of: spec.most }) : "");
  control.addEventListener("input", measure);
  return {
    el: h("div", { class: "p-field" }, h("label", { for: control.id }, labelOf(spec, t)), hint, control, size),
    first: control,
    read: () => control.value,
    write(value) {
      if (control.value !== value) control.value = value;
      measure();
    },
  };
}

function typed(spec, t) {
  if (spec.type === "text") return underLabel(spec, t, h("textarea", { rows: 3, maxlength: spec.most }));
  const extra = { number: { inputmode: "numeric" }, date: { type: "date", max: LAST_DAY } }[spec.type] ?? { maxlength: spec.most };
  return underLabel(spec, t, h("input", { type: "text", autocomplete: "off", ...extra }));
}

function chosen(spec, t) {
  if (spec.required && spec.options.length <= FEW) return radios(spec, t);
  const options = spec.options.map(([value, label]) => h("option", { value }, label));
  return underLabel({ ...spec, most: Infinity }, t, h("select", {}, h("option", { value: "" }, t("field.choose")), options));
}

/** A group named by the label: one control for each option. The steps of a scale are shown by their numbers. */
function grouped(spec, t, type, options) {
  const name = uid("group");
  const hint = hinted(spec);
  const steps = spec.type === "scale" && options.every(([value]) => value.length < SHORT);
  const inputs = options.map(([value, label]) => h("input", { type, name, value, "aria-label": steps && label !== value ? label : null }));
  const labels = options.map(([value, label], rank) => h("label", { class: "r-pill" }, inputs[rank], h("span", {}, steps ? value : label)));
  const ends = options.filter(([value, label]) => steps && label !== value).map(([, label]) => h("span", {}, label));
  const short = options.every(([value, label]) => (steps ? value : label).length < SHORT) ? "r-pills--short" : "";
  return {
    el: h(
      "fieldset",
      { class: `p-field r-pills ${short}`, "aria-describedby": hint?.id },
      h("legend", {}, labelOf(spec, t)),
      hint,
      h("div", { class: "r-pills__in" }, labels),
      ends.length > 0 ? h("p", { class: "p-hint r-ends", "aria-hidden": "true" }, ends) : null,
    ),
    first: inputs[0],
    ticked: () => inputs.filter((input) => input.checked).map((input) => input.value),
    tick(values) {
      for (const input of inputs) input.checked = values.includes(input.value);
    },
  };
}

function radios(spec, t) {
  const { el, first, ticked, tick } = grouped(spec, t, "radio", spec.options.length > 0 ? spec.options : SCALE);
  const clear = h("button", { type: "button", class: "r-clear", hidden: true, "aria-label": t("field.clear-what", { what: spec.label }), onclick: none }, t("field.clear"));
  const show = () => (clear.hidden = spec.required || ticked().length === 0);
  el.append(clear);
  el.addEventListener("change", show);

  function none() {
    write("");
    first.focus();
    el.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function write(value) {
    tick([value]);
    show();
  }

  return { el, first, read: () => ticked()[0] ?? "", write };
}

function boxes(spec, t) {
  const { el, first, ticked, tick } = grouped({ ...spec, required: true }, t, "checkbox", spec.options); // boxes say by themselves that one may tick none
  return { el, first, read: () => ticked().join(","), write: (value) => tick(value.split(",")) };
}
