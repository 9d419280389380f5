/** What is to be expunged: by person, by ids or by place. */
import type { PersonId } from '@ginnel/base/ids';
import type * as Y from 'yjs';
import { itemsOf, textOfItem } from '../attribution/items.ts';
import type { Path } from '../bindings/fields.ts';
import type { IdRange, LeaseOf } from '../contract.ts';
import { IdSet } from '../undo/id-set.ts';

export type Expunged =
  /** Everything that a person wrote, in any capacity, and their name on what stays. */
  | { readonly personId: PersonId }
  /** Words by their ids: see `idsBetween`. */
  | { readonly ids: readonly IdRange[] }
  /** An entry or a field whole, whoever wrote in it. */
  | { readonly path: Path };

export interface Gone {
  readonly ids: IdSet;
  readonly isGone: (path: Path) => boolean;
}

/** @param clients  all clientIDs of the epoch */
export function goneOf(what: readonly Expunged[], clients: Iterable<number>, leaseOf: LeaseOf): Gone {
  const ids = new IdSet();
  const paths = what.flatMap((each) => ('path' in each ? [each.path] : []));
  const people = new Set(what.flatMap((each) => ('personId' in each ? [each.personId] : [])));
  for (const client of clients) {
    const lease = leaseOf(client);
    if (lease !== null && people.has(lease.personId)) ids.add({ client, clock: 0, length: Number.MAX_SAFE_INTEGER });
  }
  for (const each of what) if ('ids' in each) for (const range of each.ids) ids.add(range);
  return { ids, isGone: (path) => paths.some((gone) => path === gone || path.startsWith(`${gone}/`)) };
}

/** The ids of the words from one index of a text to another. */
export function idsBetween(text: Y.Text, from: number, to: number): IdRange[] {
  const ids: IdRange[] = [];
  let at = 0;
  for (const item of itemsOf(text)) {
    if (item.deleted || textOfItem(item) === null) continue;
    const start = Math.max(0, from - at);
    const end = Math.min(item.length, to - at);
    if (end > start) ids.push({ client: item.id.client, clock: item.id.clock + start, length: end - start });
    at += item.length;
  }
  return ids;
}
