// The page of a live session, on a phone, the projector or the trainer's screen: it shows what the server says, whole
// each time, and sends what one does.
import { fill, h, say, uid } from "../static/dom.js";
import { barsBlock, cardsBlock, headingBlock, linkBlock, listBlock, proseBlock, qrBlock, tableBlock, unknownBlock, wordsBlock } from "./room_blocks.js";
import { buttonsBlock } from "./room_buttons.js";
import { clothBlock } from "./room_cloth.js";
import { fitToScreen, keepFitting } from "./room_fit.js";
import { formBlock } from "./room_form.js";
import { openStore } from "./room_kept.js";
import { openRoomLine } from "./room_line.js";
import { questionBlock } from "./room_question.js";
import { arrange, foldBlock, makeScreen } from "./room_screen.js";
import { t, texts } from "./room_texts.js";
import { resetClock, setClock, tickTimers, timerBlock } from "./room_timer.js";
import { typeset } from "./room_typeset.js";

const DRAWN = {
  words: wordsBlock, prose: proseBlock, heading: headingBlock, list: listBlock, table: tableBlock, bars: barsBlock,
  timer: timerBlock, buttons: buttonsBlock, form: formBlock, cards: cardsBlock, cloth: clothBlock, fold: foldBlock,
  link: linkBlock, question: questionBlock, qr: qrBlock,
};
const SLOW = 1000; // ms after which one is told that something is still on its way

const page = document.getElementById("salle");
const { ligne, role, garde } = page.dataset;
const root = document.body.dataset.racine;
const store = openStore(garde);
const parts = layout();
const asides = new Map(); // name -> {el, screen, title}
let frame = null;
let clock = null; // the countdown of the slot
let screen = null;
let stop = false;

const address = new URL(root + ligne, location.href);
address.protocol = address.protocol.replace("http", "ws");
const line = openRoomLine(address.href, store, { heard, changed });
setInterval(tickTimers, 500);
keepFitting(page);

/** What a block of that place needs of the page. */
function placeOf(place) {
  return {
    t, place, root, store, labels: texts, announce,
    draw: (block, room, level) => (DRAWN[block.kind] ?? unknownBlock)(block, room, level),
    astray: () => parts.title.focus({ preventScroll: true }),
    give: (from, elsewhere, deed) => line.give(`${place}|${from}`, { place: elsewhere ?? place, ...deed }),
    following: (from) => line.following(`${place}|${from}`),
    open: () => line.open(),
  };
}

function announce(sentence) {
  say(document.getElementById("annonce"), sentence);
}

function layout() {
  const title = h("h1", { id: "salle-titre", tabindex: "-1" });
  return {
    broken: h("p", { class: "p-note p-note--caution r-broken", role: "status" }),
    notice: h("p", { class: "p-note r-notice", role: "status" }),
    day: h("p", { class: "p-kicker r-day" }),
    here: h("p", { class: "r-here" }),
    code: h("p", { class: "r-code" }),
    timer: h("div", { class: "r-clock" }),
    title,
    screen: h("section", { class: "r-screen", "aria-labelledby": title.id }),
    state: h("p", { class: "r-state", role: "status" }),
    aside: h("div", { class: "r-asides" }),
    me: h("p", { class: "r-me" }),
  };
}

function heard(message) {
  if (message.now) setClock(message.now);
  if (message.frame) draw(typeset(message.frame));
  if (message.over) conclude(message.over);
}

function draw(next) {
  const before = frame;
  frame = next;
  if (!before) settle();
  say(parts.notice, next.notice);
  say(parts.day, next.title);
  say(parts.here, next.here === undefined ? "" : t.count("here", next.here));
  fill(parts.code, next.code ? [t("code"), " ", h("strong", {}, next.code.replace(/^(...)/, "$1\u00a0"))] : null);
  fill(parts.me, next.me?.rejoin ? [t("me", { name: next.me.name }), " ", h("strong", { class: "p-code" }, next.me.rejoin)] : null);
  document.body.dataset.door = next.code ? "open" : "closed";
  drawTimer(before?.timer, next.timer);
  drawScreen(before, next);
  drawAsides(next.aside.filter((one) => one.screen.blocks.length > 0), before !== null);
  showInvitation(next);
  fitToScreen(page);
}

