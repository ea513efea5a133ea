// A role play, read and played alone: the situation, the cards, a role's first sentence and conversations, another role.
import { makeLabels } from "./labels.js";
import { fill, h, icon, same, trusted, uid } from "./dom.js";
import { afterPart } from "./roleplay_after.js";
import { folded, heldRole, situationPart, tablePart } from "./roleplay_cards.js";
import { talkPart } from "./roleplay_talk.js";
import { firstSentence } from "./roleplay_words.js";
import { makeStatus } from "./status.js";
import { openSync } from "./sync.js";

const RESENT = ["write", "say"]; // what a browser keeps until it is acknowledged

function render({ model, el }) {
  const t = makeLabels(model);
  const status = makeStatus(t, () => sync.retry());
  const sync = openSync(model, { slots: RESENT, onStatus: status.show });
  const page = frame(t, status);
  const { play: about } = model.get("play");
  let { state } = model.get("play");
  let asking = false;

  const acts = {
    take: (role, busy) => ask("take", { role }, busy),
    write: (words, busy) => ask("write", { role: state.role, words }, busy),
    say: (exchange, turn, reply, busy) => ask("say", { exchange, turn, reply }, busy),
    again: (exchange, busy) => ask("again", { exchange }, busy),
    drafted: () => sync.held(`draft:${state.role}`)?.value.words,
    draft: (words) => sync.note(`draft:${state.role}`, { words }),
  };

  /** Ask Python, one thing at a time; show where one is then, and begin reading at what is new. */
  async function ask(type, value, busy = () => {}, key = undefined) {
    if (asking) return page.tell(t("roleplay.waiting"));
    asking = true;
    busy(true);
    const reply = await sync.send(type, value, key);
    asking = false;
    busy(false);
    if (!reply) return;
    if (!reply.state) return page.tell(reply.message);
    const wholeNow = reply.state.after && !state.after;
    if (reply.ok && type === "write") sync.forget(`draft:${value.role}`);
    state = reply.state;
    draw();
    page.arrive(type, value, reply.ok ? (wholeNow ? t("roleplay.whole") : "") : reply.message);
  }

  function draw() {
    const role = about.roles.find((one) => one.id === state.role);
    page.fill({
      caution: about.caution ? h("div", { class: "pw-caution", role: "note" }, icon("caution"), trusted("div", about.caution)) : null,
      situation: role ? folded(t("roleplay.situation"), situationPart(about, t)) : situationPart(about, t, { titled: true }),
      role: role ? [heldRole(role, state.card, t), firstSentence(role, state, t, acts), state.exchanges.map((one) => talkPart(one, about.roles, t, acts))] : null,
      table: tablePart(about, state, t, acts),
      after: state.after ? afterPart(about, state, t) : null,
    });
  }

  /** Take up what this browser still holds and no server has acknowledged. */
  function resume() {
    const write = sync.held("write");
    if (write && state.written[write.value.role] !== write.value.words) return write;
    sync.forget("write");
    const say = sync.held("say");
    if (say && state.exchanges.some((one) => one.id === say.value.exchange && one.now?.turn === say.value.turn)) return say;
    sync.forget("say");
    return null;
  }

  model.on("change:play", () => {
    const now = model.get("play").state;
    if (asking || same(now, state)) return;
    state = now;
    draw();
  });
  el.append(page.root);
  const held = resume();
  draw();
  if (state.role) page.resume();
  if (held) ask(held.type, held.value, undefined, held.key);
  return () => sync.close();
}

/** The places of the view, filled again at each deed; what is new is where reading begins. */
function frame(t, status) {
  const names = ["caution", "situation", "role", "table", "after"];
  const places = Object.fromEntries(names.map((name) => [name, h("div", { class: `pw-roleplay__${name}` })]));
  const notice = h("p", { class: "pw-notice", role: "status", id: uid("notice") });
  const root = h(
    "div",
    { class: "pw pw-case pw-roleplay", role: "group", "aria-label": t("roleplay.name"), "data-lm-suppress-shortcuts": "true" },
    places.caution,
    places.situation,
    notice,
    places.role,
    status.el,
    places.table,
    places.after,
  );
  const tell = (sentence) => fill(notice, sentence);
  const news = {
    take: () => places.role.querySelector("h2"),
    write: () => places.role.querySelector(".pw-compare h3"),
    say: ({ exchange }) => [...places.role.querySelectorAll(`[data-exchange="${exchange}"] .pw-eye`)].at(-1),
    again: ({ exchange }) => places.role.querySelector(`[data-exchange="${exchange}"] h3`),
  };

  return {
    root,
    tell,
    fill(content) {
      tell("");
      for (const name of names) fill(places[name], content[name]);
    },
    /** Bring what is new to the top and give it the focus. */
    arrive(type, value, sentence) {
      if (sentence) tell(sentence);
      const what = news[type](value) ?? places.role.querySelector("h2");
      what.focus({ preventScroll: true });
      what.scrollIntoView({ block: "start" });
    },
    /** On coming back, show the role in hand, without taking the focus. */
    resume() {
      if (document.activeElement === document.body) places.role.scrollIntoView({ block: "start" });
    },
  };
}

export default { render };
