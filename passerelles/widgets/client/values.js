// Values of a widget's state: JSON in which a binary buffer may stand anywhere.
import { bytesOf } from "./frames.js";

const isBuffer = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value);
const isPlain = (value) => Object.prototype.toString.call(value) === "[object Object]" && typeof value.toJSON !== "function";

/** Whether two values are the same, however deep; buffers by their bytes. */
export function same(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
  if (isBuffer(a) || isBuffer(b)) return isBuffer(a) && isBuffer(b) && sameBytes(bytesOf(a), bytesOf(b));
  const keys = Object.keys(a);
  const alike = Array.isArray(a) === Array.isArray(b) && keys.length === Object.keys(b).length;
  return alike && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

function sameBytes(a, b) {
  return a.length === b.length && a.every((byte, n) => byte === b[n]);
}

/** A copy of `state` without its buffers, with their paths: {state, buffer_paths, buffers}. */
export function takeBuffers(state) {
  const taken = { buffer_paths: [], buffers: [] };
  const copy = (value, path) => {
    if (isBuffer(value)) {
      taken.buffer_paths.push(path);
      taken.buffers.push(value);
      return undefined; // in JSON no key, and null in a list
    }
    if (Array.isArray(value)) return value.map((one, n) => copy(one, [...path, n]));
    if (!isPlain(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copy(one, [...path, key])]));
  };
  return { state: copy(state, []), ...taken };
}

/** Put buffers back at their paths, in place. */
export function putBuffers(state, paths, buffers) {
  (paths ?? []).forEach((path, n) => {
    const holder = path.slice(0, -1).reduce((at, key) => at[key], state);
    holder[path.at(-1)] = buffers[n];
  });
  return state;
}

/** The buffer written in base64, as a DataView. */
export function fromBase64(text) {
  return new DataView(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
}
