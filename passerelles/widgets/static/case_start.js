// Before the story: who you are, the young person, the people; how to play; and one's earlier plays.
import { waiting } from "./case_choice.js";
import { priceWords } from "./case_gauges.js";
import { h, icon, say, trusted, uid } from "./dom.js";
import { momentOf, readBy } from "./labels.js";

const MOST_TEAMS = 40;

/** The legal banner, shown from start to end; null when the case has none. */
export function cautionBanner(html) {
  return html ? h("div", { class: "pw-caution", role: "note" }, icon("caution"), trusted("div", html)) : null;
}

/** Who you are (in this viewpoint), the young person at the centre, the people you will meet. */
export function people(about, viewpoint, t) {
  const view = about.viewpoints.find((one) => one.id === viewpoint);
  return [
    trusted("div", (view ?? about).role, { class: "pw-role" }),
    h("p", { class: "pw-young" }, face(about.young.name), h("span", {}, t("case.young.who", { name: about.young.name, age: about.young.age }))),
    h("p", { class: "pw-label" }, t("case.cast")),
    h(
      "ul",
      { class: "pw-cast", role: "list" },
      about.cast.map((one) => h("li", {}, face(one.name), h("span", {}, h("strong", {}, one.name), h("span", { class: "pw-cast__what" }, one.function)))),
    ),
  ];
}

/** The first letter of a name, as a portrait. */
function face(name) {
  return h("span", { class: "pw-face", "aria-hidden": "true" }, name[0]);
}

/** The whole start of a case never played. */
export function welcome(about, t) {
  return h(
    "section",
    { class: "pw-welcome" },
    h("h2", { tabindex: "-1" }, t("case.you")),
    h("p", { class: "pw-place" }, about.place),
    people(about, null, t),
    h("h2", {}, t("case.before")),
    h(
      "ul",
      { class: "pw-before" },
      h("li", {}, t("case.before.minutes", { n: about.minutes })),
      h("li", {}, t("case.before.none_perfect")),
      h("li", {}, t("case.before.gauges", { name: about.young.name })),
      about.budget === null ? null : h("li", {}, t("case.before.budget", { n: about.budget }), priceWords({ html: about.price }, null, t)),
      h("li", {}, t("case.before.back")),
      about.review ? h("li", {}, readBy("case.before", about.review.readers, t)) : null,
    ),
  );
}

/**
 * How to play. `finished`: a play of the case itself is over, so that another viewpoint can be taken.
 * `onStart({level, mode, viewpoint, team})`. Returns {el, busy, explain}.
 */
export function startForm(about, { finished, again }, t, onStart) {
  const words = t(again ? "case.start.again" : "case.start");
  const button = h("button", { type: "submit", class: "pw-button" }, words);
  const error = h("p", { id: uid("error"), class: "pw-error", role: "alert" });
  const views = about.viewpoints.map((view) => ({ value: view.id, title: view.title, html: view.role }));
  const viewpoint = finished && views.length > 0 ? choiceOf("viewpoint", [{ value: "", title: t("case.viewpoint.own"), html: about.role }, ...views], t) : null;
  const mode = about.modes.length > 0 ? choiceOf("mode", about.modes.map((one) => ({ value: one.id, title: one.title, html: one.html })), t) : null;
  const level = choiceOf("level", about.levels.map((id) => ({ value: id, title: t(`case.level.${id}`), html: t(`case.level.${id}.meaning`) })), t);
  const team = teamChoice(t);
  const el = h(
    "form",
    { class: "pw-start", novalidate: true },
    again ? null : h("h2", {}, t("case.how")),
    viewpoint?.el,
    !finished && views.length > 0 ? h("p", { class: "pw-hint" }, t("case.viewpoint.later", { who: views.map((view) => view.title).join(", ") })) : null,
    mode?.el,
    level.el,
    team.el,
    error,
    h("div", { class: "pw-actions" }, button),
  );

  el.addEventListener("submit", (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    const missing = team.missing();
    say(error, missing);
    team.mark(missing ? error.id : null);
    if (missing) team.first().focus();
    else onStart({ level: level.read(), mode: mode?.read() ?? null, viewpoint: viewpoint?.read() || null, team: team.read() });
  });
  return { el, busy: (yes) => waiting(button, yes, words, t), explain: (sentence) => say(error, sentence) };
}

