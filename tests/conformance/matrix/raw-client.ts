/** A program with a socket and nothing between: it sends the bytes that it is given, and says what came of each frame with edits. */
import { once } from 'node:events';
import type { RefusalKind } from '@ginnel/domain/refusals';
import { FRAME, readServerMessage, SUBPROTOCOL, updateFrame } from '@ginnel/protocol/frames';
import type { ServerMessage } from '@ginnel/protocol/messages';
import * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';

export type Verdict = 'saved' | RefusalKind;

export interface RawOptions {
  readonly token: string;
  readonly capacityId: string;
  readonly clientId: number;
}

export class RawClient {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, PromiseWithResolvers<Verdict>>();
  readonly #verdicts = new Map<number, RefusalKind>();
  #sent = 0;
  #hear: ((message: ServerMessage) => void)[] = [];

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (frame: Buffer) => this.#read(new Uint8Array(frame)));
    socket.on('close', (code) => {
      for (const [frame, { reject }] of this.#waiting) reject(new Error(`closed with ${code} before frame ${frame} was judged`));
    });
  }

  /** Resolves at the server's welcome; rejects with the code when it closes instead. */
  static async open(address: string, { token, capacityId, clientId }: RawOptions): Promise<RawClient> {
    const socket = new WebSocket(`${address}?as=${capacityId}&client=${clientId}`, [SUBPROTOCOL], {
      headers: { authorization: `Bearer ${token}` },
    });
    const client = new RawClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.on('close', (code) => reject(new Error(`closed with ${code}`)));
      socket.on('error', reject);
      client.#hear.push(({ type }) => type === 'welcome' && resolve());
    });
    return client;
  }

  /** Sends one update as it is. */
  update(update: Uint8Array): Promise<Verdict> {
    const frame = ++this.#sent;
    const waiting = Promise.withResolvers<Verdict>();
    this.#waiting.set(frame, waiting);
    this.#socket.send(updateFrame(update));
    return waiting.promise;
  }

  async close(): Promise<void> {
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }

  #read(frame: Uint8Array): void {
    const decoder = decoding.createDecoder(frame);
    if (decoding.readVarUint(decoder) !== FRAME.ginnel) return;
    const message = readServerMessage(decoder);
    if (message === null) return;
    for (const hear of this.#hear) hear(message);
    if (message.type === 'refused') this.#verdicts.set(message.frame, message.refusal.kind);
    if (message.type !== 'saved') return;
    for (const [number, { resolve }] of this.#waiting) {
      if (number > message.frames) continue;
      this.#waiting.delete(number);
      resolve(this.#verdicts.get(number) ?? 'saved');
    }
  }
}
