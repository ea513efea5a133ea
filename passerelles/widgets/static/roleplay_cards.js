// The cards of a role play: the situation, the public card of each role, and the private one of the role in hand.
import { waiting } from "./case_choice.js";
import { h, trusted } from "./dom.js";
import { readBy } from "./labels.js";

/** Where and around whom one meets, and what for; `titled`: under a heading of its own. */
export function situationPart(about, t, { titled = false } = {}) {
  return h(
    "section",
    { class: "pw-situation" },
    titled ? h("h2", { tabindex: "-1" }, t("roleplay.situation")) : null,
    h("p", { class: "pw-place" }, about.place),
    trusted("div", about.situation, { class: "pw-prose" }),
    h("p", { class: "pw-young" }, face(about.young.name), h("span", {}, t("case.young.who", { name: about.young.name, age: about.young.age }))),
    h("p", {}, h("strong", {}, t("roleplay.goal")), " ", trusted("span", about.goal)),
    titled ? introduction(about, t) : null,
  );
}

function introduction(about, t) {
  const lines = ["cards", "sentence", "compare", "talk", "end"].map((name) => h("li", {}, t(`roleplay.how.${name}`, { n: about.roles.length })));
  return [h("h2", {}, t("roleplay.how")), h("ol", { class: "pw-before" }, lines), h("p", { class: "pw-hint" }, readBy("roleplay", about.readers, t))];
}

/** Something folded to a line. */
export function folded(title, ...content) {
  return h("details", { class: "pw-past" }, h("summary", {}, h("span", { class: "pw-past__line" }, h("span", { class: "pw-past__title" }, title))), h("div", { class: "pw-past__body" }, content));
}

/** The first letter of a name, as a portrait. */
function face(name) {
  return h("span", { class: "pw-face", "aria-hidden": "true" }, name[0]);
}

/** Around the table: every public card, which roles have their sentence, and a button to take each in hand. */
export function tablePart(about, state, t, acts) {
  const started = state.role !== null;
  const done = about.roles.length - state.left.length;
  return h(
    "section",
    { class: "pw-round" },
    h("h2", { tabindex: "-1" }, t(started ? "roleplay.swap" : "roleplay.table")),
    h("p", {}, started ? t.count("roleplay.done", done, { of: about.roles.length }) : t("roleplay.choose")),
    h("ul", { class: "pw-people", role: "list" }, about.roles.map((role) => h("li", { class: "pw-person", "data-role": role.id }, publicCard(role, state, t, acts, started)))),
  );
}

function publicCard(role, state, t, acts, short) {
  const held = role.id === state.role;
  const words = t("roleplay.take");
  const button = h("button", { type: "button", class: "pw-button pw-button--quiet", "aria-label": t("roleplay.take.of", { name: role.name }) }, words);
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") !== "true") acts.take(role.id, (yes) => waiting(button, yes, words, t));
  });
  const text = cardText(role, t);
  return [
    h("div", { class: "pw-person__who" }, face(role.name), h("div", {}, h("h3", {}, role.name), h("p", { class: "pw-cast__what" }, role.function))),
    tags(role, state, held, t),
    short ? h("details", {}, h("summary", {}, t("roleplay.card.read"), h("span", { class: "pw-hidden" }, ` (${role.name})`)), text) : text,
    held ? null : button,
  ];
}

function tags(role, state, held, t) {
  const said = [
    role.young ? t("case.young") : null,
    role.translator ? t("roleplay.translator") : null,
    role.talks ? t("roleplay.talks") : null,
    held ? t("roleplay.held") : null,
    role.id in state.written ? t("roleplay.written") : null,
  ].filter(Boolean);
  return said.length > 0 ? h("p", { class: "pw-person__tags" }, said.map((one) => [h("span", { class: "pw-tag" }, one), " "])) : null;
}

function cardText(role, t) {
  const list = (key, lines) => (lines.length > 0 ? [h("p", { class: "pw-label" }, t(key)), h("ul", {}, lines.map((line) => trusted("li", line)))] : null);
  return [trusted("div", role.html), list("roleplay.brings", role.brings), list("roleplay.limits", role.limits)];
}

/** The role in hand: its public card, then the private one. */
export function heldRole(role, card, t) {
  return h(
    "section",
    { class: "pw-own" },
    h("h2", { tabindex: "-1" }, t("roleplay.you", { name: role.name })),
    h("p", { class: "pw-place" }, role.function),
    h("div", { class: "pw-own__public" }, cardText(role, t)),
    h("div", { class: "pw-private" }, h("h3", {}, t("roleplay.private")), privateCard(card, t), vocabulary(card.vocabulary, t)),
  );
}

/** A constraint and an objective. */
export function privateCard(card, t) {
  return h("dl", {}, h("dt", {}, t("roleplay.constraint")), trusted("dd", card.constraint), h("dt", {}, t("roleplay.objective")), trusted("dd", card.objective));
}

function vocabulary(words, t) {
  const lines = words.map(({ word, meaning }) => h("li", {}, h("strong", {}, word), t("case.colon"), ` ${meaning}`));
  return [h("p", { class: "pw-label" }, t("roleplay.vocabulary")), h("ul", {}, lines)];
}
