/** Whose words go. Reads only. */
import type { PersonId } from '@ginnel/base/ids';
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import { textsOf } from '../attribution/contributions.ts';
import type { AttributionIndex } from '../attribution/index.ts';
import { itemsOf } from '../attribution/items.ts';
import { fieldsOf } from '../bindings/fields.ts';
import type { IdRange } from '../contract.ts';
import type { Expunged, Gone } from './gone.ts';

/** Everybody who wrote any of what goes: by id whatever became of it since, by place the words and values that stand there. */
export function writersOf(
  kind: DocumentKind,
  what: readonly Expunged[],
  { old, gone, index }: { old: Y.Doc; gone: Gone; index: AttributionIndex },
): PersonId[] {
  const writers = new Set<PersonId>();
  const note = ({ client, clock, length }: IdRange): void => {
    for (let at = clock; at < clock + length;) {
      const written = index.written(client, at);
      if (written === null) return;
      writers.add(written.author.personId);
      at = written.end;
    }
  };
  for (const each of what) {
    if ('personId' in each) writers.add(each.personId);
    else if ('ids' in each) each.ids.forEach(note);
  }
  for (const field of fieldsOf(kind, old)) {
    if (field.type === 'entry' || !gone.isGone(field.path)) continue;
    if (field.type === 'value') {
      const item = field.record._map.get(field.key);
      const saysSomething = field.key !== 'position' && field.key !== 'removed';
      if (item !== undefined && !item.deleted && saysSomething) note({ client: item.id.client, clock: item.lastId.clock, length: 1 });
      continue;
    }
    for (const text of textsOf(field)) {
      for (const { id, deleted, content, length } of itemsOf(text)) {
        if (!deleted && content instanceof Y.ContentString) note({ client: id.client, clock: id.clock, length });
      }
    }
  }
  return [...writers];
}
