/** Who is in the room and where their cursor is: never durable, stamped by the server, merged per window. */
import type { Author } from '@ginnel/domain/people';
import { readAwareness, writeAwareness, type AwarenessEntry } from '@ginnel/protocol/awareness';
import type { ConnectionId, Joining } from './contract.ts';
import type { Member } from './member.ts';

/** One state as the client wrote it. A cursor and a few fields take 300 bytes. */
export const MAX_PRESENCE_BYTES = 4096;

/** Presence rides with edits when the first has passed, and goes alone after the second: a cursor need not be smoother. */
const WITH_EDITS_MS = 100;
const ALONE_MS = 150;

/** Somebody whom another node shows. */
interface OnNode {
  readonly node: string;
  readonly heardInRound: number;
}

interface Shown {
  readonly by: ConnectionId | OnNode;
  /** As its holder last said it. */
  readonly heard: number;
  /** As readers are told it: it only ever rises, or they would pass over somebody who comes back. */
  readonly clock: number;
  /** `null`: gone, still to be told. */
  readonly state: Uint8Array | null;
}

/** What goes to the readers here, and what of it other nodes do not know. */
export interface Due {
  readonly update: Uint8Array;
  readonly own: readonly AwarenessEntry[];
}

/** How many of those who have gone are remembered by their clock: a connection that breaks comes back within seconds. */
const GONE_KEPT = 1_000;

const GONE = new TextEncoder().encode('null');

/** Whether the log has a clientID's lease: nobody of this node is shown under another. Other nodes show theirs by the same rule. */
type IsLeased = (clientId: number) => boolean;

export class Presence {
  readonly #shown = new Map<number, Shown>();
  readonly #changed = new Set<number>();
  /** The last clock that readers were told of whoever has gone; the longest gone first. */
  readonly #gone = new Map<number, number>();
  #sentAtMs = 0;

