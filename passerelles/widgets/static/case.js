// A branching case, read and decided: the gauges, the story so far, the present moment, and what comes after the end.
import { showAfter } from "./case_after.js";
import { choiceForm } from "./case_choice.js";
import { gaugeBar } from "./case_gauges.js";
import { cautionBanner, earlierPlays, mannerOf, people, startForm, welcome } from "./case_start.js";
import { aftermath, bridge, endingPart, foldedLine, openingPart, pastMoments, presentMoment } from "./case_story.js";
import { debounce, fill, h, same, uid } from "./dom.js";
import { makeLabels } from "./labels.js";
import { makeStatus } from "./status.js";
import { openSync } from "./sync.js";

const CALM = 800; // ms without typing before a text of the debrief is sent
const MOVES = ["choose", "back"];

function render({ model, el }) {
  const t = makeLabels(model);
  const status = makeStatus(t, () => sync.retry());
  const sync = openSync(model, { slots: [...MOVES, "debrief"], quiet: ["poll"], onStatus: status.show });
  const page = frame(t, status);
  const texts = new Map(); // question -> what sends its text once the typing rests
  let desk = { ...model.get("case") };
  let form = null;
  let asking = false;

  const acts = {
    noted: (node) => {
      const held = sync.held("comment")?.value;
      return held?.node === node && held.play === desk.current.play ? held.text : "";
    },
    note: (node, text) => sync.note("comment", { play: desk.current.play, node, text }),
    back: (node, comment, busy) => ask("back", { ...here(), node, comment }, busy),
  };
  const here = () => ({ play: desk.current.play, turn: desk.current.scene.turn });

  /** Ask Python, one thing at a time; show the answer, and begin reading at what is new. */
  async function ask(type, value, busy = () => {}, key = undefined) {
    if (asking) return;
    asking = true;
    busy(true);
    const reply = await sync.send(type, value, key);
    asking = false;
    busy(false);
    if (!reply) return;
    if (reply.ok && type === "back") sync.forget("comment");
    take(reply);
    if (reply.state) {
      draw();
      page.arrive(reply.ok ? (type === "back" ? t("case.back.done", { n: reply.state.scene.story.length + 1 }) : "") : reply.message);
    } else if (!reply.ok) (form?.explain ?? page.tell)(reply.message);
  }

  function take(reply) {
    if (reply.state) desk.current = reply.state;
    if (reply.plays) desk.plays = reply.plays;
    if (reply.handin) desk.handin = { ...desk.handin, handin: reply.handin };
  }

  function draw() {
    const { case: about, current } = desk;
    const scene = current?.scene;
    form = scene?.now ? choiceForm(scene.now, t, (option) => ask("choose", { ...here(), option }, form.busy)) : null;
    const start = startForm(about, { finished: scene?.status === "over" || Boolean(scene?.viewpoint), again: Boolean(scene) }, t, (how) => ask("start", how.viewpoint ? { ...how, mode: scene.mode } : how, start.busy));
    if (!scene) form = start;
    const again = scene ? otherWays(start) : null;
    page.fill({
      caution: scene?.caution ?? about.caution,
      gauges: scene ? gaugeBar(scene, about.young, t) : null,
      past: scene ? [reminder(current), endNote(scene), pastMoments(scene, t, acts)] : null,
      present: scene ? presentParts(current, again) : [welcome(about, t), start.el],
      others: again ?? earlierPlays(desk.plays, null, about, t, open),
    });
  }

  const open = (play) => ask("open", { play });

  function presentParts({ scene, after }, again) {
    const news = scene.story.length > 0 ? [aftermath(scene, t), bridge()] : [openingPart(scene, t), bridge()];
    if (scene.now) return [news, presentMoment(scene, t, form.el)];
    const { works, handin } = desk;
    return [news, endingPart(scene, t), after ? showAfter({ after, scene, t, onDebrief: write, onHandin: handIn, onPoll: poll, works, handin, status: status.el, again }) : null];
  }

  function reminder(play) {
    const { case: about } = desk;
    const how = mannerOf({ ...play.scene, team: play.team }, about, t);
    return foldedLine("pw-reminder", t("case.you"), how, people(about, play.scene.viewpoint, t));
  }

  function endNote(scene) {
    return scene.status === "over" && scene.level === "confirmed" ? h("p", { class: "pw-hint" }, t("case.comments.now")) : null;
  }

  function otherWays(start) {
    const { case: about, current, plays } = desk;
    const over = current.scene.status === "over";
    const note = h("p", { class: "pw-hint" }, t(over ? "case.again.over" : "case.again.playing"));
    return foldedLine("pw-again", t("case.again"), "", note, earlierPlays(plays, current.play, about, t, open), start.el);
  }

  /** A text of the debrief is noted in the browser at once, and sent once the typing rests. */
  function write(question, text) {
    const slot = `debrief:${question}`;
    desk.works = { ...desk.works, [slot]: text };
    sync.note(slot, { question, text });
    status.show({ state: "saving" }); // what was recorded is no longer what is written
    if (!texts.has(question)) texts.set(question, debounce(() => sync.send(slot, { question, text: desk.works[slot] }), CALM));
    texts.get(question)();
  }

  async function handIn() {
    leave();
    const reply = await sync.send("handin", {});
    if (reply) take(reply);
    return reply;
  }

  /** Ask where the correction stands; it is no work of the learner's, and the line about saving does not speak of it. */
  async function poll() {
    const reply = await sync.send("poll", {});
    if (reply) take(reply);
    return reply;
  }

  /** Take up what this browser still holds and no server has acknowledged. */
  function resume() {
    for (const { id } of desk.current?.after?.debrief ?? []) {
      const slot = `debrief:${id}`;
      const held = sync.held(slot);
      if (held && held.value.text !== desk.works[slot]) write(id, held.value.text);
      else sync.forget(slot);
    }
    for (const type of MOVES) {
      const held = sync.held(type);
      const play = desk.plays.find((one) => one.id === held?.value.play);
      if (held && play?.turn === held.value.turn) return held;
      sync.forget(type);
    }
    return null;
  }

  const leave = () => texts.forEach((text) => text.now());
  window.addEventListener("pagehide", leave);
  model.on("change:case", () => {
    const { works } = desk;
    const shown = desk.current;
    desk = { ...model.get("case"), works: { ...model.get("case").works, ...works } };
    if (!asking && !same(shown?.scene, desk.current?.scene)) draw();
  });
  el.append(page.root);
  const held = resume();
  draw();
  if (desk.current?.scene.turn > 0) page.resume();
  if (held) {
    form?.pick?.(held.value.option);
    ask(held.type, held.value, form?.busy, held.key);
  }
  return () => {
    leave();
    window.removeEventListener("pagehide", leave);
    sync.close();
  };
}

