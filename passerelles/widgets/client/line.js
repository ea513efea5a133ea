// The line to the kernel: messages wait until the socket is open and leave in order; after a break the kernel is asked
// for the state of everything before what waits is sent.
import { packFrame, unpackFrame } from "./frames.js";
import { keepSocket } from "./socket.js";

const CONTROL = "jupyter.widget.control";
const VERSION = { version: "2.1.0" }; // of the widgets' messages

export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Open the line to the kernel at `address`. `on` is told: `comm(message)` of each comm message, `states(states)` of all
 * the states after a break, `lost()` when the socket closes, `ready()` when it can be used.
 * Returns {send, isDoubtful, isQuiet, isReady, doubt, close}.
 */
export function openLine(address, on) {
  const session = newId();
  const pending = new Map(); // message id -> {message, sent, doubtful, settled}: what the kernel is not done with
  let ready = false;
  let broken = false; // a first socket was lost: the kernel may have gone on without us
  let asked = null; // {comm, request} while the kernel is asked for all states

  const separator = address.includes("?") ? "&" : "?";
  const socket = keepSocket(`${address}${separator}session_id=${session}`, { opened, received, lost });

  function compose(type, content, metadata = {}, buffers = []) {
    const header = { msg_id: newId(), msg_type: type, session, username: "", date: new Date().toISOString(), version: "5.3" };
    return { channel: "shell", header, parent_header: {}, metadata, content, buffers };
  }

  function say(type, content, metadata) {
    const message = compose(type, content, metadata);
    socket.send(packFrame(message));
    return message.header.msg_id;
  }

  function opened() {
    if (broken) ask();
    else flush();
  }

  function ask() {
    const comm = newId();
    say("comm_open", { comm_id: comm, target_name: CONTROL, data: {} }, VERSION);
    asked = { comm, request: say("comm_msg", { comm_id: comm, data: { method: "request_states" } }) };
  }

  /** Whether what was sent before the break arrived, the states told. What was not sent leaves now. */
  function flush() {
    asked = null;
    ready = true;
    for (const entry of [...pending.values()]) {
      if (entry.doubtful) settle(entry);
      else if (!entry.sent) transmit(entry);
    }
    on.ready?.();
  }

  function transmit(entry) {
    entry.sent = true;
    socket.send(packFrame(entry.message));
  }

  function settle(entry) {
    pending.delete(entry.message.header.msg_id);
    entry.settled?.();
  }

  function lost() {
    broken = true;
    ready = false;
    asked = null;
    for (const entry of pending.values()) entry.doubtful = entry.sent;
    on.lost?.();
  }

  function received(frame) {
    const message = unpackFrame(frame);
    const { msg_type: type } = message.header;
    if (type === "status") ended(message);
    else if (!type.startsWith("comm_") || type.endsWith("_reply")) return;
    else if (message.content.comm_id === asked?.comm) told(message);
    else on.comm(message);
  }

  function ended({ content, parent_header: { msg_id: id } }) {
    if (content.execution_state !== "idle") return;
    if (asked && id === asked.request) {
      say("comm_close", { comm_id: asked.comm, data: {} });
      flush();
    } else if (pending.has(id)) settle(pending.get(id));
  }

  function told({ content, buffers }) {
    if (content.data?.method !== "update_states") return;
    ready = true; // what the models send again leaves before what was waiting
    on.states(content.data, buffers);
  }

  return {
    /** Send a message, or keep it until it can be sent; `settled` is called when the kernel is done with it. */
    send(type, content, { metadata, buffers, settled } = {}) {
      const entry = { message: compose(type, content, metadata, buffers), sent: false, doubtful: false, settled };
      pending.set(entry.message.header.msg_id, entry);
      if (ready) transmit(entry);
      return entry.message.header.msg_id;
    },
    /** Whether it is unknown that a message arrived: the socket was lost after it was sent. */
    isDoubtful: (id) => pending.get(id)?.doubtful ?? false,
    /** Whether the kernel is done with everything it was sent. */
    isQuiet: () => pending.size === 0,
    isReady: () => ready,
    doubt: () => socket.doubt(() => packFrame(compose("kernel_info_request", {}))),
    close: () => socket.close(),
  };
}
