// What we answer: a verdict in words, why for what was chosen, and the statements it rests on.
import { citations } from "./cites.js";
import { fill, h, icon, plain, same, trusted, uid } from "./dom.js";
import { numberOf } from "./labels.js";
import { openFeedback } from "./rubric.js";

const CHOSEN = ["single", "multiple"];
const PLACED = ["sort", "match", "order"];
const ICONS = { right: "right", partial: "partial", wrong: "wrong" };

/** Returns {el, show(state), focus()}: hidden until there is something to say, then updated in place. */
export function makeFeedback(item, t, saveRubric) {
  const heading = h("h4", { class: "pw-feedback__title", tabindex: "-1", id: uid("feedback") });
  const body = h("div", { class: "pw-feedback__body" });
  const el = h("div", { class: "pw-feedback", role: "group", "aria-labelledby": heading.id, hidden: true }, heading, body);
  let shown = null;

  function show(state) {
    const feedback = state.feedback;
    el.hidden = !feedback;
    if (same(shown, feedback)) return;
    shown = feedback;
    if (!feedback) return;
    el.dataset.verdict = feedback.verdict;
    fill(heading, icon(ICONS[feedback.verdict] ?? "note"), h("span", {}, title(feedback, t)));
    fill(body, summary(feedback, t(`item.verdict.${feedback.verdict}`)), ...parts(item, feedback, state, t, saveRubric));
  }

  return { el, show, focus: () => heading.focus() };
}

function title(feedback, t) {
  const words = t(`item.verdict.${feedback.verdict}`);
  const scored = feedback.maximum > 0 && feedback.verdict !== "to_mark";
  return scored ? t("item.scored", { verdict: words, n: numberOf(feedback.points), of: numberOf(feedback.maximum) }) : words;
}

/** The summary, without the words that the heading has just said. */
function summary(feedback, said) {
  const el = trusted("div", feedback.summary, { class: "pw-feedback__summary" });
  const first = el.firstElementChild;
  if (!first?.textContent.startsWith(said)) return el;
  const rest = first.textContent.slice(said.length).replace(/^[.\s]+/, "");
  if (rest) first.textContent = rest;
  else first.remove();
  return el;
}

function parts(item, feedback, state, t, saveRubric) {
  const common = sharedCites(feedback);
  const comments = inShownOrder(item, feedback.details ?? []).filter((detail) => worthSaying(item, detail));
  const [shown, folded, label] = split(item, comments);
  const list = (details) => h("ul", { class: "pw-comments" }, details.map((detail) => comment(item, detail, feedback, common, t)));
  return [
    shown.length ? list(shown) : null,
    folded.length ? h("details", { class: "pw-more" }, h("summary", {}, t.count(label, folded.length)), list(folded)) : null,
    feedback.spread ? spread(item, feedback, state.answer, t) : null,
    feedback.model ? openFeedback(feedback, state.rubric_marks, t, saveRubric) : null,
    common ? citations(common, feedback.cites, t) : null,
  ];
}

/** Comments follow what is on the screen; a revealed order comes in the right one. */
function inShownOrder(item, details) {
  if (item.kind === "order" || item.kind === "short") return details;
  const ids = [...item.options, ...item.elements].map(({ id }) => id);
  return [...details].sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

/** A misplaced element is already marked where it stands: it is repeated only when there is more to say. */
function worthSaying(item, detail) {
  if (PLACED.includes(item.kind)) return Boolean(detail.feedback || detail.place);
  return detail.chosen || detail.right || detail.feedback || item.kind === "short";
}

/** The statements that every comment shares (shown once, at the end), or null when they differ. */
function sharedCites(feedback) {
  const details = feedback.details ?? [];
  if (details.length === 0) return Object.keys(feedback.cites ?? {});
  return details.every((detail) => same(detail.cites, details[0].cites)) ? details[0].cites : null;
}

/**
 * What is at its place in a long list, and what was rightly left aside, is folded away:
 * the eye goes to what can be learned. Returns [shown, folded, label of the fold].
 */
function split(item, comments) {
  const aside = (detail) => !detail.chosen && !detail.right;
  if (item.kind === "position") return [comments.filter((d) => d.chosen), comments.filter((d) => !d.chosen), "item.others"];
  if (CHOSEN.includes(item.kind)) return [comments.filter((d) => !aside(d)), comments.filter(aside), "item.others"];
  if (comments.length < 5) return [comments, [], ""];
  return [comments.filter((d) => !d.right), comments.filter((d) => d.right), "item.also_right"];
}

function comment(item, detail, feedback, common, t) {
  const [verdict, tag] = standing(item, detail);
  return h(
    "li",
    { class: "pw-comment", "data-verdict": verdict },
    tag ? h("p", { class: "pw-comment__tag" }, icon(verdict === "missed" ? "right" : verdict), h("span", {}, t(tag))) : null,
    trusted("p", detail.html, { class: "pw-comment__what" }),
    detail.place && !detail.right ? expected(item, detail, t) : null,
    detail.feedback ? trusted("div", detail.feedback, { class: "pw-comment__why" }) : null,
    common ? null : citations(detail.cites, feedback.cites, t),
  );
}

/** How a comment is marked: a verdict for the eye, and the key of the words that say it. */
function standing(item, detail) {
  if (detail.right === null) return ["note", detail.chosen ? "item.mark.yours" : ""];
  if (item.kind === "short" && detail.right) return ["right", "item.comment.found"];
  if (detail.chosen) return detail.right ? ["right", "item.comment.right"] : ["wrong", "item.comment.wrong"];
  if (detail.right || item.kind === "short") return ["missed", "item.comment.missed"];
  return CHOSEN.includes(item.kind) ? ["note", "item.comment.aside"] : ["wrong", "item.comment.absent"];
}

function expected(item, detail, t) {
  const words = t(item.kind === "order" ? "item.place.order" : "item.place");
  return h("p", { class: "pw-expected" }, words, " ", trusted("strong", detail.place));
}

function spread(item, feedback, mine, t) {
  const { total, counts } = feedback.spread;
  if (Object.keys(counts).length === 0) return h("p", { class: "pw-hint" }, t("item.spread.few"));
  const rows = item.options.map((option) => {
    const n = counts[option.id] ?? 0;
    const share = total ? Math.round((100 * n) / total) : 0;
    const yours = option.id === mine ? ` ${t("item.spread.yours")}` : "";
    return h(
      "li",
      { class: "pw-bar", style: `--share: ${share}%` },
      h("span", { class: "pw-bar__what" }, plain(option.html), yours ? h("strong", {}, yours) : null),
      h("span", { class: "pw-bar__track", "aria-hidden": "true" }, h("span", { class: "pw-bar__fill" })),
      h("span", { class: "pw-bar__n" }, t.count("item.spread.people", n, { share })),
    );
  });
  return [h("h5", {}, t("item.spread.title", { n: total })), h("ul", { class: "pw-bars" }, rows)];
}
