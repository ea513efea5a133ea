// A question of the bank, by the view that shows it in lessons; its answer is a deed. What is sent is kept by the line,
// what is half typed by the store: the view's own memory would send it a second time.
import { fill, h, uid } from "../static/dom.js";

const PATIENCE = 700; // ms for the screen that follows an answer: without one the answer is said to be kept

export function questionBlock(block, room, level) {
  const el = h("div", { class: "r-question" });
  const slot = `question:${room.place}:${block.item.id}`;
  let asked = block;
  let model = null;
  let next = null; // called with the state that follows an answer
  let leave = null;

  async function open() {
    close();
    const mine = viewModel(firstState(), handle);
    model = mine;
    const { default: view } = await import(new URL("item.js", import.meta.url));
    if (mine === model) leave = view.render({ model, el: fill(el, level > 2 ? null : h("h2", { class: "p-hidden" }, room.t("question"))) });
  }

  /** What the view starts from: an answer on its way, or what was half typed. */
  function firstState() {
    const sent = room.following(slot);
    const draft = sent ? JSON.parse(sent.says[0]) : (room.store.get(slot) ?? asked.state.draft);
    const scope = `passerelles:salle:${uid("vue")}`;
    return { item: asked.item, state: { ...asked.state, draft }, labels: room.labels, scope, request: null, reply: null };
  }

  async function handle({ key, type, value }) {
    const mine = model;
    const reply = type === "answer" ? await answer(value) : draft(value);
    if (mine === model) mine.receive("reply", { key, ...reply });
    if (type === "answer" && document.activeElement === document.body) room.astray();
  }

  function draft(value) {
    room.store.put(slot, value);
    return { ok: true, saved_at: null, message: room.t("question.draft") };
  }

  async function answer(value) {
    const told = { kind: "answer", what: asked.item.id, says: [JSON.stringify(value)] };
    const { refused, late } = await room.give(slot, asked.place ?? null, told);
    if (refused) return { ok: false, code: "refused", message: refused };
    room.store.drop(slot);
    if (late) return { ok: true, saved_at: null, message: room.t("state.late") };
    const state = await following();
    return { ok: true, saved_at: new Date().toISOString(), message: "", ...(state ? { state } : {}) };
  }

  const following = () =>
    new Promise((resolve) => {
      next = resolve;
      setTimeout(resolve, PATIENCE, null);
    });

  function update(block) {
    const again = block.state.status === "new" && asked.state.status !== "new";
    asked = block;
    if (again) open();
    else model.receive("state", block.state);
    next?.(block.state);
  }

  function close() {
    leave?.();
    leave = model = null;
  }

  open();
  return { el, update, close };
}

/** What a view asks of its model, see `static/sync.js`; `asked` gets its requests. */
function viewModel(values, asked) {
  const listeners = [];
  return {
    get: (name) => values[name],
    set(name, value) {
      values[name] = value;
    },
    on: (name, heard) => listeners.push({ name, heard }),
    save_changes: () => asked(values.request),
    receive(name, value) {
      values[name] = value;
      for (const one of listeners) if (one.name === `change:${name}`) one.heard();
    },
  };
}