/** The places of the view, filled again at each move; what is new is where reading begins. */
function frame(t, status) {
  const places = Object.fromEntries(["gauges", "past", "caution", "present", "others"].map((name) => [name, h("div", { class: `pw-case__${name}` })]));
  const notice = h("p", { class: "pw-notice", role: "status", id: uid("notice") });
  const news = h("div", { class: "pw-case__news" }, notice, places.caution, places.present);
  const root = h(
    "div",
    { class: "pw pw-case", role: "group", "aria-label": t("case.name"), "data-lm-suppress-shortcuts": "true" },
    places.gauges,
    places.past,
    news,
    places.others,
  );
  const tell = (sentence) => fill(notice, sentence);

  return {
    root,
    tell,
    fill(content) {
      tell("");
      fill(places.caution, cautionBanner(content.caution));
      for (const name of ["gauges", "past", "present", "others"]) fill(places[name], content[name]);
      if (!root.contains(status.el)) news.append(status.el);
    },
    /** Bring what is new to the top and give it the focus. */
    arrive(sentence) {
      const heading = places.present.querySelector("h2");
      if (sentence) {
        tell(sentence);
        heading.setAttribute("aria-describedby", notice.id);
      }
      heading.focus({ preventScroll: true });
      news.scrollIntoView({ block: "start" });
    },
    /** On coming back, show where one was, or how it ended; without taking the focus. */
    resume() {
      if (document.activeElement === document.body) (news.querySelector(".pw-ending") ?? news).scrollIntoView({ block: "start" });
    },
  };
}

export default { render };