/** Radio cards, the first chosen, each with its title and what it means. */
function choiceOf(what, options, t) {
  const name = uid(what);
  const rows = options.map((option, n) => {
    const id = uid(what);
    const input = h("input", { type: "radio", name, id, value: option.value, class: "pw-choice__input", checked: n === 0, "aria-describedby": `${id}-meaning` });
    const meaning = trusted("div", option.html, { id: `${id}-meaning`, class: "pw-choice__meaning" });
    return { input, el: h("div", { class: "pw-choice" }, input, h("div", {}, h("label", { htmlFor: id, class: "pw-choice__label" }, option.title), meaning)) };
  });
  const el = h("fieldset", { class: "pw-fieldset" }, h("legend", { class: "pw-start__legend" }, t(`case.${what}`)), h("div", { class: "pw-choices" }, rows.map((row) => row.el)));
  return { el, read: () => rows.find(({ input }) => input.checked).input.value };
}

/** Alone, or in a trio whose number a trainer gives. */
function teamChoice(t) {
  const id = uid("team");
  const number = h("input", { id, type: "number", min: 1, max: MOST_TEAMS, inputmode: "numeric", class: "pw-input pw-input--team" });
  const asked = h("div", { class: "pw-team", hidden: true }, h("label", { htmlFor: id, class: "pw-label" }, t("case.team.number")), number);
  const who = choiceOf("team", ["alone", "trio"].map((value) => ({ value, title: t(`case.team.${value}`), html: t(`case.team.${value}.meaning`) })), t);
  const alone = () => who.read() === "alone";
  who.el.addEventListener("change", () => {
    asked.hidden = alone();
  });
  who.el.append(asked);
  const valid = () => Number.isInteger(number.valueAsNumber) && number.valueAsNumber >= 1 && number.valueAsNumber <= MOST_TEAMS;
  return {
    el: who.el,
    read: () => (alone() ? null : number.valueAsNumber),
    missing: () => (alone() || valid() ? "" : t("case.team.missing", { most: MOST_TEAMS })),
    mark(error) {
      if (error) number.setAttribute("aria-describedby", error);
      else number.removeAttribute("aria-describedby");
      number.setAttribute("aria-invalid", String(Boolean(error)));
    },
    first: () => number,
  };
}

/** How a play is played, in a few words: « Concertés, commenté à la fin, Trio 3 ». */
export function mannerOf(play, about, t) {
  const named = (list, id) => list.find((one) => one.id === id)?.title;
  return [
    named(about.viewpoints, play.viewpoint),
    named(about.modes, play.mode),
    t(`case.manner.${play.level}`),
    play.team ? t("case.team.n", { n: play.team }) : null,
  ].filter(Boolean).join(", ");
}

/** The learner's other plays, each with where it stands; null when there is none. */
export function earlierPlays(plays, current, about, t, onOpen) {
  const others = plays.filter((play) => play.id !== current);
  if (others.length === 0) return null;
  return h(
    "div",
    { class: "pw-earlier" },
    h("p", { class: "pw-label" }, t("case.earlier")),
    h("ul", { role: "list" }, others.map((play) => h("li", {}, playWords(play, about, t), opener(play, t, onOpen)))),
  );
}

function playWords(play, about, t) {
  const how = h("span", { class: "pw-earlier__how" }, mannerOf(play, about, t));
  return h("span", {}, h("strong", {}, momentOf(play.started_at)), " ", how, " ", standingOf(play, t));
}

function standingOf(play, t) {
  if (play.changed) return t("case.earlier.changed");
  return play.over ? t("case.earlier.over", { title: play.ending }) : t.count("case.earlier.playing", play.turn);
}

function opener(play, t, onOpen) {
  if (play.changed) return null;
  const words = t(play.over ? "case.earlier.read" : "case.earlier.resume");
  return h("button", { type: "button", class: "pw-button pw-button--quiet", "aria-label": `${words} : ${momentOf(play.started_at)}`, onclick: () => onOpen(play.id) }, words);
}
