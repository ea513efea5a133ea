// One item: the question, the answer part of its kind, the feedback. Built once, then updated in place.
import { choicePart } from "./choice.js";
import { debounce, fill, h, icon, same, say, trusted, uid } from "./dom.js";
import { makeFeedback } from "./feedback.js";
import { makeLabels } from "./labels.js";
import { orderPart } from "./order.js";
import { placingPart } from "./placing.js";
import { makeStatus } from "./status.js";
import { openSync } from "./sync.js";
import { textPart } from "./text.js";

// A part offers: el, legend, read(), write(value), missing() -> sentence or "", first() -> element to focus,
// mark(details, locked), and confirm() when what is shown can be an answer as it stands.
const PARTS = {
  single: choicePart, multiple: choicePart, position: choicePart,
  sort: placingPart, match: placingPart, order: orderPart, short: textPart, open: textPart,
};
const QUIET = 800; // ms without typing before a draft is sent

function render({ model, el }) {
  const t = makeLabels(model);
  const item = model.get("item");
  const status = makeStatus(t, () => sync.retry());
  const sync = openSync(model, { slots: ["answer", "draft", "rubric"], onStatus: status.show });
  const draft = debounce(() => sync.send("draft", part.read()), QUIET);
  const part = PARTS[item.kind](item, t, changed, () => draft.now());
  const feedback = makeFeedback(item, t, (marks) => sync.send("rubric", marks));
  const page = layout(item, part, feedback, status, t);
  let state = model.get("state");
  let sending = false;

  function changed() {
    page.explain("");
    if (state.status === "answered") part.mark([], false);
    sync.note("draft", part.read());
    draft();
  }

  async function submit(event) {
    event.preventDefault();
    if (sending || state.status === "locked") return;
    const missing = part.missing();
    if (missing) {
      part.confirm?.();
      page.explain(missing);
      part.first().focus();
      return;
    }
    draft.drop();
    await give(part.read());
  }

  async function give(value, key) {
    sending = true;
    page.busy(true);
    const reply = await sync.send("answer", value, key);
    sending = false;
    page.busy(false);
    if (reply?.state) state = reply.state;
    if (reply?.ok) {
      sync.forget("draft");
      show();
      feedback.focus();
    } else if (reply) {
      page.explain(reply.message);
    }
  }

  function show() {
    const locked = state.status === "locked";
    page.show(state, locked);
    feedback.show(state);
    if (locked) part.write(state.answer);
    part.mark(state.feedback?.details ?? [], locked);
  }

  /** Take up what this browser still holds: an answer or a draft that was never acknowledged. */
  function resume() {
    const answer = sync.held("answer");
    const held = sync.held("draft");
    if (answer && !same(answer.value, state.answer)) {
      part.write(answer.value);
      give(answer.value, answer.key);
      return;
    }
    sync.forget("answer");
    if (!held || state.status === "locked" || same(held.value, state.draft ?? state.answer)) sync.forget("draft");
    else {
      part.write(held.value);
      sync.send("draft", held.value);
    }
  }

  page.form.addEventListener("submit", submit);
  const leave = () => draft.now();
  window.addEventListener("pagehide", leave);
  model.on("change:state", () => {
    state = model.get("state");
    show();
  });
  el.append(page.root);
  part.write(state.status === "locked" ? state.answer : (state.draft ?? state.answer));
  show();
  resume();
  return () => {
    draft.now();
    window.removeEventListener("pagehide", leave);
    sync.close();
  };
}

function layout(item, part, feedback, status, t) {
  const ids = { prompt: uid("prompt"), error: uid("error"), head: uid("head") };
  const error = h("p", { id: ids.error, class: "pw-error", role: "alert" });
  const button = h("button", { type: "submit", class: "pw-button" }, t("item.answer"));
  const left = h("p", { class: "pw-left" });
  const fieldset = h(
    "fieldset",
    { class: "pw-fieldset", "aria-describedby": ids.prompt },
    h("legend", { class: "pw-legend" }, part.legend),
    part.el,
  );
  const form = h("form", { class: "pw-form", novalidate: true }, fieldset, error, h("div", { class: "pw-actions" }, button, left));
  const kicker = item.of > 1 ? t("item.rank", { n: item.rank, of: item.of }) : t("item.alone");
  const root = h(
    "div",
    { class: "pw pw-item", role: "group", id: `item-${item.id}`, "aria-labelledby": ids.head, "data-kind": item.kind, "data-lm-suppress-shortcuts": "true" },
    h(
      "div",
      { class: "pw-head" },
      h("h3", { class: "pw-kicker", id: ids.head, tabindex: "-1" }, kicker),
      item.points && item.kind !== "open" ? h("span", { class: "pw-tag" }, t.count("item.points", item.points)) : null,
    ),
    item.caution ? h("div", { class: "pw-caution", role: "note" }, icon("caution"), trusted("div", item.caution)) : null,
    trusted("div", item.html, { class: "pw-prompt", id: ids.prompt }),
    form,
    feedback.el,
    status.el,
  );

  return {
    root,
    form,
    explain(sentence) {
      say(error, sentence);
      fieldset.setAttribute("aria-describedby", sentence ? `${ids.prompt} ${ids.error}` : ids.prompt);
    },
    busy(yes) {
      button.setAttribute("aria-disabled", String(yes));
      if (yes) say(button, t("item.sending"));
      else say(button, button.dataset.words ?? t("item.answer"));
    },
    show(state, locked) {
      root.dataset.status = state.status;
      button.hidden = locked;
      button.dataset.words = state.attempts_used > 0 ? t(item.kind === "open" ? "item.answer_again_open" : "item.answer_again") : t("item.answer");
      if (button.getAttribute("aria-disabled") !== "true") say(button, button.dataset.words);
      fill(left, attemptsLeft(item, state, locked, t));
    },
  };
}

function attemptsLeft(item, state, locked, t) {
  if (locked) return state.feedback?.verdict === "right" || item.kind === "position" ? "" : t("item.last");
  if (item.attempts === null || item.attempts === undefined) return "";
  return t.count("item.left", state.attempts_left ?? item.attempts);
}

export default { render };
