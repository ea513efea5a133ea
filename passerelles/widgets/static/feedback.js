// What we answer: a verdict in words, why for what was chosen, and the statements it rests on.
import { citations } from "./cites.js";
import { fill, h, icon, plain, same, trusted, uid } from "./dom.js";
import { numberOf } from "./labels.js";
import { openFeedback } from "./rubric.js";

const ICONS = { right: "right", partial: "partial", wrong: "wrong" };

/** Returns {el, show(state), focus()}: hidden until there is something to say, then updated in place. */
export function makeFeedback(item, t, saveRubric) {
  const heading = h("h4", { class: "pw-feedback__title", tabindex: "-1", id: uid("feedback") });
  const body = h("div", { class: "pw-feedback__body" });
  const el = h("section", { class: "pw-feedback", "aria-labelledby": heading.id, hidden: true }, heading, body);
  let shown = null;

  function show(state) {
    const feedback = state.feedback;
    el.hidden = !feedback;
    if (same(shown, feedback)) return;
    shown = feedback;
    if (!feedback) return;
    el.dataset.verdict = feedback.verdict;
    fill(heading, icon(ICONS[feedback.verdict] ?? "note"), h("span", {}, title(feedback, t)));
    fill(body, summary(feedback), ...parts(item, feedback, state, t, saveRubric));
  }

  return { el, show, focus: () => heading.focus() };
}

function title(feedback, t) {
  const words = t(`item.verdict.${feedback.verdict}`);
  const scored = feedback.maximum > 0 && feedback.verdict !== "to_mark";
  return scored ? t("item.scored", { verdict: words, n: numberOf(feedback.points), of: numberOf(feedback.maximum) }) : words;
}

/** The summary without its first sentence when that only repeats the heading. */
function summary(feedback) {
  return trusted("div", feedback.summary, { class: "pw-feedback__summary" });
}

function parts(item, feedback, state, t, saveRubric) {
  const common = sharedCites(feedback);
  const comments = (feedback.details ?? []).filter((detail) => detail.chosen || detail.right || detail.feedback);
  const [open, folded] = split(item, comments);
  return [
    open.length ? h("ul", { class: "pw-comments" }, open.map((detail) => comment(detail, feedback, common, t))) : null,
    folded.length ? h("details", { class: "pw-more" }, h("summary", {}, t.count("item.also_right", folded.length)), h("ul", { class: "pw-comments" }, folded.map((detail) => comment(detail, feedback, common, t)))) : null,
    feedback.spread ? spread(item, feedback, state.answer, t) : null,
    feedback.model ? openFeedback(feedback, state.rubric_marks, t, saveRubric) : null,
    common ? citations(common, feedback.cites, t) : null,
  ];
}

/** The statements that every comment shares (shown once, at the end), or null when they differ. */
function sharedCites(feedback) {
  const details = feedback.details ?? [];
  if (details.length === 0) return Object.keys(feedback.cites ?? {});
  return details.every((detail) => same(detail.cites, details[0].cites)) ? details[0].cites : null;
}

/** In a long list, what is at its place is folded away: the eye goes to what can be learned. */
function split(item, comments) {
  if (!["sort", "match", "order"].includes(item.kind) || comments.length < 5) return [comments, []];
  return [comments.filter((detail) => !detail.right), comments.filter((detail) => detail.right)];
}

function comment(detail, feedback, common, t) {
  const verdict = detail.right === null ? "note" : detail.right ? "right" : "wrong";
  const tag = detail.right === null ? (detail.chosen ? t("item.mark.yours") : "") : words(detail, t);
  return h(
    "li",
    { class: "pw-comment", "data-verdict": detail.right === null || detail.chosen ? verdict : "missed" },
    tag ? h("p", { class: "pw-comment__tag" }, icon(verdict), h("span", {}, tag)) : null,
    trusted("p", detail.html, { class: "pw-comment__what" }),
    detail.place && !detail.right ? h("p", { class: "pw-expected" }, t("item.place"), " ", trusted("strong", detail.place)) : null,
    detail.feedback ? trusted("div", detail.feedback, { class: "pw-comment__why" }) : null,
    common ? null : citations(detail.cites, feedback.cites, t),
  );
}

function words(detail, t) {
  if (detail.chosen) return t(detail.right ? "item.comment.right" : "item.comment.wrong");
  return t(detail.right ? "item.comment.missed" : "item.comment.absent");
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
