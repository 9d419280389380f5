/** Who is at the table and where they write, read from awareness. The server stamps `user`; the rest is what a window says of itself. */
import type { Present } from '#lib/document/contract.ts';
import { toneOf } from './tone.ts';

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

/** Everyone who is here, the person themself first, then by name. Two windows of one person in one capacity are one. */
export function peopleIn(states: States, ownClientId: number, you: Omit<User, 'personId'> & { personId: string }): Present[] {
  const own: Present = { key: keyOf(you), name: you.name, label: you.label, tone: toneOf(you.personId), you: true, at: null };
  const people = new Map<string, Present>([[own.key, own]]);
  for (const [clientId, state] of states) {
    const user = userOf(state);
    if (clientId === ownClientId || user === null) continue;
    const key = keyOf(user);
    const known = people.get(key);
    const at = typeof state['at'] === 'string' ? state['at'] : null;
    if (known === undefined) people.set(key, { key, name: user.name, label: user.label, tone: toneOf(user.personId), you: false, at });
    else if (known.at === null && !known.you) people.set(key, { ...known, at });
  }
  return [...people.values()].sort((a, b) => Number(b.you) - Number(a.you) || a.name.localeCompare(b.name));
}

/** The carets of others, by field. */
export function caretsIn(states: States, ownClientId: number): ReadonlyMap<string, readonly RemoteCaret[]> {
  const carets = new Map<string, RemoteCaret[]>();
  for (const [clientId, state] of states) {
    const user = userOf(state);
    const { at, caret } = state;
    if (clientId === ownClientId || user === null || typeof at !== 'string' || typeof caret !== 'object' || caret === null) continue;
    const { anchor, head } = caret as { anchor?: unknown; head?: unknown };
    const here = carets.get(at) ?? [];
    here.push({ clientId, name: user.name, tone: toneOf(user.personId), anchor, head });
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
