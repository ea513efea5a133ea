// The first sentence of a role: written, then seen beside others that are commented, and written anew if one wishes.
import { waiting } from "./case_choice.js";
import { h, say, trusted, uid } from "./dom.js";

const LONGEST = 600; // characters, as on the server

/** The form, and once there is a sentence what to compare it with. */
export function firstSentence(role, { written, openings }, t, acts) {
  const words = written[role.id];
  if (words === undefined) return h("section", { class: "pw-words" }, h("h3", { tabindex: "-1" }, t("roleplay.first")), h("p", {}, t("roleplay.first.how", { name: role.name })), form("", "roleplay.keep", t, acts));
  const rewriting = acts.drafted() !== undefined;
  return h(
    "section",
    { class: "pw-words" },
    h(
      "div",
      { class: "pw-compare" },
      h("h3", { tabindex: "-1" }, t("roleplay.compare")),
      h("div", { class: "pw-compare__mine" }, h("h4", {}, t("roleplay.mine")), h("blockquote", {}, words)),
      h("div", { class: "pw-compare__others" }, h("h4", {}, t("roleplay.others")), openings.map((one) => [trusted("blockquote", one.html), comment(one.comment, t)])),
    ),
    h("p", { class: "pw-hint" }, t("roleplay.compare.how")),
    h("details", { open: rewriting }, h("summary", {}, t("roleplay.rewrite")), form(words, "roleplay.rewrite.keep", t, acts)),
  );
}

/** What a professional eye says of some words; can be given the focus. */
export function comment(html, t) {
  return h("div", { class: "pw-eye", role: "note", tabindex: "-1" }, h("p", { class: "pw-eye__title" }, t("case.comment")), trusted("div", html));
}

function form(words, key, t, acts) {
  const id = uid("sentence");
  const area = h("textarea", { id, class: "pw-textarea", rows: 3, maxlength: LONGEST, value: acts.drafted() ?? words, "aria-describedby": `${id}-hint ${id}-error` });
  const error = h("p", { id: `${id}-error`, class: "pw-error", role: "alert" });
  const button = h("button", { type: "submit", class: "pw-button" }, t(key));
  const el = h(
    "form",
    { class: "pw-sentence", novalidate: true },
    h("label", { htmlFor: id, class: "pw-label" }, t("roleplay.sentence")),
    h("p", { id: `${id}-hint`, class: "pw-hint pw-hint--privacy" }, t("common.privacy")),
    area,
    error,
    h("div", { class: "pw-actions" }, button),
  );
  area.addEventListener("input", () => {
    say(error, "");
    acts.draft(area.value);
  });
  el.addEventListener("submit", (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    const missing = area.value.trim() === "";
    say(error, missing ? t("roleplay.sentence.missing") : "");
    if (missing) area.focus();
    else acts.write(area.value, (yes) => waiting(button, yes, t(key), t));
  });
  return el;
}
