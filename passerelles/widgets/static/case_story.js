// The story: what is past folded to a line each, what followed the last choice, the present moment, the ending.
import { goingBack } from "./case_choice.js";
import { drawDocument } from "./case_document.js";
import { effectsList, priceWords } from "./case_gauges.js";
import { h, plain, svg, trusted } from "./dom.js";

/** A text of the story; a paragraph that begins with a dash is somebody speaking. */
export function prose(html, props = {}) {
  const el = trusted("div", html, { class: "pw-prose", ...props });
  for (const p of el.querySelectorAll("p")) if (p.textContent.trimStart().startsWith("—")) p.classList.add("pw-says");
  return el;
}

/** The bridge between two moments. */
export function bridge() {
  return svg("svg", { viewBox: "0 0 96 20", class: "pw-arch", "aria-hidden": "true", focusable: "false" }, svg("path", { d: "M2 18Q48 -12 94 18M2 18h92M26 18V8.5M48 18V4M70 18V8.5" }));
}

/** The opening and every moment that has passed, one line each; null at the very start. */
export function pastMoments(scene, t, acts) {
  if (scene.story.length === 0) return null;
  const last = scene.story.length - 1;
  return h(
    "ol",
    { class: "pw-pasts", role: "list", "aria-label": t("case.past") },
    h("li", {}, foldedLine("", t("case.opening"), "", prose(scene.opening))),
    scene.story.map((turn, n) =>
      h(
        "li",
        {},
        foldedLine(
          "",
          t("case.moment.title", { n: n + 1, title: turn.title }),
          t("case.chosen", { what: plain(turn.choice) }),
          surfacedPart(turn.surfaced, scene, t),
          prose(turn.html),
          turn.document ? drawDocument(turn.document, t) : null,
          h("p", { class: "pw-decision" }, t("case.chosen.label"), " ", trusted("strong", turn.choice)),
          n === last ? null : followed(turn, scene, t),
          goingBack(turn.node, t, acts),
        ),
      ),
    ),
  );
}

/** Something folded to a line: its title, what more the line says, and the content it unfolds. */
export function foldedLine(kind, title, more, ...content) {
  const line = [h("span", { class: "pw-past__title" }, title), more ? [" ", h("span", { class: "pw-past__choice" }, more)] : null];
  return h("details", { class: `pw-past ${kind}`.trim() }, h("summary", {}, h("span", { class: "pw-past__line" }, line)), h("div", { class: "pw-past__body" }, content));
}

/** What followed the last choice: told first, then what it changed, then what a professional eye says of it. */
export function aftermath(scene, t) {
  const turn = scene.story.at(-1);
  if (!turn) return null;
  return h(
    "section",
    { class: "pw-aftermath" },
    h("h2", { tabindex: "-1" }, t("case.followed")),
    h("p", { class: "pw-decision" }, t("case.chosen.label"), " ", trusted("strong", turn.choice)),
    followed(turn, scene, t),
  );
}

function followed(turn, scene, t) {
  return [
    prose(turn.consequence),
    effectsList(turn.effects, scene, t),
    turn.charged ? h("div", { class: "pw-charged" }, h("p", {}, h("strong", {}, t("case.time.over"))), priceWords(scene.time.price, scene, t)) : null,
    turn.feedback ? comment(turn, t) : null,
  ];
}

function comment(turn, t) {
  return h(
    "div",
    { class: "pw-eye", role: "note" },
    h("p", { class: "pw-eye__title" }, t("case.comment")),
    trusted("div", turn.feedback),
    turn.sources ? h("div", { class: "pw-eye__sources" }, h("span", {}, t("case.sources")), " ", trusted("div", turn.sources)) : null,
  );
}

/** What comes to light from earlier choices, each with what it changed. */
function surfacedPart(things, scene, t) {
  if (things.length === 0) return null;
  return h(
    "div",
    { class: "pw-surfaced", role: "note" },
    h("p", { class: "pw-surfaced__title" }, t("case.surfaced")),
    things.map((thing) => [prose(thing.html), Object.keys(thing.effects).length > 0 ? effectsList(thing.effects, scene, t) : null]),
  );
}

/** The very first lines, before anything is decided. */
export function openingPart(scene, t) {
  return h("section", { class: "pw-opening" }, h("h2", { tabindex: "-1" }, t("case.opening")), prose(scene.opening));
}

/** The present moment: what surfaces, the scene, its document, what one knows; `form` is where one decides. */
export function presentMoment(scene, t, form) {
  const now = scene.now;
  return h(
    "section",
    { class: "pw-moment", "data-node": now.id },
    h("p", { class: "pw-moment__rank" }, t("case.moment", { n: scene.story.length + 1 })),
    h("h2", { tabindex: "-1" }, now.title),
    surfacedPart(scene.surfaced, scene, t),
    prose(now.html),
    now.document ? drawDocument(now.document, t) : null,
    now.knows.length === 0
      ? null
      : h("div", { class: "pw-knows" }, h("p", { class: "pw-knows__title" }, t("case.knows")), h("ul", {}, now.knows.map((text) => trusted("li", text)))),
    form,
  );
}

/** How it ended. */
export function endingPart(scene, t) {
  return h(
    "section",
    { class: "pw-moment pw-ending" },
    h("p", { class: "pw-moment__rank" }, t("case.ending")),
    h("h2", { tabindex: "-1" }, scene.ending.title),
    surfacedPart(scene.surfaced, scene, t),
    prose(scene.ending.html),
  );
}
