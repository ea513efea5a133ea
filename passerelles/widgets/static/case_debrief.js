// The debrief: questions answered in writing, kept as they are typed, and handed in when there is somebody to hand in to.
import { h, same, trusted, uid } from "./dom.js";
import { makeFollower } from "./handin_follow.js";
import { handinPage } from "./handin_page.js";

const LONGEST_DEBRIEF = 4000; // characters, as on the server

/**
 * `questions`: {id, question, cites, sources, rubric}: only those with a rubric are handed in; `pathLine`: the line to paste in
 * the notebook of the assignment, where there is nobody to hand in to; `works`: the texts kept so far, by « debrief:<id> »; `onDebrief(id, text)` at each
 * change; `onHandin()` and `onPoll()` resolve with the reply; `status`: the element that says whether things are saved.
 */
export function debrief(questions, { works, onDebrief, onHandin, onPoll, handin, pathLine, status, t }) {
  const fields = questions.map((asked, n) => question(asked, n, works[`debrief:${asked.id}`] ?? "", onDebrief, t));
  const handing = handin ? handIn(handin, fields.filter(({ marked }) => marked), { onHandin, onPoll }, t) : null;
  for (const { area } of fields) area.addEventListener("input", () => handing?.show());
  return [h("p", { class: "pw-hint pw-hint--privacy" }, t("common.privacy")), h("ol", { class: "pw-questions", role: "list" }, fields.map(({ el }) => h("li", {}, el))), status, handing?.el, !handin && pathLine ? pathToPaste(pathLine, t) : null];
}

function question({ id, question: html, cites, sources, rubric = [] }, n, text, onDebrief, t) {
  const field = uid("debrief");
  const area = h("textarea", { id: field, class: "pw-textarea", rows: 5, maxlength: LONGEST_DEBRIEF, value: text, "aria-describedby": rubric.length > 0 ? `${field}-rubric` : null });
  area.addEventListener("input", () => onDebrief(id, area.value));
  const from = h("div", { class: "pw-hint pw-from" }, h("span", {}, t.count("case-after.debrief.cites", cites.length)), " ", trusted("div", sources));
  const looked = rubric.length > 0 ? h("div", { id: `${field}-rubric`, class: "pw-hint" }, t("case-after.debrief.rubric"), h("ul", { class: "pw-looked" }, rubric.map((line) => trusted("li", line)))) : null;
  return { area, marked: rubric.length > 0, label: t("case-after.debrief.question", { n: n + 1 }), el: h("div", { class: "pw-field" }, h("label", { htmlFor: field, class: "pw-label" }, `${n + 1}.\u00a0`, trusted("span", html)), from, looked, area) };
}

/** Without a server: the line that joins this path to the notebook of the assignment. */
function pathToPaste(line, t) {
  const field = uid("path");
  const area = h("textarea", { id: field, class: "pw-textarea", rows: 3, readonly: true, spellcheck: false, value: line });
  area.addEventListener("focus", () => area.select());
  return h("div", { class: "pw-field" }, h("label", { for: field, class: "pw-label" }, t("case-after.debrief.path")), h("p", { class: "pw-hint" }, t("case-after.debrief.path.how")), area);
}

/** « Remettre »: what has an answer, what is missing, a confirmation, and where the correction stands. */
function handIn(handin, fields, { onHandin, onPoll }, t) {
  const page = handinPage(t);
  let row = handin.handin;
  let asking = false;
  const follower = makeFollower(poll, page.slow);

  function show() {
    const missing = fields.filter(({ area }) => !area.value.trim()).map(({ area, label }) => ({ anchor: area.id, label }));
    page.show({ ...handin, handin: row, missing, answered: fields.length - missing.length, total: fields.length });
  }

  /** Once the page shows something else, nobody asks any more. */
  async function poll() {
    if (!el.isConnected) return null;
    take(await onPoll());
    return row;
  }

  function take(reply) {
    if (reply?.handin && !same(reply.handin, row)) row = reply.handin;
    show();
  }

  page.onSend(async () => {
    if (asking) return;
    asking = true;
    page.busy(true);
    const reply = await onHandin();
    asking = false;
    page.busy(false);
    if (reply?.ok) {
      take(reply);
      follower.again(row);
      page.arrived();
    } else if (reply) page.explain(reply.message);
  });
  show();
  follower.follow(row);
  const el = h("div", { class: "pw-hand-in" }, h("h3", {}, handin.title), h("p", {}, t("case-after.debrief.joined")), page.el);
  return { el, show };
}
