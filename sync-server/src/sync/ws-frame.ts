/** A binary WebSocket message as a server writes it: encoded once, written to every socket of a room (RFC 6455, 5.2). */
export function binaryMessage(payload: Uint8Array): Buffer {
  const header = binaryHeader(payload.length);
  const frame = Buffer.allocUnsafe(header.length + payload.length);
  frame.set(header);
  frame.set(payload, header.length);
  return frame;
}

/** The same without a copy of the payload, which must not change until it is sent. */
export function binaryParts(payload: Uint8Array): { readonly head: Buffer; readonly message: Buffer } {
  return { head: binaryHeader(payload.length), message: Buffer.from(payload.buffer, payload.byteOffset, payload.length) };
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
