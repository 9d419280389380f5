/** A `WireClient` on a real socket: waits for what the server says. */
import { updateFrame } from '@ginnel/protocol/frames';
import type { ServerMessage } from '@ginnel/protocol/messages';
import type { WireClient } from '@ginnel/testkit/wire/wire-client';
import type { WebSocket } from 'ws';

export class WireSocket {
  readonly socket: WebSocket;
  readonly client: WireClient;
  /** The outer types of the frames heard, in order. */
  readonly kinds: number[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(socket: WebSocket, client: WireClient) {
    this.socket = socket;
    this.client = client;
    socket.on('open', () => {
      for (const frame of client.connect()) socket.send(frame);
    });
    socket.on('message', (data: ArrayBuffer) => {
      const frame = new Uint8Array(data);
      this.kinds.push(frame[0] ?? -1);
      for (const answer of client.hear(frame)) socket.send(answer);
      for (const look of this.#waiting) look();
    });
  }

  /** Types into the notes; what is typed before the socket is open goes with the first sync. */
  type(words: string): void {
    this.client.type(words);
    if (!this.client.synced) return;
    for (const update of this.client.unsent.splice(0)) {
      this.client.sent.push(update);
      this.socket.send(updateFrame(update));
    }
  }

  synced(): Promise<void> {
    return this.#until(() => this.client.synced && this.client.sent.length > 0);
  }

  /** Everything typed so far is acknowledged. */
  async allSaved(): Promise<void> {
    await this.synced();
    this.type('');
    await this.#until(() => this.client.saved === this.client.sent.length);
  }

  async message(type: ServerMessage['type']): Promise<ServerMessage> {
    const find = (): ServerMessage | undefined => this.client.messages.find((message) => message.type === type);
    await this.#until(() => find() !== undefined);
    return find() as ServerMessage;
  }

  #until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = (): void => {
      if (!holds()) return;
      this.#waiting.delete(look);
      resolve();
    };
    this.#waiting.add(look);
    return promise;
  }
}