/** The first frame is here: the page takes its shape. */
function settle() {
  const { broken, notice, day, here, code, timer, title, screen: shown, state, aside, me } = parts;
  const head = h("div", { class: "r-head" }, h("div", {}, day, here, code), timer);
  const main = h("div", { class: "r-main" }, notice, title, shown, state);
  page.className = `r-room r-room--${role}`;
  fill(page, broken, head, h("div", { class: "r-columns" }, main, aside), me);
}

function drawTimer(before, next) {
  if (clock && (!next || before.id !== next.id)) {
    clock.close();
    clock = null;
  }
  if (!next) fill(parts.timer);
  else if (clock) clock.update(next);
  else {
    clock = timerBlock(next, placeOf(""));
    fill(parts.timer, clock.el);
  }
}

/** The screen of a place; another place is another screen, whose title is told. */
function drawScreen(before, { place, screen: told }) {
  const lost = parts.screen.contains(document.activeElement);
  if (!screen || before.place !== place) {
    if (screen && !parts.aside.contains(document.activeElement)) scrollTo(0, 0);
    screen?.close();
    fill(parts.screen);
    screen = makeScreen(parts.screen, placeOf(place), 2);
    document.body.dataset.place = place;
  }
  const retitled = before !== null && parts.title.textContent !== told.title;
  say(parts.title, told.title);
  screen.show(told.blocks);
  if (retitled) announce(t("now", { what: told.title }));
  if (lost && !parts.screen.contains(document.activeElement)) parts.title.focus({ preventScroll: true });
}

/** How to come in is at hand for the trainer before the day begins, and folded then. */
function showInvitation({ place, timer }) {
  const invitation = document.querySelector(".r-invite");
  const waits = String(!place && !timer);
  if (!invitation || invitation.dataset.waits === waits) return;
  invitation.dataset.waits = waits;
  invitation.open = waits === "true";
}

/** What stands beside the slots; what comes while one looks is opened. */
function drawAsides(told, later) {
  const names = told.map(({ place, label }) => place || label);
  for (const [name, { screen: old }] of asides) {
    if (names.includes(name)) continue;
    old.close();
    asides.delete(name);
  }
  told.forEach((one, rank) => {
    if (!asides.has(names[rank])) asides.set(names[rank], makeAside(one, later));
    const { title, screen: shown } = asides.get(names[rank]);
    say(title, one.label);
    shown.show(one.screen.blocks);
  });
  arrange(parts.aside, names.map((name) => asides.get(name).el));
}

function makeAside({ place, label }, later) {
  const folded = role !== "projector";
  const title = folded ? h("summary", {}) : h("h2", { id: uid("aside") });
  const body = h("div", { class: "r-aside__body" });
  const open = later || (role === "trainer" && asides.size === 0);
  const el = folded ? h("details", { class: "r-aside", open, "data-place": place }, title, body) : h("section", { class: "r-aside", "aria-labelledby": title.id }, title, body);
  if (later) announce(t("now", { what: label }));
  return { el, title, screen: makeScreen(body, placeOf(place), folded ? 2 : 3) };
}

/** Say where what was done is: on its way, in the server's hands, or waiting for the network. */
function changed(outcome) {
  const waiting = line.waiting();
  if (!line.open()) resetClock();
  const words = waiting > 0 ? ` ${t.count("broken.waiting", waiting)}` : "";
  say(parts.broken, line.open() || stop ? "" : t("broken") + words);
  if (outcome?.again) say(parts.state, outcome.again);
  else if (waiting > 0) setTimeout(tellWaiting, SLOW);
  else if (outcome) say(parts.state, outcome.refused ? "" : t(outcome.late ? "state.late" : "state.kept"));
}

function tellWaiting() {
  if (line.waiting() > 0) say(parts.state, t.count("state.pending", line.waiting()));
}

/** No place any more: the page says so and stops; what was half written is forgotten, the machine may be shared. */
function conclude(sentence) {
  stop = true;
  line.close();
  for (const slot of [...store.slots("forme:"), ...store.slots("question:")]) store.drop(slot);
  const left = line.waiting() > 0 ? h("p", {}, t.count("over.left", line.waiting())) : null;
  say(parts.title, t("over"));
  page.className = "r-room r-room--over";
  fill(page, parts.title, h("p", { class: "p-lead" }, sentence), left, h("p", {}, h("a", { class: "p-button p-button--quiet", href: root }, t("over.home"))));
  parts.title.focus();
}
