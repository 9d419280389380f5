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
import { slotsOf, valueOf, type Slot } from '../bindings/slots.ts';
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
  const suggested = new Map<string, { readonly value: unknown; readonly client: number }>();
  for (const slot of slotsOf(kind, fork)) {
    const own = suggestedValue(slot, view);
    if (own !== null) suggested.set(slot.key, own);
  }
  const bringing = new Bringing(random);
  const updates: Uint8Array[] = [];
  const used = new Set<number>();
  const collect = (update: Uint8Array): void => void updates.push(update);
  fork.on('update', collect);
  Y.applyUpdate(fork, Y.encodeStateAsUpdate(original, Y.encodeStateVector(fork)));
  const { clientID } = fork;
  for (const slot of slotsOf(kind, fork)) {
    const own = suggested.get(slot.key);
    const item = slot.item;
    const follows = own === undefined && view.presenceOf(item) === 'absent' && isInOriginal(slot, view);
    const wanted = own !== undefined ? own.value : follows ? standingValue(slot, view) : valueOf(slot);
    if (wanted === valueOf(slot)) continue;
    fork.clientID = bringing.clientFor(leaseOf(own?.client ?? item.id.client) ?? suggester);
    used.add(fork.clientID);
    slot.set(wanted);
  }
  fork.clientID = clientID;
  fork.off('update', collect);
  return { update: updates.length === 0 ? Uint8Array.of(0, 0) : Y.mergeUpdates(updates), leases: bringing.leasesIn(used) };
}

/** The value that the fork suggests instead of the original's, if it does. */
function suggestedValue(slot: Slot, view: OriginalView): { value: unknown; client: number } | null {
  if (view.presenceOf(slot.item) !== 'absent' || !isInOriginal(slot, view)) return null;
  const value = valueOf(slot);
  return value === originalValue(slot, view) ? null : { value, client: slot.item.id.client };
}

/** Whether what holds the value stands in the original, so that the two can differ. */
function isInOriginal({ holder }: Slot, view: OriginalView): boolean {
  return holder === null || view.presenceOf(holder) !== 'absent';
}

/** The original's latest value that the fork knows, be it overwritten in the original by now. */
function originalValue({ item, missing }: Slot, view: OriginalView): unknown {
  const latest = latestOfOriginal(item, view);
  return latest !== null && latest.content instanceof Y.ContentAny ? latest.content.getContent().at(-1) : missing;
}

/** What stands in the original, once the fork has all of it. */
function standingValue(slot: Slot, view: OriginalView): unknown {
  const latest = latestOfOriginal(slot.item, view);
  return latest !== null && view.presenceOf(latest) === 'standing' ? originalValue(slot, view) : slot.missing;
}

function latestOfOriginal(item: Y.Item, view: OriginalView): Y.Item | null {
  let at: Y.Item | null = item;
  while (at !== null && view.presenceOf(at) === 'absent') at = at.left;
  return at;
}
