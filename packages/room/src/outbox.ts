/** Collects what the host must do, in order. Decides nothing. */
import { ginnelFrame, updateFrame } from '@ginnel/protocol/frames';
import type { ServerMessage } from '@ginnel/protocol/messages';
import type { ConnectionId, RoomOutput } from './contract.ts';
import type { Member } from './member.ts';

export class Outbox {
  #outputs: RoomOutput[] = [];

  take(): readonly RoomOutput[] {
    const outputs = this.#outputs;
    this.#outputs = [];
    return outputs;
  }

  push(output: RoomOutput): void {
    this.#outputs.push(output);
  }

  /** @param to  shared, and never written to */
  send(to: readonly ConnectionId[], bytes: Uint8Array): void {
    if (to.length > 0) this.push({ type: 'send', to, bytes });
  }

  /** Durable edits, as one frame for all. */
  broadcast(to: readonly ConnectionId[], update: Uint8Array, edits: number): void {
    if (to.length > 0) this.push({ type: 'send', to, bytes: updateFrame(update), edits });
  }

  /** Says something to one of them, if it understands it. */
  tell({ joining }: Member, message: ServerMessage): void {
    if (joining.speaksGinnel) this.push({ type: 'send', to: [joining.connection], bytes: ginnelFrame(message) });
  }

  /** Says something to those of them that understand it. */
  tellAll(to: readonly Member[], message: ServerMessage): void {
    const listeners = to.filter(({ joining }) => joining.speaksGinnel).map(({ joining }) => joining.connection);
    if (listeners.length > 0) this.send(listeners, ginnelFrame(message));
  }
}
