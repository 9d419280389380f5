/**
 * Positions of entries: fractional index keys of the `fractional-indexing` library. A key that the library would not
 * read must never be admitted, or one hostile key would stop everyone else from moving anything.
 */
import { generateNKeysBetween } from 'fractional-indexing';

/** Keys grow by about one character for every six insertions at the same spot. */
const MAX_LENGTH = 200;
const SMALLEST = 'A00000000000000000000000000';

export function isPosition(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > MAX_LENGTH || !/^[A-Za-z][0-9A-Za-z]+$/.test(value)) return false;
  const head = value.charCodeAt(0);
  const integerLength = head >= 97 ? head - 97 + 2 : 90 - head + 2;
  if (value.length < integerLength || value === SMALLEST) return false;
  return value.length === integerLength || !value.endsWith('0');
}

export interface Placed {
  readonly id: string;
  readonly position: string;
}

/** The order of a list: by position, ties by id, so that every replica sees the same. */
export function byPosition(a: Placed, b: Placed): number {
  if (a.position !== b.position) return a.position < b.position ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * The positions to set so that `id` stands at `index` of the list without it. Usually one; when people have put several
 * entries at one spot at the same time, those that must come after get new ones too.
 */
export function positionsToPlace(id: string, list: readonly Placed[], index: number): readonly Placed[] {
  const others = list.filter((entry) => entry.id !== id).sort(byPosition);
  const at = Math.max(0, Math.min(index, others.length));
  const before = others[at - 1]?.position ?? null;
  let end = at;
  while (end < others.length && before !== null && others[end]?.position === before) end++;
  const after = others[end]?.position ?? null;
  const moved = [id, ...others.slice(at, end).map((entry) => entry.id)];
  const keys = generateNKeysBetween(before, after, moved.length);
  return moved.map((each, i) => ({ id: each, position: keys[i] as string }));
}
