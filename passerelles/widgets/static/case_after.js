// After the end: the portrait, what could have happened, the other sides of the story, and the debrief.
import { debrief } from "./case_debrief.js";
import { explorer } from "./case_explorer.js";
import { portrait } from "./case_profile.js";
import { gainsAndCosts, twoSides } from "./case_sides.js";
import { h, uid } from "./dom.js";

/**
 * All that follows a finished play. `after` and `scene`: see engines/case_told; `onDebrief(question, text)` at each
 * change of a text, which the caller keeps and sends; `onHandin()` resolves with the reply; `works`: the texts kept so
 * far, by « debrief:<question> »; `handin`: {assignment, title, handin} or null; `status`: where saving is told.
 */
export function showAfter({ after, scene, t, onDebrief, onHandin, works, handin, status }) {
  const parts = [
    ["profile", portrait(after, scene, t)],
    ["what_if", explorer(after.what_if, scene, t)],
    after.sides.length > 0 ? ["sides", twoSides(after.sides, t)] : null,
    ["cast", gainsAndCosts(after.cast, t)],
    ["debrief", debrief(after.debrief, { works, onDebrief, onHandin, handin, pathLine: after.path_line, status, t })],
  ].filter(Boolean).map(([name, content]) => part(name, content, t));
  const links = parts.map(({ id, title }) => h("li", {}, h("a", { href: `#${id}` }, title)));
  return h("div", { class: "pw-after" }, h("nav", { class: "pw-after__ways", "aria-label": t("case-after.ways") }, h("ul", { role: "list" }, links)), parts.map(({ el }) => el));
}

function part(name, content, t) {
  const [id, title] = [uid("after"), t(`case-after.${name}`)];
  const lead = t(`case-after.${name}.lead`);
  return { id, title, el: h("section", { class: `pw-after__part pw-after__part--${name}` }, h("h2", { id, tabindex: "-1" }, title), h("p", { class: "pw-after__lead" }, lead), content) };
}
