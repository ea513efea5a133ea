// After the end: the portrait, what could have happened, the other sides of the story, and the debrief.
import { debrief } from "./case_debrief.js";
import { explorer } from "./case_explorer.js";
import { portrait } from "./case_profile.js";
import { gainsAndCosts, twoSides } from "./case_sides.js";
import { h, uid } from "./dom.js";

/**
 * All that follows a finished play. `after` and `scene`: see engines/case/told; `onDebrief(question, text)` at each
 * change of a text, which the caller keeps and sends; `onHandin()` and `onPoll()` resolve with the reply; `works`: the
 * texts kept so far, by « debrief:<question> »; `again`: where one plays again, when there is one; `handin`: {assignment, title, handin} or null; `status`: where saving is told.
 */
export function showAfter({ after, scene, t, onDebrief, onHandin, onPoll, works, handin, status, again = null }) {
  const parts = [
    ["profile", portrait(after, scene, t)],
    ["what_if", explorer(after.what_if, scene, t)],
    after.sides.length > 0 ? ["sides", twoSides(after.sides, after.viewpoint, t)] : null,
    ["cast", gainsAndCosts(after.cast, t)],
    ["debrief", debrief(after.debrief, { works, onDebrief, onHandin, onPoll, handin, pathLine: after.path_line, status, t })],
  ].filter(Boolean).map(([name, content]) => part(name, content, t));
  const links = parts.map(({ id, title }) => h("li", {}, h("a", { href: `#${id}` }, title)));
  return h("div", { class: "pw-after" }, h("nav", { class: "pw-after__ways", "aria-label": t("case-after.ways") }, h("ul", { role: "list" }, links, again ? h("li", {}, wayTo(again, t)) : null)), parts.map(({ el }) => el));
}

/** A link to what is folded at the bottom of the page, which it unfolds. */
function wayTo(folded, t) {
  folded.id = uid("again");
  const unfold = (event) => {
    event.preventDefault();
    folded.open = true;
    folded.querySelector("summary").focus();
  };
  return h("a", { href: `#${folded.id}`, onclick: unfold }, t("case.again"));
}

function part(name, content, t) {
  const [id, title] = [uid("after"), t(`case-after.${name}`)];
  const lead = t(`case-after.${name}.lead`);
  return { id, title, el: h("section", { class: `pw-after__part pw-after__part--${name}` }, h("h2", { id, tabindex: "-1" }, title), h("p", { class: "pw-after__lead" }, lead), content) };
}
