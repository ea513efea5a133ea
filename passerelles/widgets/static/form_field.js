// One field of a tool: a label, a hint, and the native control of its kind.
import { fill, h, LAST_DAY, trusted, uid } from "./dom.js";
import { numberOf } from "./labels.js";
import { field } from "./tool.js";

const MOST_PILLS = 5; // options shown side by side; more are a list
const MOST_BOXES = 8; // boxes shown at once; more are folded

/** Returns {el, id, spec, read(), write(value), words(), first}: `read` gives undefined when nothing is filled in. */
export function makeField(spec, t, changed) {
  const kinds = { line: written, text: written, date: written, number: numbered, choice: spec.options.length > MOST_PILLS ? listed : pills, scale: pills, several: boxes };
  return { id: spec.id, spec, ...kinds[spec.kind](spec, t, changed) };
}

function hintOf(spec, id) {
  return spec.hint ? trusted("div", spec.hint, { id, class: "pw-hint" }) : null;
}

/** A label, a hint, what `make` returns, and what is wrong with it. */
function labelled(spec, make) {
  const [hint, wrong] = [uid("hint"), uid("wrong")];
  const made = field(spec.label, "", (id) => make(id, [spec.hint ? hint : "", wrong].filter(Boolean).join(" ")));
  const error = h("p", { id: wrong, class: "pw-error" });
  made.control.before(hintOf(spec, hint) ?? "");
  made.el.append(error);
  made.el.classList.add(`pw-field--${spec.kind}`);
  return { ...made, error };
}

function written(spec, t, changed) {
  const { el, control } = labelled(spec, (id, told) => {
    const props = { id, "aria-describedby": told, maxlength: spec.longest, oninput: changed };
    if (spec.kind === "text") return h("textarea", { ...props, rows: 3, class: "pw-textarea" });
    const type = spec.kind === "date" ? { type: "date", max: LAST_DAY } : { type: "text" };
    return h("input", { ...props, ...type, class: `pw-input pw-input--${spec.kind}`, autocomplete: "off" });
  });
  return {
    el,
    first: control,
    read: () => (control.value.trim() ? control.value : undefined),
    write(value) {
      control.value = typeof value === "string" ? value : "";
    },
    words: () => (spec.kind === "date" && control.value ? new Date(`${control.value}T12:00`).toLocaleDateString("fr-BE") : control.value),
  };
}

function numbered(spec, t, changed) {
  const bounds = t("form.number.bounds", { least: numberOf(spec.least), most: numberOf(spec.most) });
  const { el, control, error } = labelled(spec, (id, told) =>
    h("input", { id, "aria-describedby": told, type: "number", inputmode: "decimal", min: spec.least, max: spec.most, step: spec.step, class: "pw-input pw-input--number", oninput: typed, onblur: complain }),
  );
  if (spec.unit) control.after(h("span", { class: "pw-unit" }, spec.unit));
  const fits = () => !control.validity.badInput && (control.value === "" || (control.valueAsNumber >= spec.least && control.valueAsNumber <= spec.most));

  function complain() {
    control.setAttribute("aria-invalid", String(!fits()));
    fill(error, fits() ? "" : bounds);
  }

  function typed() {
    if (fits()) complain();
    changed();
  }

  return {
    el,
    first: control,
    read: () => (control.value !== "" && fits() ? control.valueAsNumber : undefined),
    write(value) {
      control.value = value ?? "";
      complain();
    },
    words: () => (control.value === "" ? "" : [numberOf(control.valueAsNumber), spec.unit].filter(Boolean).join(" ")),
  };
}

function listed(spec, t, changed) {
  const { el, control } = labelled(spec, (id, told) =>
    h("select", { id, "aria-describedby": told, class: "pw-select", onchange: changed }, h("option", { value: "" }, t("form.choose")), spec.options.map((option) => h("option", { value: option.id }, option.text))),
  );
  return {
    el,
    first: control,
    read: () => control.value || undefined,
    write(value) {
      control.value = value ?? "";
    },
    words: () => spec.options.find((option) => option.id === control.value)?.text ?? "",
  };
}

/** A group named by the label: one control for each option. */
function grouped(spec, type, options, changed, ...after) {
  const [name, hint] = [uid("group"), uid("hint")];
  const inputs = options.map((option) => h("input", { type, name, value: option.id, class: "pw-pill__input", "aria-label": option.sign ? option.text : null, onchange: changed }));
  const labels = options.map((option, n) => h("label", { class: "pw-pill" }, inputs[n], h("span", {}, option.sign ?? option.text)));
  const list = h("div", { class: "pw-pills" }, labels);
  const el = h("fieldset", { class: `pw-fieldset pw-field pw-field--${spec.kind}`, "aria-describedby": spec.hint ? hint : null }, h("legend", { class: "pw-label" }, spec.label), hintOf(spec, hint), list, after);
  return { el, inputs, list };
}

function pills(spec, t, changed) {
  const ends = { [spec.steps[0]]: spec.low, [spec.steps.at(-1)]: spec.high };
  const options = spec.kind === "scale" ? spec.steps.map((n) => ({ id: String(n), sign: String(n), text: ends[n] ? `${n}, ${ends[n]}` : String(n) })) : spec.options;
  const told = Object.entries(ends).filter(([, words]) => words).map(([n, words]) => h("span", {}, `${n} : ${words}`));
  const none = h("button", { type: "button", class: "pw-link pw-none", hidden: true, "aria-label": t("form.none_what", { what: spec.label }) }, t("form.none"));
  const { el, inputs } = grouped(spec, "radio", options, touched, h("div", { class: "pw-ends", "aria-hidden": "true" }, told), none);
  const chosen = () => inputs.find((input) => input.checked)?.value;

  function touched() {
    none.hidden = !chosen();
    changed();
  }

  none.addEventListener("click", () => {
    for (const input of inputs) input.checked = false;
    inputs[0].focus();
    touched();
  });
  return {
    el,
    first: inputs[0],
    read: () => (chosen() === undefined ? undefined : spec.kind === "scale" ? Number(chosen()) : chosen()),
    write(value) {
      for (const input of inputs) input.checked = value !== undefined && input.value === String(value);
      none.hidden = !chosen();
    },
    words: () => options.find((option) => option.id === chosen())?.text ?? "",
  };
}

function boxes(spec, t, changed) {
  const count = h("span", {});
  const { el, inputs, list } = grouped(spec, "checkbox", spec.options, touched);
  const ticked = () => inputs.filter((input) => input.checked).map((input) => input.value);
  const many = spec.options.length > MOST_BOXES;
  const fold = many ? h("details", { class: "pw-many" }, h("summary", {}, count)) : null;
  if (fold) {
    list.replaceWith(fold);
    fold.append(list);
  }
  show();

  function show() {
    fill(count, t.count("form.several", ticked().length));
  }

  function touched() {
    show();
    changed();
  }

  return {
    el,
    first: fold?.firstChild ?? inputs[0],
    read: () => (ticked().length > 0 ? ticked() : undefined),
    write(value) {
      for (const input of inputs) input.checked = (value ?? []).includes(input.value);
      show();
    },
    words: () => spec.options.filter((option) => ticked().includes(option.id)).map((option) => option.text).join(", "),
  };
}
