// « Remettre »: what is answered, what is missing, a confirmation, and where the correction stands.
import { fill, h, icon, same, say } from "./dom.js";
import { makeLabels, momentOf, numberOf } from "./labels.js";
import { makeStatus } from "./status.js";
import { openSync } from "./sync.js";
import { toolFrame } from "./tool.js";

const WORKING = ["received", "grading"];
const PAUSES = [2000, 3000, 4000, 6000, 8000, 10000, 15000, 20000];
const MOST_POLLS = 40;

function render({ model, el }) {
  const t = makeLabels(model);
  const status = makeStatus(t, () => sync.retry());
  const quiet = { state: "" };
  const sync = openSync(model, { slots: [], onStatus: (now) => status.show(asking ? now : quiet) });
  let tool = model.get("tool");
  let asking = false;
  let polls = 0;
  let timer = null;
  const page = handinPage(t);
  status.show(quiet);

  function show() {
    tool = model.get("tool");
    page.show(tool);
    follow();
  }

  /** Ask Python; what it says counts even when its message about the trait was lost. */
  async function ask(type) {
    const reply = await sync.send(type, null);
    if (reply?.ok && !same(reply.handin, tool.handin)) {
      tool = { ...tool, handin: reply.handin };
      page.show(tool);
    }
    return reply;
  }

  /** Ask gently where the correction stands, less and less often, and not for ever. */
  function follow() {
    clearTimeout(timer);
    const row = tool.handin;
    if (!WORKING.includes(row?.status)) {
      polls = 0;
      return;
    }
    if (polls >= MOST_POLLS) {
      page.slow();
      return;
    }
    timer = setTimeout(async () => {
      polls += 1;
      if (!document.hidden) await ask("poll");
      follow();
    }, PAUSES[Math.min(polls, PAUSES.length - 1)]);
  }

  async function send() {
    if (asking) return;
    asking = true;
    page.busy(true);
    const reply = await ask("handin");
    asking = false;
    page.busy(false);
    status.show(quiet);
    if (reply?.ok) {
      polls = 0;
      follow();
      page.arrived();
    } else if (reply) {
      page.explain(reply.message);
    }
  }

  page.onSend(send);
  model.on("change:tool", show);
  el.append(toolFrame("handin", t("handin.title"), page.el, status.el));
  show();
  return () => {
    clearTimeout(timer);
    sync.close();
  };
}

function handinPage(t) {
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
    say(question, t(some ? "handin.confirm_missing" : "handin.confirm", { n: tool.answered, of: tool.total }));
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
    results ? h("p", { class: "pw-handin__score" }, t("handin.score", { n: numberOf(results.score), of: numberOf(results.max_score) })) : null,
    results?.needs_manual ? h("p", {}, t("handin.manual")) : null,
    results?.late_seconds > 0 ? h("p", {}, t("handin.late")) : null,
    results && tool.results ? h("p", {}, h("a", { class: "pw-button pw-button--quiet", href: tool.results }, t("handin.results"))) : null,
  ];
}

export default { render };
