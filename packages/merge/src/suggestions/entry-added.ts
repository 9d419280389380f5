/**
 * A suggested new entry. Its empty containers were made under a clientID of their own (`suggestEntry`), so that accepting
 * takes those very structs over: the original and the fork then hold one and the same entry, and words that the suggester
 * goes on writing in it are further suggestions.
 */
import { assert } from '@ginnel/base/assert';
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import { fieldsOf, type EntryField, type Field, type Path } from '../bindings/fields.ts';
import { project } from '../canonical/project.ts';
import type { IdRange } from '../contract.ts';
import { entryContentAt, type Content } from '../versions/content.ts';
import { changeId, type Acceptable, type Touch } from './change.ts';
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
  const { within, touches } = own === null ? NOTHING_WITHIN : changesWithin(kind, own, { path, original, compare });
  const ids: IdRange[] = [{ client, clock, length: item.length }, ...within.flatMap(({ change }) => change.ids)];
  return {
    change: {
      type: 'entry-added',
      id: changeId(client, clock),
      path,
      touches: [...touches, ...within.flatMap(({ change }) => change.touches)],
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

interface Within {
  readonly within: readonly Acceptable[];
  readonly touches: readonly Touch[];
}

const NOTHING_WITHIN: Within = { within: [], touches: [] };

/** What making the entry inserts at one of its fields. */
function touchesOf(field: Field): Touch[] {
  const touch = (path: Path): Touch => ({ path, acts: ['insert'] });
  switch (field.type) {
    case 'entry':
      return [touch(field.path)];
    // The values that an entry is made with are part of making it.
    case 'value':
      return [];
    case 'text':
      return field.text.length > 0 ? [touch(field.path), touch(`${field.path}/#`)] : [touch(field.path)];
    case 'rich':
      return field.fragment.length > 0 ? [touch(field.path), touch(`${field.path}/#`)] : [touch(field.path)];
  }
}

/** What the fork has written in the entry since it was made. */
function changesWithin(
  kind: DocumentKind,
  own: Uint8Array,
  { path, original, compare }: { path: Path } & Pick<Compared, 'original' | 'compare'>,
): Within {
  const made = copyOf(kind, original);
  Y.applyUpdate(made, own);
  const within = compare(made, `${path}/`);
  const touches = [...fieldsOf(kind, made)].flatMap((field) =>
    field.path === path || field.path.startsWith(`${path}/`) ? touchesOf(field) : [],
  );
  made.destroy();
  return { within, touches };
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
