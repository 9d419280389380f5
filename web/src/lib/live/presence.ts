/** Who is at the table and where they write, read from awareness. The server stamps `user`; the rest is what a window says of itself. */
import type { Present } from '#lib/document/contract.ts';
import { ownTone, tonesOf } from './tone.ts';

/** What a window of ours says: the field it is in, and the caret there as relative positions. */
export interface OwnPresence {
  /** A path joined by `/`, or `null` outside every field. */
  readonly at: string | null;
  readonly caret: { readonly anchor: unknown; readonly head: unknown } | null;
}

export interface RemoteCaret {
  readonly clientId: number;
  readonly name: string;
  readonly tone: number;
  readonly anchor: unknown;
  readonly head: unknown;
}

type States = ReadonlyMap<number, Record<string, unknown>>;

interface User {
  readonly personId: string;
  readonly name: string;
  readonly label: string;
}

export type Tones = ReadonlyMap<string, number>;

export function tonesIn(states: States, ownPersonId: string): Tones {
  return tonesOf([ownPersonId, ...[...states.values()].flatMap((state) => userOf(state)?.personId ?? [])]);
}

export function toneIn(tones: Tones, personId: string): number {
  return tones.get(personId) ?? ownTone(personId);
}

/** Everyone who is here, the person themself first, then by name. Two windows of one person in one capacity are one. */
export function peopleIn(states: States, ownClientId: number, you: User, tones: Tones): Present[] {
  const own: Present = { key: keyOf(you), name: you.name, label: you.label, tone: toneIn(tones, you.personId), you: true, at: null };
  const people = new Map<string, Present>([[own.key, own]]);
  for (const [clientId, state] of states) {
    const user = userOf(state);
    if (clientId === ownClientId || user === null) continue;
    const key = keyOf(user);
    const known = people.get(key);
    const at = typeof state['at'] === 'string' ? state['at'] : null;
    if (known === undefined)
      people.set(key, { key, name: user.name, label: user.label, tone: toneIn(tones, user.personId), you: false, at });
    else if (known.at === null && !known.you) people.set(key, { ...known, at });
  }
  return [...people.values()].sort((a, b) => Number(b.you) - Number(a.you) || a.name.localeCompare(b.name));
}

/** Whose window a clientID is; `null` when it is not at the table, or does not say. */
export function nameIn(states: States, clientId: number): string | null {
  const state = states.get(clientId);
  return (state && userOf(state)?.name) || null;
}

/** The carets of others, by field. */
export function caretsIn(states: States, ownClientId: number, tones: Tones): ReadonlyMap<string, readonly RemoteCaret[]> {
  const carets = new Map<string, RemoteCaret[]>();
  for (const [clientId, state] of states) {
    const user = userOf(state);
    const { at, caret } = state;
    if (clientId === ownClientId || user === null || typeof at !== 'string' || typeof caret !== 'object' || caret === null) continue;
    const { anchor, head } = caret as { anchor?: unknown; head?: unknown };
    const here = carets.get(at) ?? [];
    here.push({ clientId, name: user.name, tone: toneIn(tones, user.personId), anchor, head });
    carets.set(at, here);
  }
  return carets;
}

function userOf(state: Record<string, unknown>): User | null {
  const user = state['user'];
  if (typeof user !== 'object' || user === null) return null;
  const { personId, name, label } = user as Record<string, unknown>;
  return typeof personId === 'string' && typeof name === 'string'
    ? { personId, name, label: typeof label === 'string' ? label : '' }
    : null;
}

function keyOf({ personId, label }: { personId: string; label: string }): string {
  return `${personId} ${label}`;
}
