/** Who is at the table and where they write, as the page shows it: people in their order, each with their colour. */
import { presenceIn, type Caret, type Stamp } from '@ginnel/merge/bindings/presence';
import type { Present } from '#lib/document/contract.ts';
import { ownTone, tonesOf } from './tone.ts';

export interface RemoteCaret extends Caret {
  readonly clientId: number;
  readonly name: string;
  readonly tone: number;
}

type States = ReadonlyMap<number, unknown>;

export type Tones = ReadonlyMap<string, number>;

export function tonesIn(states: States, ownPersonId: string): Tones {
  return tonesOf([ownPersonId, ...[...states.values()].flatMap((state) => presenceIn(state)?.user.personId ?? [])]);
}

export function toneIn(tones: Tones, personId: string): number {
  return tones.get(personId) ?? ownTone(personId);
}

/** Everyone who is here, the person themself first, then by name. Two windows of one person in one capacity are one. */
export function peopleIn(states: States, ownClientId: number, you: Stamp, tones: Tones): Present[] {
  const own: Present = { key: keyOf(you), name: you.name, label: you.label, tone: toneIn(tones, you.personId), you: true, at: null };
  const people = new Map<string, Present>([[own.key, own]]);
  for (const [clientId, state] of states) {
    const present = presenceIn(state);
    if (clientId === ownClientId || present === null) continue;
    const { user, at } = present;
    const key = keyOf(user);
    const known = people.get(key);
    if (known === undefined)
      people.set(key, { key, name: user.name, label: user.label, tone: toneIn(tones, user.personId), you: false, at });
    else if (known.at === null && !known.you) people.set(key, { ...known, at });
  }
  return [...people.values()].sort((a, b) => Number(b.you) - Number(a.you) || a.name.localeCompare(b.name));
}

/** Whose window a clientID is; `null` when it is not at the table, or does not say. */
export function nameIn(states: States, clientId: number): string | null {
  return presenceIn(states.get(clientId))?.user.name || null;
}

/** The carets of others, by field. */
export function caretsIn(states: States, ownClientId: number, tones: Tones): ReadonlyMap<string, readonly RemoteCaret[]> {
  const carets = new Map<string, RemoteCaret[]>();
  for (const [clientId, state] of states) {
    const { user, at, caret } = presenceIn(state) ?? NOBODY;
    if (clientId === ownClientId || user === null || at === null || caret === null) continue;
    const here = carets.get(at) ?? [];
    here.push({ clientId, name: user.name, tone: toneIn(tones, user.personId), ...caret });
    carets.set(at, here);
  }
  return carets;
}

const NOBODY = { user: null, at: null, caret: null };

function keyOf({ personId, label }: { personId: string; label: string }): string {
  return `${personId} ${label}`;
}
