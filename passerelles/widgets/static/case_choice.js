// Deciding: the options as radio cards and « Je choisis cela »; and going back, with a comment if one wishes.
import { h, say, trusted, uid } from "./dom.js";

/** The form of the present moment. `onChoose(option id)` once one is confirmed. Returns {el, busy, explain, pick}. */
export function choiceForm(now, t, onChoose) {
  const ids = { name: uid("option"), error: uid("error") };
  const inputs = new Map();
  const error = h("p", { id: ids.error, class: "pw-error", role: "alert" });
  const button = h("button", { type: "submit", class: "pw-button" }, t("case.choose"));
  const rows = now.options.map((option) => {
    const id = uid("option");
    const input = h("input", { type: "radio", name: ids.name, id, value: option.id, class: "pw-choice__input" });
    input.addEventListener("change", () => explain(""));
    inputs.set(option.id, input);
    return h("div", { class: "pw-choice" }, input, trusted("label", option.html, { htmlFor: id, class: "pw-choice__label" }));
  });
  const fieldset = h(
    "fieldset",
    { class: "pw-fieldset" },
    trusted("legend", now.question, { class: "pw-question" }),
    now.perfect ? null : h("p", { class: "pw-costly" }, h("span", { "aria-hidden": "true" }, "◆ "), t("case.costly")),
    h("div", { class: "pw-choices" }, rows),
    error,
  );
  const el = h("form", { class: "pw-decide", novalidate: true }, fieldset, h("div", { class: "pw-actions" }, button));

  function explain(sentence) {
    say(error, sentence);
    if (sentence) fieldset.setAttribute("aria-describedby", ids.error);
    else fieldset.removeAttribute("aria-describedby");
  }

  el.addEventListener("submit", (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    const chosen = [...inputs.values()].find((input) => input.checked);
    explain(chosen ? "" : t("case.choose.missing"));
    if (chosen) onChoose(chosen.value);
    else inputs.values().next().value.focus();
  });

  return {
    el,
    explain,
    busy: (yes) => waiting(button, yes, t("case.choose"), t),
    /** Show as chosen what this browser still holds. */
    pick(option) {
      if (inputs.has(option)) inputs.get(option).checked = true;
    },
  };
}

/** A button that waits says so and stays where it is. */
export function waiting(button, yes, words, t) {
  button.setAttribute("aria-disabled", String(yes));
  say(button, yes ? t("case.sending") : words);
}

/**
 * « Revenir à ce moment »: a button that opens a comment and a confirmation. `acts.noted(node)` is a comment typed
 * before and not sent, `acts.note(node, text)` keeps it, `acts.back(node, text)` goes.
 */
export function goingBack(node, t, acts) {
  const id = uid("comment");
  const comment = h("textarea", { id, class: "pw-textarea", rows: 3, maxlength: 2000, "aria-describedby": `${id}-hint`, value: acts.noted(node) });
  const yes = h("button", { type: "submit", class: "pw-button" }, t("case.back.yes"));
  const no = h("button", { type: "button", class: "pw-button pw-button--quiet" }, t("case.back.no"));
  const form = h(
    "form",
    { class: "pw-confirm", hidden: true },
    h("p", { class: "pw-confirm__words" }, t("case.back.explain")),
    h("label", { htmlFor: id, class: "pw-label" }, t("case.back.why")),
    h("p", { id: `${id}-hint`, class: "pw-hint pw-hint--privacy" }, t("common.privacy")),
    comment,
    h("div", { class: "pw-actions" }, yes, no),
  );
  const open = h("button", { type: "button", class: "pw-button pw-button--quiet", "aria-expanded": "false" }, t("case.back"));

  function show(opened) {
    form.hidden = !opened;
    open.hidden = opened;
    open.setAttribute("aria-expanded", String(opened));
    (opened ? comment : open).focus();
  }

  comment.addEventListener("input", () => acts.note(node, comment.value));
  open.addEventListener("click", () => show(true));
  no.addEventListener("click", () => show(false));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (yes.getAttribute("aria-disabled") !== "true") acts.back(node, comment.value, (on) => waiting(yes, on, t("case.back.yes"), t));
  });
  return h("div", { class: "pw-back" }, open, form);
}
