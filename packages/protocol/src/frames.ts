/**
 * The wire: the y-websocket protocol (types 0 to 3), and one frame type of ours for clients that offer the subprotocol
 * `ginnel.v1`. Reads and writes frames; decides nothing.
 */
import * as decoding from 'lib0/decoding';
import type { ServerMessage } from './messages.ts';

export const SUBPROTOCOL = 'ginnel.v1';

/** Outer frame types. 0 to 3 are y-websocket's; 71 is ours ('G'). */
export const FRAME = { sync: 0, awareness: 1, auth: 2, queryAwareness: 3, ginnel: 71 } as const;
/** Inner types of a sync frame (y-protocols/sync). */
export const SYNC = { step1: 0, step2: 1, update: 2 } as const;

export type ClientFrame =
  | { readonly type: 'sync-step-1'; readonly stateVector: Uint8Array }
  | { readonly type: 'sync-step-2'; readonly update: Uint8Array }
  | { readonly type: 'update'; readonly update: Uint8Array }
  | { readonly type: 'awareness'; readonly update: Uint8Array }
  | { readonly type: 'query-awareness' };

/** Reads one binary frame from a client. `null` when the bytes are not a frame, or bytes are left over. Throws nothing. */
export function readClientFrame(bytes: Uint8Array): ClientFrame | null {
  try {
    const decoder = decoding.createDecoder(bytes);
    const frame = readBody(decoder);
    return frame !== null && decoder.pos === bytes.length ? frame : null;
  } catch {
    return null;
  }
}

function readBody(decoder: decoding.Decoder): ClientFrame | null {
  switch (decoding.readVarUint(decoder)) {
    case FRAME.sync: {
      const inner = decoding.readVarUint(decoder);
      const body = decoding.readVarUint8Array(decoder);
      if (inner === SYNC.step1) return { type: 'sync-step-1', stateVector: body };
      if (inner === SYNC.step2) return { type: 'sync-step-2', update: body };
      if (inner === SYNC.update) return { type: 'update', update: body };
      return null;
    }
    case FRAME.awareness:
      return { type: 'awareness', update: decoding.readVarUint8Array(decoder) };
    case FRAME.queryAwareness:
      return { type: 'query-awareness' };
    default:
      return null;
  }
}

export function syncStep1Frame(stateVector: Uint8Array): Uint8Array {
  return syncFrame(SYNC.step1, stateVector);
}

export function syncStep2Frame(update: Uint8Array): Uint8Array {
  return syncFrame(SYNC.step2, update);
}

/** A step 2 without its update, which follows: a document is not copied on its way to a socket. */
export function syncStep2Head(updateBytes: number): Uint8Array {
  const head = new Uint8Array(2 + lengthBytes(updateBytes));
  head[0] = FRAME.sync;
  head[1] = SYNC.step2;
  writeLength(head, 2, updateBytes);
  return head;
}

export function updateFrame(update: Uint8Array): Uint8Array {
  return syncFrame(SYNC.update, update);
}

function syncFrame(inner: number, body: Uint8Array): Uint8Array {
  const start = 2 + lengthBytes(body.length);
  const frame = new Uint8Array(start + body.length);
  frame[0] = FRAME.sync;
  frame[1] = inner;
  writeLength(frame, 2, body.length);
  frame.set(body, start);
  return frame;
}

export function awarenessFrame(update: Uint8Array): Uint8Array {
  return frameOf(FRAME.awareness, update);
}

const utf8 = new TextEncoder();

/** Our own message: the frame type, then one JSON text. */
export function ginnelFrame(message: ServerMessage): Uint8Array {
  return frameOf(FRAME.ginnel, utf8.encode(JSON.stringify(message)));
}

const SAVED_EPOCH = utf8.encode('{"type":"saved","epoch":');
const SAVED_SEQ = utf8.encode(',"seq":');
const SAVED_FRAMES = utf8.encode(',"frames":');

/** The message `saved`, byte for byte as `ginnelFrame` writes it, for a third: there is one for every writer of every window. */
export function savedFrame(epoch: number, seq: number, frames: number): Uint8Array {
  const words = SAVED_EPOCH.length + SAVED_SEQ.length + SAVED_FRAMES.length + 1;
  // Three numbers of at most 16 digits: the length is one byte.
  const length = words + digitsOf(epoch) + digitsOf(seq) + digitsOf(frames);
  const frame = new Uint8Array(2 + length);
  frame[0] = FRAME.ginnel;
  frame[1] = length;
  let at = writeBytes(frame, 2, SAVED_EPOCH);
  at = writeNumber(frame, at, epoch);
  at = writeBytes(frame, at, SAVED_SEQ);
  at = writeNumber(frame, at, seq);
  at = writeBytes(frame, at, SAVED_FRAMES);
  at = writeNumber(frame, at, frames);
  frame[at] = 0x7d; // }
  return frame;
}

function digitsOf(number: number): number {
  let digits = 1;
  for (let limit = 10; number >= limit; limit *= 10) digits += 1;
  return digits;
}

/** Each returns where the next is to stand. A loop: so few bytes are sooner copied than handed over. */
function writeBytes(frame: Uint8Array, at: number, bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length; i++) frame[at + i] = bytes[i] as number;
  return at + bytes.length;
}

function writeNumber(frame: Uint8Array, at: number, number: number): number {
  const end = at + digitsOf(number);
  let rest = number;
  for (let i = end - 1; i >= at; i--) {
    const tens = Math.floor(rest / 10);
    frame[i] = 0x30 + (rest - tens * 10);
    rest = tens;
  }
  return end;
}

function frameOf(type: number, body: Uint8Array): Uint8Array {
  const start = 1 + lengthBytes(body.length);
  const frame = new Uint8Array(start + body.length);
  frame[0] = type;
  writeLength(frame, 1, body.length);
  frame.set(body, start);
  return frame;
}

/** How many groups of seven bits a length takes. */
function lengthBytes(length: number): number {
  let bytes = 1;
  for (let rest = length >>> 7; rest > 0; rest >>>= 7) bytes += 1;
  return bytes;
}

function writeLength(frame: Uint8Array, at: number, length: number): void {
  let rest = length;
  let i = at;
  for (; rest > 0x7f; rest >>>= 7) frame[i++] = (rest & 0x7f) | 0x80;
  frame[i] = rest;
}

/** Reads what follows the frame type of one of our messages; `null` when it is not one. */
export function readServerMessage(decoder: decoding.Decoder): ServerMessage | null {
  try {
    const message: unknown = JSON.parse(decoding.readVarString(decoder));
    return typeof message === 'object' && message !== null && 'type' in message ? (message as ServerMessage) : null;
  } catch {
    return null;
  }
}
