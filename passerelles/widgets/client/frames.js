// Frames of the kernel websocket protocol v1.kernel.websocket.jupyter.org: how many offsets, the offsets as 64-bit
// little-endian integers (the last is the end), the channel, four parts of JSON, then binary buffers.
const PARTS = ["header", "parent_header", "metadata", "content"];
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const PROTOCOL = "v1.kernel.websocket.jupyter.org";

/** The bytes of an ArrayBuffer or of a view of one. */
export function bytesOf(buffer) {
  return ArrayBuffer.isView(buffer) ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength) : new Uint8Array(buffer);
}

/** A message {channel, header, parent_header, metadata, content, buffers} as the bytes of one frame. */
export function packFrame(message) {
  const json = PARTS.map((part) => encoder.encode(JSON.stringify(message[part])));
  const pieces = [encoder.encode(message.channel), ...json, ...message.buffers.map(bytesOf)];
  const count = pieces.length + 1;
  let offset = 8 * (count + 1);
  const frame = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, offset));
  const numbers = new DataView(frame.buffer);
  numbers.setBigUint64(0, BigInt(count), true);
  pieces.forEach((piece, n) => {
    numbers.setBigUint64(8 * (n + 1), BigInt(offset), true);
    frame.set(piece, offset);
    offset += piece.length;
  });
  numbers.setBigUint64(8 * count, BigInt(offset), true);
  return frame;
}

/** The message in a frame: {channel, header, parent_header, metadata, content, buffers}, buffers as DataViews. */
export function unpackFrame(frame) {
  const numbers = new DataView(frame);
  const count = Number(numbers.getBigUint64(0, true));
  const at = (n) => Number(numbers.getBigUint64(8 * (n + 1), true));
  const piece = (n) => frame.slice(at(n), at(n + 1));
  const text = (n) => decoder.decode(piece(n));
  const message = { channel: text(0), buffers: [] };
  PARTS.forEach((part, n) => {
    message[part] = JSON.parse(text(n + 1));
  });
  for (let n = PARTS.length + 1; n < count - 1; n += 1) message.buffers.push(new DataView(piece(n)));
  return message;
}
