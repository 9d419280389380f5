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
  return Uint8Array.from(headOf([FRAME.sync, SYNC.step2], updateBytes));
}

export function updateFrame(update: Uint8Array): Uint8Array {
  return syncFrame(SYNC.update, update);
}

function syncFrame(inner: number, body: Uint8Array): Uint8Array {
  return frameOf([FRAME.sync, inner], body);
}

export function awarenessFrame(update: Uint8Array): Uint8Array {
  return frameOf([FRAME.awareness], update);
}

const utf8 = new TextEncoder();

/** Our own message: the frame type, then one JSON text. */
export function ginnelFrame(message: ServerMessage): Uint8Array {
  return frameOf([FRAME.ginnel], utf8.encode(JSON.stringify(message)));
}

/**
 * `saved` messages of one commit, byte for byte as `ginnelFrame` writes them: there is one for every writer of every window,
 * and they differ in their last number only.
 */
export function savedFrames(epoch: number, seq: number): (frames: number) => Uint8Array {
  const before = utf8.encode(`{"type":"saved","epoch":${epoch},"seq":${seq},"frames":`);
  return (frames) => {
    const digits = String(frames);
    // Three numbers of at most 16 digits: the length is one byte.
    const frame = new Uint8Array(3 + before.length + digits.length);
    frame[0] = FRAME.ginnel;
    frame[1] = frame.length - 2;
    frame.set(before, 2);
    for (let i = 0; i < digits.length; i++) frame[2 + before.length + i] = digits.charCodeAt(i);
    frame[frame.length - 1] = 0x7d; // }
    return frame;
  };
}

/** Copied once, where lib0's encoder would copy a document as it grows. */
function frameOf(types: readonly number[], body: Uint8Array): Uint8Array {
  const head = headOf(types, body.length);
  const frame = new Uint8Array(head.length + body.length);
  frame.set(head);
  frame.set(body, head.length);
  return frame;
}

/** The types, then the body's length in groups of seven bits. */
function headOf(types: readonly number[], bodyBytes: number): number[] {
  const head = [...types];
  let length = bodyBytes;
  for (; length > 0x7f; length >>>= 7) head.push((length & 0x7f) | 0x80);
  head.push(length);
  return head;
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
