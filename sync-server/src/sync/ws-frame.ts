/** A binary WebSocket message as a server writes it: encoded once, written to every socket of a room (RFC 6455, 5.2). */
const NOTHING: Uint8Array = new Uint8Array();

/** @param body  what follows the payload in the same message */
export function binaryMessage(payload: Uint8Array, body = NOTHING): Buffer {
  const length = payload.length + body.length;
  const start = headerBytes(length);
  const frame = Buffer.allocUnsafe(start + length);
  writeHeader(frame, length);
  frame.set(payload, start);
  if (body.length > 0) frame.set(body, start + payload.length);
  return frame;
}

/** The same without a copy of the body, or of the payload when that is all; it must not change until it is sent. */
export function binaryParts(payload: Uint8Array, body = NOTHING): { readonly head: Buffer; readonly message: Buffer } {
  const header = binaryHeader(payload.length + body.length);
  if (body.length === 0) return { head: header, message: Buffer.from(payload.buffer, payload.byteOffset, payload.length) };
  return { head: Buffer.concat([header, payload]), message: Buffer.from(body.buffer, body.byteOffset, body.length) };
}

function binaryHeader(length: number): Buffer {
  const header = Buffer.alloc(headerBytes(length));
  writeHeader(header, length);
  return header;
}

function headerBytes(length: number): number {
  if (length < 126) return 2;
  return length < 65_536 ? 4 : 10;
}

function writeHeader(frame: Buffer, length: number): void {
  frame[0] = 0x82; // final, binary
  if (length < 126) frame[1] = length;
  else if (length < 65_536) {
    frame[1] = 126;
    frame[2] = length >> 8;
    frame[3] = length & 0xff;
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
}
