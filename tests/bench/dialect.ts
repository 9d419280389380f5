/** How each server is spoken to: the same frames, in Hocuspocus's case addressed to a document and after a greeting. */
import { FRAME, SUBPROTOCOL, SYNC } from '@ginnel/protocol/frames';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import type { ServerName } from './servers.ts';

export interface Heard {
  readonly kind: 'step1' | 'step2' | 'update' | 'other';
  readonly body: Uint8Array;
}

const NOTHING: Heard = { kind: 'other', body: new Uint8Array() };

/** Of a session in the bench's town: nobody has to be told it. */
export function tokenOf(clientId: number): string {
  return `r_${String(clientId).padStart(43, '0')}`;
}

export class Dialect {
  readonly #server: ServerName;
  readonly #document: string;
  readonly #clientId: number;

  constructor(server: ServerName, document: string, clientId: number) {
    this.#server = server;
    this.#document = document;
    this.#clientId = clientId;
  }

  isSameRoom(other: Dialect): boolean {
    return this.#document === other.#document;
  }

  connect(url: string): WebSocket {
    const token = this.#server === 'product' ? tokenOf(this.#clientId) : `p${this.#clientId}`;
    const options = { perMessageDeflate: false, headers: { authorization: `Bearer ${token}` } };
    if (this.#server === 'ginnel' || this.#server === 'product')
      return new WebSocket(`${url}/sync/${this.#document}?client=${this.#clientId}`, [SUBPROTOCOL], options);
    if (this.#server === 'hocuspocus') return new WebSocket(url, options);
    return new WebSocket(`${url}/${this.#document}`, options);
  }

  /** What is sent first. A relay has no state to ask for. */
  hello(stateVector: Uint8Array): Uint8Array[] {
    if (this.#server === 'relay') return [];
    const hello = this.#frame(FRAME.sync, SYNC.step1, stateVector);
    if (this.#server !== 'hocuspocus') return [hello];
    const encoder = encoding.createEncoder();
    encoding.writeVarString(encoder, this.#document);
    encoding.writeVarUint(encoder, 2);
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarString(encoder, 'token');
    return [encoding.toUint8Array(encoder), hello];
  }

  step2(update: Uint8Array): Uint8Array {
    return this.#frame(FRAME.sync, SYNC.step2, update);
  }

  update(update: Uint8Array): Uint8Array {
    return this.#frame(FRAME.sync, SYNC.update, update);
  }

  awareness(update: Uint8Array): Uint8Array {
    return this.#frame(FRAME.awareness, null, update);
  }

  hear(bytes: Uint8Array): Heard {
    const decoder = decoding.createDecoder(bytes);
    if (this.#server === 'hocuspocus') decoding.readVarString(decoder);
    const type = decoding.readVarUint(decoder);
    // Hocuspocus answers a step 1 with type 4 ("reply").
    if (type !== FRAME.sync && !(this.#server === 'hocuspocus' && type === 4)) return NOTHING;
    const inner = decoding.readVarUint(decoder);
    const kind = inner === SYNC.step1 ? 'step1' : inner === SYNC.step2 ? 'step2' : 'update';
    return { kind, body: decoding.readVarUint8Array(decoder) };
  }

  #frame(type: number, inner: number | null, body: Uint8Array): Uint8Array {
    const encoder = encoding.createEncoder();
    if (this.#server === 'hocuspocus') encoding.writeVarString(encoder, this.#document);
    encoding.writeVarUint(encoder, type);
    if (inner !== null) encoding.writeVarUint(encoder, inner);
    encoding.writeVarUint8Array(encoder, body);
    return encoding.toUint8Array(encoder);
  }
}
