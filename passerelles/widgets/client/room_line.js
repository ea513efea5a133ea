// What somebody does in a live session, on its way to the server: kept in this browser until the server has it, sent
// again after a break or a reload, in order and under the same key, so that it counts once.
import { same } from "../static/dom.js";
import { keepSocket } from "./socket.js";

const BEAT = 20000; // ms between two signs of life: a page that only listens does not see that the line is dead
const AGAIN = 10000; // ms before what the server could not keep is sent again
const PROBE = JSON.stringify({ ping: 1 });

/** A random UUID; crypto.randomUUID is missing on a page without TLS, which a trainer's laptop serves. */
function newDeedKey() {
  const digits = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
}

/**
 * Open the line. `heard(message)`: what is not about a deed; `changed(outcome)`: the line broke or is back, or a deed was
 * begun, ended, or put off ({again: sentence}).
 * Returns {give, following, waiting, open, close}. An outcome is {late} once kept, or {refused: sentence}.
 */
export function openRoomLine(address, store, { heard, changed }) {
  const entries = new Map(); // key -> {slot, from, deed, settled, settle}, in order
  let count = 0;
  let open = false;
  for (const slot of store.slots("envoi:")) hold({ slot, ...store.get(slot) });
  const socket = keepSocket(address, { opened, received, lost }, []);
  const beat = setInterval(() => open && socket.send(PROBE), BEAT);
  const gone = new AbortController();
  const wake = () => document.hidden || socket.doubt(() => PROBE);
  document.addEventListener("visibilitychange", wake, { signal: gone.signal });
  addEventListener("online", wake, { signal: gone.signal });

  function hold(entry) {
    entry.settled = new Promise((resolve) => {
      entry.settle = resolve;
    });
    entries.set(entry.deed.key, entry);
    return entry;
  }

  /** Do something, from a form or a button named `from`; what is already on its way is not sent twice. */
  function give(from, told) {
    const again = [...entries.values()].find((one) => one.from === from && same({ ...one.deed, key: "" }, { key: "", ...told }));
    if (again) return again.settled;
    count += 1;
    const slot = `envoi:${String(Date.now()).padStart(15, "0")}:${String(count).padStart(5, "0")}`;
    const entry = hold({ slot, from, deed: { key: newDeedKey(), ...told } });
    store.put(slot, { from, deed: entry.deed });
    if (open) transmitDeed(entry);
    changed();
    return entry.settled;
  }

  function transmitDeed({ deed }) {
    socket.send(JSON.stringify(deed));
  }

  function opened() {
    open = true;
    for (const entry of entries.values()) transmitDeed(entry);
    changed();
  }

  function lost() {
    open = false;
    changed();
  }

  function received(text) {
    const message = JSON.parse(text);
    if (message.done) end(message.done, { late: message.late ?? false });
    else if (message.again) later(message);
    else if (message.refused) end(message.refused, { refused: message.message });
    else heard(message);
  }

  /** The server could not keep it just now: it waits here, and goes again. */
  function later({ again, message }) {
    changed({ again: message });
    setTimeout(() => open && entries.has(again) && transmitDeed(entries.get(again)), AGAIN);
  }

  function end(key, outcome) {
    const entry = entries.get(key);
    if (!entry) return;
    entries.delete(key);
    store.drop(entry.slot);
    entry.settle(outcome);
    changed(outcome);
  }

  return {
    give,
    /** What was last given from there and is still on its way: {says, settled}, or null. */
    following(from) {
      const entry = [...entries.values()].reverse().find((one) => one.from === from);
      return entry ? { says: entry.deed.says, settled: entry.settled } : null;
    },
    waiting: () => entries.size,
    open: () => open,
    close() {
      open = false;
      clearInterval(beat);
      gone.abort();
      socket.close();
    },
  };
}
