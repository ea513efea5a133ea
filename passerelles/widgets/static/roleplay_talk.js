// A conversation of the role in hand, turn by turn: the counterpart answers from the file.
import { waiting } from "./case_choice.js";
import { h, say, trusted, uid } from "./dom.js";
import { comment } from "./roleplay_words.js";

/** What was said, with its comments; what is said now and what one may answer; or how it closes. */
export function talkPart(talk, roles, t, acts) {
  const { name } = roles.find((role) => role.id === talk.to);
  const spoken = (line) => h("p", { class: "pw-speech" }, h("strong", {}, name, t("case.colon")), " ", trusted("span", line));
  return h(
    "section",
    { class: "pw-talk", "data-exchange": talk.id },
    h("h3", { tabindex: "-1" }, talk.title),
    talk.past.length > 0 ? h("ol", { class: "pw-said", role: "list" }, talk.past.map((turn) => h("li", {}, spoken(turn.line), answered(turn, t), comment(turn.comment, t)))) : null,
    talk.now ? [spoken(talk.now.line), replyForm(talk, t, acts)] : null,
    talk.closing ? [trusted("div", talk.closing, { class: "pw-closing" }), anew(talk, t, acts)] : null,
  );
}

function answered({ reply }, t) {
  return h("p", { class: "pw-speech pw-speech--mine" }, h("strong", {}, t("roleplay.me")), " ", trusted("span", reply));
}

function replyForm(talk, t, acts) {
  const ids = { name: uid("reply"), error: uid("error") };
  const error = h("p", { id: ids.error, class: "pw-error", role: "alert" });
  const button = h("button", { type: "submit", class: "pw-button" }, t("roleplay.say"));
  const rows = talk.now.replies.map((reply) => {
    const id = uid("reply");
    const input = h("input", { type: "radio", name: ids.name, id, value: reply.id, class: "pw-choice__input" });
    input.addEventListener("change", () => say(error, ""));
    return { input, el: h("div", { class: "pw-choice" }, input, trusted("label", reply.html, { htmlFor: id, class: "pw-choice__label" })) };
  });
  const el = h(
    "form",
    { class: "pw-decide", novalidate: true },
    h("fieldset", { class: "pw-fieldset", "aria-describedby": ids.error }, h("legend", { class: "pw-question" }, t("roleplay.say.what")), h("div", { class: "pw-choices" }, rows.map((row) => row.el)), error),
    h("div", { class: "pw-actions" }, button),
  );
  el.addEventListener("submit", (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    const chosen = rows.find(({ input }) => input.checked)?.input;
    say(error, chosen ? "" : t("roleplay.say.missing"));
    if (chosen) acts.say(talk.id, talk.now.turn, chosen.value, (yes) => waiting(button, yes, t("roleplay.say"), t));
    else rows[0].input.focus();
  });
  return el;
}

function anew(talk, t, acts) {
  const words = t("roleplay.again");
  const button = h("button", { type: "button", class: "pw-button pw-button--quiet" }, words);
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") !== "true") acts.again(talk.id, (yes) => waiting(button, yes, words, t));
  });
  return [h("p", { class: "pw-hint" }, t("roleplay.again.how")), h("div", { class: "pw-actions" }, button)];
}