  /**
   * Takes what one connection says of itself. A stock client says it first of all; later it echoes what it hears of others,
   * which is passed over: only its holder speaks for a clientID.
   *
   * @param claim  asks for the clientID's lease, and says whether it is theirs
   * @returns what is wrong with it, if anything
   */
  hear(member: Member, update: Uint8Array, claim: (clientId: number, author: Author) => boolean): 'malformed' | 'too-large' | null {
    const entries = readAwareness(update);
    if (entries === null) return 'malformed';
    let own: AwarenessEntry | null = null;
    for (const entry of entries) {
      member.presenceId ??= entry.clientId;
      // Whoever says it several times in one frame is heard once.
      if (entry.clientId === member.presenceId) own = entry;
    }
    // Whoever goes without having been here needs no clientID for it.
    if (own === null || (!this.#shown.has(own.clientId) && isGone(own.state))) return null;
    if (!claim(own.clientId, member.joining.standpoints[0].author)) return null;
    if (own.state.length > MAX_PRESENCE_BYTES) return 'too-large';
    return this.#take(own, member) ? null : 'malformed';
  }

  #take(entry: AwarenessEntry, { joining }: Member): boolean {
    const claimed = parse(entry.state);
    if (claimed === undefined) return false;
    const { connection } = joining;
    const before = this.#shown.get(entry.clientId);
    const isNews = before === undefined || entry.clock > before.heard || before.by !== connection || claimed === null;
    if (!isNews) return true;
    const told = before?.clock ?? this.#gone.get(entry.clientId) ?? -1;
    const clock = Math.max(entry.clock, claimed === null ? told : told + 1);
    const state = claimed === null ? null : stamped(claimed, joining);
    this.#shown.set(entry.clientId, { by: connection, heard: entry.clock, clock, state });
    this.#changed.add(entry.clientId);
    return true;
  }

  leave(connection: ConnectionId, isLeased: IsLeased = () => true): void {
    for (const [clientId, shown] of this.#shown) {
      if (shown.by !== connection || shown.state === null) continue;
      if (!isLeased(clientId)) {
        this.drop(clientId);
        continue;
      }
      this.#shown.set(clientId, { ...shown, state: null });
      this.#changed.add(clientId);
    }
  }

  /** What another node says of its people. Who speaks for themselves here is believed, unless they have gone on since. */
  hearElsewhere(node: string, entries: readonly AwarenessEntry[], round: number): void {
    for (const { clientId, clock, state } of entries) {
      const before = this.#shown.get(clientId);
      const hasGone = isGone(state);
      const isOfNode = typeof before?.by === 'object' && before.by.node === node;
      if (hasGone ? !isOfNode : before !== undefined && before.clock > clock) continue;
      if (typeof before?.by === 'number' && before.state !== null && before.clock >= clock) continue;
      this.#shown.set(clientId, { by: { node, heardInRound: round }, heard: clock, clock, state: hasGone ? null : state });
      if (before?.clock !== clock || before.state === null || hasGone) this.#changed.add(clientId);
    }
  }

  forgetElsewhere(isOver: (by: OnNode) => boolean): void {
    for (const [clientId, shown] of this.#shown) {
      if (typeof shown.by !== 'object' || shown.state === null || !isOver(shown.by)) continue;
      this.#shown.set(clientId, { ...shown, state: null });
      this.#changed.add(clientId);
    }
  }

  /** Who is here on this node, for other nodes. */
  own(isLeased: IsLeased): readonly AwarenessEntry[] {
    return [...this.#shown].flatMap(([clientId, { by, clock, state }]) =>
      typeof by === 'number' && state !== null && isLeased(clientId) ? [{ clientId, clock, state }] : [],
    );
  }

  /** The clientID turned out to be somebody else's. */
  drop(clientId: number): void {
    this.#shown.delete(clientId);
    this.#changed.delete(clientId);
  }

  /** Whether anything is to be shown, now or when its lease is durable: most windows have nothing. */
  get hasChanged(): boolean {
    return this.#changed.size > 0;
  }

  /** When there is something to show, and it may go alone. At once when the clock was put back: it must not silence anybody. */
  dueAtMs(nowMs: number, isLeased: IsLeased): number | null {
    if (!this.#hasNews(isLeased)) return null;
    return nowMs < this.#sentAtMs ? nowMs : this.#sentAtMs + ALONE_MS;
  }

  /** What has changed, as one update, if it is time for it; only clientIDs whose lease is durable. */
  due(nowMs: number, company: 'with-edits' | 'alone', isLeased: IsLeased): Due | null {
    const dueMs = this.#sentAtMs + (company === 'alone' ? ALONE_MS : WITH_EDITS_MS);
    if (nowMs < dueMs && nowMs >= this.#sentAtMs) return null;
    const entries: AwarenessEntry[] = [];
    const own: AwarenessEntry[] = [];
    for (const clientId of this.#changed) {
      const shown = this.#shown.get(clientId);
      if (shown !== undefined && !mayBeShown(clientId, shown, isLeased)) continue;
      this.#changed.delete(clientId);
      if (shown === undefined) continue;
      const entry = { clientId, clock: shown.clock, state: shown.state ?? GONE };
      entries.push(entry);
      if (typeof shown.by === 'number') own.push(entry);
      if (shown.state === null) this.#forget(clientId, shown.clock);
    }
    if (entries.length === 0) return null;
    this.#sentAtMs = nowMs;
    return { update: writeAwareness(entries), own };
  }

  /** Whether anything that has changed may be shown now; usually the first may. */
  #hasNews(isLeased: IsLeased): boolean {
    for (const clientId of this.#changed) {
      const shown = this.#shown.get(clientId);
      if (shown === undefined || mayBeShown(clientId, shown, isLeased)) return true;
    }
    return false;
  }

  #forget(clientId: number, clock: number): void {
    this.#shown.delete(clientId);
    this.#gone.delete(clientId);
    this.#gone.set(clientId, clock);
    for (const [oldest] of this.#gone) {
      if (this.#gone.size <= GONE_KEPT) break;
      this.#gone.delete(oldest);
    }
  }

  /** Everyone who is here, as one update; `null` when nobody is. */
  everyone(isLeased: IsLeased): Uint8Array | null {
    const entries: AwarenessEntry[] = [];
    for (const [clientId, shown] of this.#shown) {
      const { clock, state } = shown;
      if (state !== null && mayBeShown(clientId, shown, isLeased)) entries.push({ clientId, clock, state });
    }
    return entries.length === 0 ? null : writeAwareness(entries);
  }
}

function mayBeShown(clientId: number, { by }: Shown, isLeased: IsLeased): boolean {
  return typeof by === 'object' || isLeased(clientId);
}

function isGone(state: Uint8Array): boolean {
  return Buffer.compare(state, GONE) === 0;
}

function parse(state: Uint8Array): Record<string, unknown> | null | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(state));
    return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown> | null) : undefined;
  } catch {
    return undefined;
  }
}

/** What stands on a cursor is what the server knows, whatever the client claims. */
function stamped(claimed: Record<string, unknown>, { standpoints, name, label }: Joining): Uint8Array {
  const [{ author }] = standpoints;
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
