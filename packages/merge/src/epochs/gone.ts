/** What is to be expunged: by person, by ids or by place. */
import type { PersonId } from '@ginnel/base/ids';
import type * as Y from 'yjs';
import type { AttributionIndex } from '../attribution/index.ts';
import { itemsOf, textOfItem } from '../attribution/items.ts';
import type { Path } from '../bindings/fields.ts';
import type { IdRange } from '../contract.ts';
import { IdSet } from '../attribution/id-set.ts';

export type Expunged =
  /** Everything that a person wrote, in any capacity, and their name on what stays. */
  | { readonly personId: PersonId }
  /** Words by their ids, wherever others have moved them since: see `idsBetween`. */
  | { readonly ids: readonly IdRange[] }
  /** An entry or a field whole, whoever wrote in it. */
  | { readonly path: Path };

export interface Gone {
  readonly ids: IdSet;
  readonly isGone: (path: Path) => boolean;
}

/** @param index  of the whole epoch: a person's words go wherever others have moved them, and others' words stay that they had moved */
export function goneOf(what: readonly Expunged[], index: AttributionIndex): Gone {
  const ids = new IdSet();
  const paths = what.flatMap((each) => ('path' in each ? [each.path] : []));
  for (const each of what) if ('personId' in each) for (const range of index.idsBy(each.personId)) ids.add(range);
  for (const each of what) if ('ids' in each) for (const range of index.withMoved(each.ids)) ids.add(range);
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
