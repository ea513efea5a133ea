// A websocket that opens again by itself. A phone that slept holds sockets that only look open: one that stays silent
// when something was said to it is given up.
import { PROTOCOL } from "./frames.js";

const SOONEST = 500; // ms before the first new attempt, doubled each time
const LATEST = 20000;
const OPENING = 20000; // ms for a connection to open
const SILENCE = 10000; // ms without a word after we said something
const DOUBT = 3000; // the same when we may have slept

/**
 * Keep a websocket open at `address`. `opened()`, `received(data)` and `lost()` are called as things happen; `protocol`
 * is the kernels' unless another is given.
 * Returns {send(bytes), doubt(probe), close()}.
 */
export function keepSocket(address, { opened, received, lost }, protocol = PROTOCOL) {
  let socket = null;
  let failures = 0;
  let timer = null; // until the next attempt
  let patience = null; // until the silence has lasted too long

  function connect() {
    clearTimeout(timer);
    const mine = new WebSocket(address, protocol);
    socket = mine;
    mine.binaryType = "arraybuffer";
    mine.onopen = () => {
      heard();
      opened();
    };
    mine.onmessage = ({ data }) => {
      failures = 0;
      heard();
      received(data);
    };
    mine.onclose = () => {
      if (mine === socket) drop();
    };
    expect(OPENING);
  }

  function heard() {
    clearTimeout(patience);
    patience = null;
  }

  function expect(delay) {
    clearTimeout(patience);
    patience = setTimeout(drop, delay);
  }

  function drop() {
    heard();
    const old = socket;
    socket = null;
    old.onopen = old.onmessage = old.onclose = null;
    old.close();
    const pause = Math.min(LATEST, SOONEST * 2 ** failures);
    failures += 1;
    timer = setTimeout(connect, pause * (0.5 + Math.random() / 2)); // thirty pages must not come back as one
    lost();
  }

  connect();
  return {
    send(bytes) {
      socket.send(bytes);
      if (patience === null) expect(SILENCE);
    },
    /** Time may have passed: try again now, or say something that asks for an answer soon. */
    doubt(probe) {
      if (socket === null) connect();
      else if (socket.readyState === WebSocket.OPEN) {
        socket.send(probe());
        expect(DOUBT);
      }
    },
    close() {
      heard();
      clearTimeout(timer);
      if (!socket) return;
      socket.onclose = socket.onmessage = null;
      socket.close();
      socket = null;
    },
  };
}
