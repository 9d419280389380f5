/**
 * A suggested new entry. Its empty containers were made under a clientID of their own (`suggestEntry`), so that accepting
 * takes those very structs over: the original and the fork then hold one and the same entry, and words that the suggester
 * goes on writing in it are further suggestions.
 */
import { assert } from '@ginnel/base/assert';
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import type { EntryField, Path } from '../bindings/fields.ts';
import { project } from '../canonical/project.ts';
import type { IdRange } from '../contract.ts';
import { entryContentAt, type Content } from '../versions/content.ts';
import { changeId, type Acceptable } from './change.ts';
import { copyEntry } from './copy-entry.ts';
import { copyOf, structsOf } from './structs.ts';

export interface Compared {
  readonly fork: Y.Doc;
  readonly original: Y.Doc;
  /** How the two are compared below a path. */
  readonly compare: (original: Y.Doc, within: Path) => Acceptable[];
}

export function entryAdded(kind: DocumentKind, field: EntryField, { fork, original, compare }: Compared): Acceptable {
  const { entry, path, id } = field;
  const item = entry._item;
  assert(item !== null, 'an entry of a list has an item');
  const { client, clock } = item.id;
  const own = isAlone(fork, item) ? structsOf(fork, client) : null;
  const within = own === null ? [] : changesWithin(kind, own, { path, original, compare });
  const ids: IdRange[] = [{ client, clock, length: item.length }, ...within.flatMap(({ change }) => change.ids)];
  return {
    change: {
      type: 'entry-added',
      id: changeId(client, clock),
      path,
      clients: [...new Set([client, ...within.flatMap(({ change }) => change.clients)])],
      ids,
      content: entryContentAt(project(kind, fork) as unknown as Content, path) ?? { id },
    },
    // Copied only when a fork is remade: two containers under one key would swallow each other's words.
    isWhole: own !== null,
    accept: (bench) => {
      if (own === null) return copyEntry(kind, field, bench);
      bench.takeOver(client, own);
      for (const inner of within.toReversed()) inner.accept(bench);
    },
    settle: (settled) => {
      for (const inner of within) inner.settle(settled);
    },
  };
}

/** What the fork has written in the entry since it was made. */
function changesWithin(
  kind: DocumentKind,
  own: Uint8Array,
  { path, original, compare }: { path: Path } & Pick<Compared, 'original' | 'compare'>,
): Acceptable[] {
  const made = copyOf(kind, original);
  Y.applyUpdate(made, own);
  const within = compare(made, `${path}/`);
  made.destroy();
  return within;
}

/** Whether the entry's clientID has made nothing else, but for places of entries that had to give way to it. */
function isAlone(fork: Y.Doc, entry: Y.Item): boolean {
  return (fork.store.clients.get(entry.id.client) ?? []).every((struct) => {
    if (!(struct instanceof Y.Item)) return false;
    if (struct.parentSub === 'position') return true;
    for (let item: Y.Item | null = struct; item !== null; item = (item.parent as Y.AbstractType<unknown>)._item)
      if (item === entry) return true;
    return false;
  });
}
