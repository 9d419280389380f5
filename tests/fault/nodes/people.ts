/** People on nodes: with the stock provider, or with a client of ours that types, comes back by itself, and keeps what it was promised. */
import { randomInt } from 'node:crypto';
import { SUBPROTOCOL, updateFrame } from '@ginnel/protocol/frames';
import { WireClient } from '@ginnel/testkit/wire/wire-client';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { socketOf } from '../../conformance/people.ts';
import type { Node } from './cluster.ts';

export function syncAddress({ address }: Pick<Node, 'address'>): string {
  return `${address.replace('http', 'ws')}/sync`;
}

export interface Visit {
  readonly doc: Y.Doc;
  readonly provider: WebsocketProvider;
}

export function visit(node: Node, documentId: string, token: string): Visit {
  const doc = new Y.Doc();
  const options = { WebSocketPolyfill: socketOf(token), disableBc: true };
  return { doc, provider: new WebsocketProvider(syncAddress(node), documentId, doc, options) };
}

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 500;

/** A client of ours. Where it comes back to is asked each time, as a load balancer would be. */
export class Typist {
  readonly client: WireClient;
  /** What it was told is saved. */
  readonly promised: Uint8Array[] = [];
  readonly refused: string[] = [];
  /** When the last acknowledgement came. */
  savedAtMs = 0;
  #socket: WebSocket | null = null;
  #counted = 0;
  #waitMs = FIRST_WAIT_MS;
  #isGone = false;
  readonly #nodeOf: () => Node;
  readonly #path: string;
  readonly #token: string;

  constructor(documentId: string, token: string, nodeOf: () => Node) {
    this.client = new WireClient('priorities', randomInt(1, 2 ** 47));
    this.#path = `${documentId}?client=${this.client.doc.clientID}`;
    this.#token = token;
    this.#nodeOf = nodeOf;
    this.#connect();
  }

  type(words: string): void {
    this.client.type(words);
    if (!this.client.synced || this.#socket?.readyState !== WebSocket.OPEN) return;
    for (const update of this.client.unsent.splice(0)) {
      this.client.sent.push(update);
      this.#socket.send(updateFrame(update));
    }
  }

  /** Everything typed so far is acknowledged. */
  get isSaved(): boolean {
    const { synced, unsent, sent, saved } = this.client;
    return this.#socket?.readyState === WebSocket.OPEN && synced && unsent.length === 0 && sent.length > 0 && saved === sent.length;
  }

  leave(): void {
    this.#isGone = true;
    this.#socket?.terminate();
  }

  #connect(): void {
    if (this.#isGone) return;
    const headers = { authorization: `Bearer ${this.#token}` };
    const socket = new WebSocket(`${syncAddress(this.#nodeOf())}/${this.#path}`, [SUBPROTOCOL], { headers });
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('open', () => {
      this.#counted = 0;
      this.#waitMs = FIRST_WAIT_MS;
      for (const frame of this.client.connect()) socket.send(frame);
    });
    socket.on('message', (data: ArrayBuffer) => {
      for (const answer of this.client.hear(new Uint8Array(data))) socket.send(answer);
      this.#countSaved();
    });
    socket.on('close', () => {
      this.client.synced = false;
      setTimeout(() => this.#connect(), this.#waitMs);
      this.#waitMs = Math.min(LONGEST_WAIT_MS, this.#waitMs * 2);
    });
  }

  #countSaved(): void {
    const { sent, saved, messages } = this.client;
    for (const message of messages.splice(0)) if (message.type === 'refused') this.refused.push(message.refusal.kind);
    for (const update of sent.slice(this.#counted, saved)) this.promised.push(update);
    if (saved > this.#counted) this.savedAtMs = performance.now();
    this.#counted = Math.max(this.#counted, saved);
  }
}
