/** A binary WebSocket message as a server writes it: encoded once, written to every socket of a room (RFC 6455, 5.2). */
const NOTHING: Uint8Array = new Uint8Array();

/** @param body  what follows the payload in the same message */
export function binaryMessage(payload: Uint8Array, body = NOTHING): Buffer {
  const header = binaryHeader(payload.length + body.length);
  const frame = Buffer.allocUnsafe(header.length + payload.length + body.length);
  frame.set(header);
  frame.set(payload, header.length);
  frame.set(body, header.length + payload.length);
  return frame;
}

/** The same without a copy of the body, or of the payload when that is all; it must not change until it is sent. */
export function binaryParts(payload: Uint8Array, body = NOTHING): { readonly head: Buffer; readonly message: Buffer } {
  const header = binaryHeader(payload.length + body.length);
  if (body.length === 0) return { head: header, message: Buffer.from(payload.buffer, payload.byteOffset, payload.length) };
  return { head: Buffer.concat([header, payload]), message: Buffer.from(body.buffer, body.byteOffset, body.length) };
}

function binaryHeader(length: number): Buffer {
  if (length < 126) return Buffer.of(0x82, length); // final, binary
  if (length < 65_536) return Buffer.of(0x82, 126, length >> 8, length & 0xff);
  const header = Buffer.alloc(10);
  header[0] = 0x82;
  header[1] = 127;
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}
