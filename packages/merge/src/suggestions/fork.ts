/**
 * Forks: a suggestion is a document of its own that holds all of the original's history, in which the suggester edits under
 * clientIDs of their own. It stays on top of the original: `rebase` brings every later edit of the original into it.
 */
import type { Random } from '@ginnel/base/ports';
import { randomClientId } from '@ginnel/base/ports';
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import * as Y from 'yjs';
import { Bringing, type Brought } from '../attribution/bringing.ts';
import { fieldsOf, type Path, type ValueField } from '../bindings/fields.ts';
import type { LeaseOf } from '../contract.ts';
import { addEntry, type ListPath, type NewEntry } from '../edits/entries.ts';
import { openRoots } from '../edits/open.ts';
import { OriginalView } from './original-view.ts';

/** Roots in which nothing is suggested: anyone may write there. */
export const TALK_BESIDE: readonly string[] = ['comments'];

/** A fork of the original's state, for its suggester to edit. Never garbage collected: what a suggestion removes must stay readable. */
export function openFork(kind: DocumentKind, original: Uint8Array, random: Random): Y.Doc {
  const fork = new Y.Doc({ gc: false });
  fork.clientID = randomClientId(random);
  openRoots(kind, fork);
  Y.applyUpdate(fork, original);
  return fork;
}

/** Adds an entry to a fork under a clientID of its own, so that it can be accepted as it is while its suggester goes on writing in it. */
export function suggestEntry(
  kind: DocumentKind,
  fork: Y.Doc,
  path: ListPath,
  { entry, random }: { entry: NewEntry; random: Random },
): Y.Map<unknown> {
  const { clientID } = fork;
  fork.clientID = randomClientId(random);
  try {
    return addEntry(kind, fork, path, entry);
  } finally {
    fork.clientID = clientID;
  }
}

export interface Rebasing {
  /** Leases of the fork. */
  readonly leaseOf: LeaseOf;
  /** Who a suggested value is kept for when its lease is not known. */
  readonly suggester: Author;
  readonly random: Random;
}

/**
 * Brings the original as it stands into the fork. Suggested words re-anchor by themselves, as Yjs merges them. Of a value the
 * last writer would win by chance: a value that was suggested stays suggested, and one that was not follows the original.
 *
 * @returns the update to the fork; its leases belong to the fork
 */
export function rebase(kind: DocumentKind, fork: Y.Doc, original: Y.Doc, { leaseOf, suggester, random }: Rebasing): Brought {
  const view = new OriginalView(original);
  const suggested = new Map<Path, { readonly value: unknown; readonly client: number }>();
  for (const field of fieldsOf(kind, fork)) {
    const own = field.type === 'value' ? suggestedValue(field, view) : null;
    if (own !== null) suggested.set(field.path, own);
  }
  const bringing = new Bringing(random);
  const updates: Uint8Array[] = [];
  const used = new Set<number>();
  const collect = (update: Uint8Array): void => void updates.push(update);
  fork.on('update', collect);
  Y.applyUpdate(fork, Y.encodeStateAsUpdate(original, Y.encodeStateVector(fork)));
  const { clientID } = fork;
  for (const field of fieldsOf(kind, fork)) {
    if (field.type !== 'value') continue;
    const own = suggested.get(field.path);
    const item = field.record._map.get(field.key);
    const follows =
      own === undefined && item !== undefined && !item.deleted && view.presenceOf(item) === 'absent' && hasOriginal(field, view);
    const wanted = own !== undefined ? own.value : follows ? originalValue(field, view) : field.record.get(field.key);
    if (wanted === field.record.get(field.key)) continue;
    const client = own?.client ?? item?.id.client;
    fork.clientID = bringing.clientFor((client === undefined ? null : leaseOf(client)) ?? suggester);
    used.add(fork.clientID);
    field.record.set(field.key, wanted);
  }
  fork.clientID = clientID;
  fork.off('update', collect);
  return { update: updates.length === 0 ? Uint8Array.of(0, 0) : Y.mergeUpdates(updates), leases: bringing.leasesIn(used) };
}

/** The value that the fork suggests instead of the original's, if it does. */
function suggestedValue(field: ValueField, view: OriginalView): { value: unknown; client: number } | null {
  const item = field.record._map.get(field.key);
  if (item === undefined || item.deleted || view.presenceOf(item) !== 'absent' || !hasOriginal(field, view)) return null;
  const value = field.record.get(field.key);
  return value === originalValue(field, view) ? null : { value, client: item.id.client };
}

/** Whether the record stands in the original, so that a value can differ from it. */
function hasOriginal({ record }: ValueField, view: OriginalView): boolean {
  return record._item === null || view.presenceOf(record._item) !== 'absent';
}

/** The original's latest value that the fork knows. */
function originalValue({ record, key, node }: ValueField, view: OriginalView): unknown {
  let item: Y.Item | null = record._map.get(key) ?? null;
  while (item !== null && view.presenceOf(item) === 'absent') item = item.left;
  return item !== null && item.content instanceof Y.ContentAny ? item.content.getContent().at(-1) : node.missing;
}
