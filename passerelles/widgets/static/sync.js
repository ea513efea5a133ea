// Talking to Python through the model: one request in flight, replies matched by key, tried again until acknowledged.
// Needs only model.get/set/on/save_changes.
import { openKept } from "./kept.js";

const PATIENCE = 6000; // ms without a reply before we say « non enregistré »
const LONGEST_PAUSE = 60000;

function newKey() {
  if (globalThis.crypto?.randomUUID) return crypto.randomUUID();
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`;
}

/** The type of a request; « debrief:n1 » and « debrief:n2 » are two requests of one type, which do not replace each other. */
function kindOf(type) {
  return type.split(":")[0];
}

/**
 * Open the line of one view. `slots`: what is kept in the browser until acknowledged; `quiet`: the questions
 * that change nothing: the status line says nothing of them, and one that nobody replies to is dropped.
 * `onStatus({state, message, savedAt})`: state is saving | saved | free | waiting | refused.
 * `send` resolves with the reply that settled the request, or null when a newer one took its place.
 */
export function openSync(model, { slots, quiet = [], onStatus, patience = PATIENCE }) {
  const kept = openKept(model.get("scope"));
  const queue = new Map();
  let flight = null;
  let timer = null;
  let closed = false;

  function send(type, value, key = newKey()) {
    const entry = { key, type, value, tries: 0 };
    const settled = new Promise((resolve) => {
      entry.settle = resolve;
    });
    queue.get(type)?.settle(null);
    if (type === "answer") abandonDraft();
    if (slots.includes(kindOf(type))) entry.kept = kept.put(type, { key, type, value });
    queue.set(type, entry);
    if (!quiet.includes(type)) onStatus({ state: "saving" });
    next();
    return settled;
  }

  /** An answer carries what the draft said: it does not wait for it. */
  function abandonDraft() {
    queue.get("draft")?.settle(null);
    queue.delete("draft");
    if (flight?.type !== "draft") return;
    clearTimeout(timer);
    flight.settle(null);
    flight = null;
  }

  function next() {
    if (flight || closed || queue.size === 0) return;
    const [type, entry] = queue.entries().next().value;
    queue.delete(type);
    flight = entry;
    transmit();
  }

  function transmit() {
    clearTimeout(timer);
    const { key, type, value } = flight;
    flight.tries += 1;
    model.set("request", { key, type: kindOf(type), value, try: flight.tries });
    model.save_changes();
    timer = setTimeout(() => unanswered(""), patience);
  }

  function unanswered(message) {
    if (quiet.includes(flight.type)) {
      settle(null);
      return;
    }
    onStatus({ state: "waiting", message, kept: flight.kept ?? false });
    again();
  }

  /** Try the request in flight again later; a newer value of the same kind takes its place. */
  function again() {
    clearTimeout(timer);
    const pause = Math.min(LONGEST_PAUSE, 1000 * 2 ** Math.min(flight.tries, 6));
    timer = setTimeout(() => {
      const newer = queue.get(flight.type);
      if (newer) {
        flight.settle(null);
        queue.delete(flight.type);
        flight = newer;
      }
      transmit();
    }, pause);
  }

  function replied() {
    const reply = model.get("reply");
    if (closed || !flight || reply?.key !== flight.key) return;
    if (!reply.ok && reply.code === "unreachable") {
      unanswered(reply.message);
      return;
    }
    const done = flight;
    if (reply.ok || reply.code !== "error") kept.drop(done.type, done.key);
    const state = !reply.ok ? "refused" : reply.saved_at ? "saved" : reply.message ? "free" : "saved";
    if (!quiet.includes(done.type)) onStatus({ state, message: reply.message, savedAt: reply.saved_at });
    settle(reply);
  }

  /** What was in flight has landed, or is given up; what waits may leave. */
  function settle(reply) {
    clearTimeout(timer);
    const done = flight;
    flight = null;
    done.settle(reply);
    next();
  }

  model.on("change:reply", replied);

  return {
    send,
    /** What this browser still holds for that slot: {key, type, value} or null. */
    held: (slot) => kept.get(slot),
    /** Note a value in the browser before it is sent (typing goes on). */
    note: (type, value) => kept.put(type, { key: newKey(), type, value }),
    /** Drop what this browser holds for that slot, now known to be kept or out of date. */
    forget: (slot) => kept.drop(slot, kept.get(slot)?.key),
    busy: (type) => flight?.type === type || queue.has(type),
    /** Send again now what is waiting. */
    retry() {
      if (flight) transmit();
      else next();
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
