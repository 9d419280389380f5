/**
 * A new value made of the pieces of the one before it that say the same: what has not changed is the very same object, and who
 * compares by identity, as the page does, sees at a glance that there is nothing to draw.
 *
 * @param now  plain data: objects, arrays, words, numbers
 * @returns  equal to `now`; `before` itself when nothing is different
 */
export function sharing<T>(before: unknown, now: T): T {
  return shared(before, now) as T;
}

function shared(before: unknown, now: unknown): unknown {
  if (Object.is(before, now)) return now;
  if (Array.isArray(before) && Array.isArray(now)) return sharedList(before, now);
  return isThing(before) && isThing(now) ? sharedRecord(before, now) : now;
}

function sharedList(before: readonly unknown[], now: readonly unknown[]): readonly unknown[] {
  // An entry is known again by its id, wherever it stands now.
  const byId = new Map(before.map((item) => [idOf(item), item]));
  const list = now.map((item, i) => shared(byId.get(idOf(item) ?? NONE) ?? before[i], item));
  return list.length === before.length && list.every((item, i) => item === before[i]) ? before : list;
}

function sharedRecord(before: Thing, now: Thing): Thing {
  const keys = Object.keys(now);
  const record: Record<string, unknown> = {};
  let isSame = keys.length === Object.keys(before).length;
  for (const key of keys) {
    record[key] = shared(before[key], now[key]);
    if (record[key] !== before[key] || !Object.hasOwn(before, key)) isSame = false;
  }
  return isSame ? before : record;
}

type Thing = Readonly<Record<string, unknown>>;

/** No item's id. */
const NONE = Symbol('none');

function idOf(item: unknown): unknown {
  return isThing(item) ? item['id'] : undefined;
}

function isThing(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
