/** Who is in the room and where their cursor is: never durable, stamped by the server, merged per window. */
import type { Author } from '@ginnel/domain/people';
import { writeAwareness, type AwarenessEntry } from '@ginnel/protocol/awareness';
import type { ConnectionId } from './contract.ts';

/** One state as the client wrote it. A cursor and a few fields take 300 bytes. */
export const MAX_PRESENCE_BYTES = 4096;

/** What stands on a cursor whatever the client claims. */
export interface PresenceStamp {
  readonly author: Author;
  readonly name: string;
  readonly label: string;
}

interface Shown {
  readonly connection: ConnectionId;
  readonly clock: number;
  /** `null`: gone, still to be told. */
  readonly state: Uint8Array | null;
}

const GONE = new TextEncoder().encode('null');

export class Presence {
  readonly #shown = new Map<number, Shown>();
  readonly #changed = new Set<number>();

  /** @returns false when the state is no JSON object of at most `MAX_PRESENCE_BYTES` */
  take(connection: ConnectionId, entry: AwarenessEntry, stamp: PresenceStamp): boolean {
    if (entry.state.length > MAX_PRESENCE_BYTES) return false;
    const claimed = parse(entry.state);
    if (claimed === undefined) return false;
    const before = this.#shown.get(entry.clientId);
    const isNewer = before === undefined || entry.clock > before.clock || before.connection !== connection || claimed === null;
    if (!isNewer) return true;
    const clock = Math.max(entry.clock, before?.clock ?? 0);
    this.#shown.set(entry.clientId, { connection, clock, state: claimed === null ? null : stamped(claimed, stamp) });
    this.#changed.add(entry.clientId);
    return true;
  }

  leave(connection: ConnectionId): void {
    for (const [clientId, shown] of this.#shown) {
      if (shown.connection !== connection || shown.state === null) continue;
      this.#shown.set(clientId, { ...shown, state: null });
      this.#changed.add(clientId);
    }
  }

  /** The clientID turned out to be somebody else's. */
  drop(clientId: number): void {
    this.#shown.delete(clientId);
    this.#changed.delete(clientId);
  }

  get hasNews(): boolean {
    return this.#changed.size > 0;
  }

  /** What has changed since the last call, as one update; `null` when that is nothing. Only clientIDs whose lease is durable. */
  drain(isDurable: (clientId: number) => boolean): Uint8Array | null {
    const entries: AwarenessEntry[] = [];
    for (const clientId of this.#changed) {
      if (!isDurable(clientId)) continue;
      this.#changed.delete(clientId);
      const shown = this.#shown.get(clientId);
      if (shown === undefined) continue;
      entries.push({ clientId, clock: shown.clock, state: shown.state ?? GONE });
      if (shown.state === null) this.#shown.delete(clientId);
    }
    return entries.length === 0 ? null : writeAwareness(entries);
  }

  /** Everyone who is here, as one update; `null` when nobody is. */
  everyone(isDurable: (clientId: number) => boolean): Uint8Array | null {
    const entries: AwarenessEntry[] = [];
    for (const [clientId, { clock, state }] of this.#shown) {
      if (state !== null && isDurable(clientId)) entries.push({ clientId, clock, state });
    }
    return entries.length === 0 ? null : writeAwareness(entries);
  }
}

function parse(state: Uint8Array): Record<string, unknown> | null | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(state));
    return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown> | null) : undefined;
  } catch {
    return undefined;
  }
}

function stamped(claimed: Record<string, unknown>, { author, name, label }: PresenceStamp): Uint8Array {
  const user = { name, label, personId: author.personId, color: colourOf(author.personId) };
  return new TextEncoder().encode(JSON.stringify({ ...claimed, user }));
}

/** Dark enough for white letters (4.5 : 1 and more), and told apart by people who see fewer colours. */
const COLOURS = ['#1f5fa8', '#a3421a', '#1c7242', '#8a2f7d', '#6b5a00', '#5b47b0', '#b02a4c', '#0f6b78', '#7a4b2a', '#4d6113'];

/** Always the same colour for the same person. */
export function colourOf(personId: string): string {
  let hash = 0;
  for (let i = 0; i < personId.length; i++) hash = (hash * 31 + personId.charCodeAt(i)) >>> 0;
  return COLOURS[hash % COLOURS.length] as string;
}
