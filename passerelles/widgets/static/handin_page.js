// What « Remettre » shows: how much is answered, what is missing, a confirmation, and where the correction stands.
import { fill, h, icon, same, say } from "./dom.js";
import { momentOf, numberOf } from "./labels.js";

/** Returns {el, onSend, explain, busy, arrived, slow, show(tool)}; `tool`: answered, total, missing, handin, results. */
export function handinPage(t) {
  const progress = h("progress", { class: "pw-progress", max: 1, value: 0, "aria-hidden": "true" });
  const count = h("p", { class: "pw-handin__count" });
  const missing = h("div", {});
  const error = h("p", { class: "pw-error", role: "alert" });
  const button = h("button", { type: "button", class: "pw-button" }, t("handin.send"));
  const yes = h("button", { type: "button", class: "pw-button" }, t("handin.yes"));
  const no = h("button", { type: "button", class: "pw-button pw-button--quiet" }, t("handin.no"));
  const question = h("p", { class: "pw-confirm__words", tabindex: "-1" });
  const confirm = h("div", { class: "pw-confirm", role: "group", hidden: true }, question, h("div", { class: "pw-actions" }, yes, no));
  const heading = h("h4", { tabindex: "-1" }, t("handin.where"));
  const news = h("div", { role: "status" });
  const where = h("div", { class: "pw-handin__where", hidden: true }, heading, news);
  let tool = null;
  let shownRow = null;

  function open(asked) {
    confirm.hidden = !asked;
    button.hidden = asked;
    if (asked) question.focus();
  }

  button.addEventListener("click", () => {
    say(error, tool.answered === 0 ? t("handin.nothing") : "");
    if (tool.answered === 0) return;
    const some = tool.answered < tool.total;
    say(question, t.count(some ? "handin.confirm_missing" : "handin.confirm", tool.answered, { of: tool.total }));
    open(true);
  });
  no.addEventListener("click", () => {
    open(false);
    button.focus();
  });

  return {
    el: h("div", {}, count, progress, missing, h("p", { class: "pw-hint" }, t("handin.explain")), error, h("div", { class: "pw-actions" }, button), confirm, where),
    onSend: (send) => yes.addEventListener("click", send),
    explain: (sentence) => {
      say(error, sentence);
      open(false);
      button.focus();
    },
    busy(on) {
      yes.setAttribute("aria-disabled", String(on));
      say(yes, t(on ? "handin.sending" : "handin.yes"));
    },
    /** The hand-in was received: back to the start, and to where it stands. */
    arrived() {
      open(false);
      heading.focus();
    },
    slow: () => news.append(h("p", {}, t("handin.slow"))),
    show(now) {
      tool = now;
      progress.max = Math.max(1, tool.total);
      progress.value = tool.answered;
      say(count, t("handin.answered", { n: tool.answered, of: tool.total }));
      fill(missing, missingList(tool, t));
      say(button, t(tool.handin ? "handin.send_again" : "handin.send"));
      where.hidden = !tool.handin;
      if (!same(shownRow, tool.handin)) fill(news, standing(tool, t));
      shownRow = tool.handin;
    },
  };
}

function missingList(tool, t) {
  const left = tool.missing ?? [];
  if (tool.answered >= tool.total) return h("p", {}, icon("saved"), " ", t("handin.complete"));
  if (left.length === 0) return null;
  const links = left.map(({ anchor, label }) => h("li", {}, h("a", { href: `#${anchor}` }, label)));
  return [h("p", {}, t("handin.missing")), h("ul", { class: "pw-missing" }, links), h("p", { class: "pw-hint" }, t("handin.missing.note"))];
}

function standing(tool, t) {
  const row = tool.handin;
  if (!row) return null;
  const results = row.status === "graded" ? row.results : null;
  return [
    h("p", {}, t("handin.at", { when: momentOf(row.at ?? row.received_at) }), " ", t(`handin.status.${row.status}`, { reason: row.reason ?? "" })),
    results && (results.score > 0 || !results.needs_manual) ? h("p", { class: "pw-handin__score" }, t("handin.score", { n: numberOf(results.score), of: numberOf(results.max_score) })) : null,
    results?.needs_manual ? h("p", {}, t("handin.manual")) : null,
    results?.late_seconds > 0 ? h("p", {}, t("handin.late")) : null,
    results && tool.results ? h("p", {}, h("a", { class: "pw-button pw-button--quiet", href: tool.results }, t("handin.results"))) : null,
  ];
}
