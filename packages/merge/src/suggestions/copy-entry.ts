/** Copies an entry with all that stands in it into another document, every word under its author. */
import { assert } from '@ginnel/base/assert';
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import { copyBlock, copyRuns, whatStands } from '../attribution/copy-block.ts';
import { itemsOf } from '../attribution/items.ts';
import type { EntryField } from '../bindings/fields.ts';
import { addEntry, type ListPath } from '../edits/entries.ts';
import { entryAt } from '../edits/open.ts';
import type { AcceptBench } from './bench.ts';

export function copyEntry(kind: DocumentKind, { path, id, entry }: EntryField, bench: AcceptBench): void {
  const steps = path.split('/');
  const list = steps.slice(0, -1) as unknown as ListPath;
  bench.asNewFor(clientOf(entry), () => addEntry(kind, bench.live, list, { id }));
  const made = entryAt(bench.live, ...(steps as unknown as ListPath));
  assert(made !== null, 'an entry that was added is there');
  for (const [name, value] of entry.entries()) {
    const item = entry._map.get(name);
    const target = made.get(name);
    if (item === undefined) continue;
    if (value instanceof Y.Text && target instanceof Y.Text) copyRuns(target, value, { asAuthorOf: bench.asAuthorOf, reach: whatStands });
    else if (value instanceof Y.XmlFragment && target instanceof Y.XmlFragment) copyBlocks(target, value, bench);
    else if (value instanceof Y.Map) copyList(kind, [...steps, name], { list: value, bench });
    else if (target !== value) bench.asAuthorOf(item.id.client, () => made.set(name, value));
  }
}

function copyBlocks(target: Y.XmlFragment, source: Y.XmlFragment, bench: AcceptBench): void {
  for (const item of itemsOf(source))
    if (!item.deleted) copyBlock(target, target.length, item, { asAuthorOf: bench.asAuthorOf, reach: whatStands });
}

function copyList(kind: DocumentKind, steps: readonly string[], { list, bench }: { list: Y.Map<unknown>; bench: AcceptBench }): void {
  for (const [id, entry] of list.entries()) {
    if (entry instanceof Y.Map) copyEntry(kind, { type: 'entry', path: [...steps, id].join('/'), list, id, entry }, bench);
  }
}

function clientOf(entry: Y.Map<unknown>): number {
  assert(entry._item !== null, 'an entry of a list has an item');
  return entry._item.id.client;
}
