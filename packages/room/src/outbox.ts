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

  send(to: readonly Member[], bytes: Uint8Array): void {
    if (to.length > 0) this.push({ type: 'send', to: connectionsOf(to), bytes });
  }

  /** Durable edits, as one frame for all. */
  broadcast(to: readonly Member[], update: Uint8Array, edits: number): void {
    if (to.length > 0) this.push({ type: 'send', to: connectionsOf(to), bytes: updateFrame(update), edits });
  }

  /** Says something to those of them that understand it. */
  tell(to: readonly Member[], message: ServerMessage): void {
    const listeners = to.filter(({ joining }) => joining.speaksGinnel);
    if (listeners.length > 0) this.send(listeners, ginnelFrame(message));
  }
}

function connectionsOf(members: readonly Member[]): readonly ConnectionId[] {
  return members.map(({ joining }) => joining.connection);
}
