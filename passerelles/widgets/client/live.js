// A model that lives in the server itself, not in a kernel: its state as JSON over one websocket. The author's preview
// shows a case through it; so can a page of a live session. The server's side: `server/live.py`.
import { Model } from "./model.js";
import { keepSocket } from "./socket.js";

/**
 * Open the line to `address`. `made(model, message)` is called for each new model, the one before being closed;
 * `heard(message)` for what is not about a model; `lost()` and `ready()` as the line breaks and is back.
 * Returns {tell(message), close()}.
 */
export function openLive(address, { made, heard, lost, ready }) {
  const pending = new Map(); // number -> {text, sent, doubtful, settled}: what the server is not done with
  const line = { send, isDoubtful: (number) => pending.get(number)?.doubtful ?? false };
  let model = null;
  let count = 0;
  let open = false;

  const socket = keepSocket(address, { opened, received, lost: broken }, []);

  /** What Model asks of a line; of Jupyter's message only the state travels. */
  function send(_type, { data }, { settled } = {}) {
    return tell({ state: data.state }, settled);
  }

  function tell(message, settled) {
    count += 1;
    const entry = { text: JSON.stringify({ ...message, n: count }), sent: false, doubtful: false, settled };
    pending.set(count, entry);
    if (open) transmit(entry);
    return count;
  }

  function transmit(entry) {
    entry.sent = true;
    socket.send(entry.text);
  }

  function settle(number) {
    const entry = pending.get(number);
    pending.delete(number);
    entry?.settled?.();
  }

  function opened() {
    open = true;
    ready?.();
  }

  function broken() {
    open = false;
    for (const entry of pending.values()) entry.doubtful = entry.sent;
    lost?.();
  }

  function received(text) {
    const message = JSON.parse(text);
    if (message.done) settle(message.done);
    else if (message.whole) shown(message);
    else if (message.state) model?.receive(message.state);
    else heard(message);
  }

  /** A whole state: of the model we have, after a break, or of another that takes its place. */
  function shown(message) {
    if (message.whole === model?.model_id) {
      model.reconcile(message.state);
    } else {
      model?.close();
      model = new Model(message.whole, message.state, line, null);
      made(model, message);
    }
    for (const [number, entry] of [...pending]) {
      if (entry.doubtful) settle(number);
      else if (!entry.sent) transmit(entry);
    }
  }

  return { tell, close: () => socket.close() };
}
