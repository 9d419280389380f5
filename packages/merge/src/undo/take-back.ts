/**
 * A moderator's undo: takes back one contribution, or everything that one person did, as a forward edit. Their words go;
 * everyone else's stay, also those written within; what they had deleted or replaced comes back, under its author.
 */
import { assert } from '@ginnel/base/assert';
import type { Random } from '@ginnel/base/ports';
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import * as Y from 'yjs';
import { Bringing, type Brought } from '../attribution/bringing.ts';
import { textsOf } from '../attribution/contributions.ts';
import type { AttributedRow } from '../attribution/index.ts';
import { itemsOf } from '../attribution/items.ts';
import { fieldsOf, type EntryField, type Field, type Path } from '../bindings/fields.ts';
import { slotsOf } from '../bindings/slots.ts';
import type { LeaseOf } from '../contract.ts';
import { copyFor, replayFor, type Contribution } from './contribution.ts';
import type { History } from './history.ts';
import { takeBackProse, takeBackText, wordsOfOthers } from './take-back-words.ts';
import { takeBackValue } from './take-back-value.ts';
import type { Workbench } from './workbench.ts';

export interface TakingBack {
  /** The whole log of this epoch; or, for chosen ids that are plain (`isPlain`), the document as it came about. */
  readonly rows: Iterable<AttributedRow> | History;
  readonly leaseOf: LeaseOf;
  /** Who undoes it. */
  readonly moderator: Author;
  /** What they may edit in this document and phase: see `mayEdit`. Where they may not, the contribution stays. */
  readonly may: (path: string) => boolean;
  readonly random: Random;
  /** Whether what it had taken out comes back also where somebody else has since deleted the block that it stood in. */
  readonly evenFromDeletedBlocks?: boolean;
}

export interface TakenBack extends Brought {
  /** Fields in which the contribution stays, because only others may edit there: the part of another party, somebody's comment. */
  readonly left: readonly Path[];
  /** Entries that the contribution added and that stay, because others have written in them. */
  readonly kept: readonly Path[];
}

/** @returns null when there is nothing to take back */
export function takeBack(
  kind: DocumentKind,
  contribution: Contribution,
  { rows, leaseOf, moderator, may, random, evenFromDeletedBlocks = false }: TakingBack,
): TakenBack | null {
  const replayed =
    'doc' in rows && 'inserted' in contribution ? copyFor(rows, contribution) : replayFor(kind, rowsOf(rows), contribution, leaseOf);
  const { doc } = replayed;
  const bringing = new Bringing(random);
  const updates: Uint8Array[] = [];
  const used = new Set<number>();
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const bench: Workbench = {
    ...replayed,
    moderator,
    evenFromDeletedBlocks,
    authorOf: (client, clock) => replayed.index.written(client, clock)?.author ?? moderator,
    untilOf: (client, clock) => replayed.index.written(client, clock)?.end ?? Infinity,
    as: (author, edit) => {
      doc.clientID = bringing.clientFor(author);
      used.add(doc.clientID);
      doc.transact(edit);
    },
  };
  const kept: Path[] = [];
  const left: Path[] = [];
  for (const field of fieldsOf(kind, doc)) {
    if (field.type === 'entry' || field.type === 'value') continue;
    if (!may(`${field.path}/#`)) {
      if (isTouched(field, bench)) left.push(field.path);
    } else if (field.type === 'text') {
      takeBackText(field.text, bench);
    } else {
      takeBackProse(field.fragment, bench);
    }
  }
  for (const slot of [...slotsOf(kind, doc)]) if (may(slot.in === 'record' ? slot.path : `${slot.path}/#`)) takeBackValue(slot, bench);
  const hidden: Path[] = [];
  for (const field of fieldsOf(kind, doc)) {
    if (field.type !== 'entry') continue;
    if (may(`${field.path}/removed`) && !hide(field, bench)) kept.push(field.path);
    if (field.entry.get('removed') === true) hidden.push(field.path);
  }
  doc.destroy();
  if (updates.length === 0) return null;
  const seen = left.filter((path) => !hidden.some((entry) => path.startsWith(`${entry}/`)));
  return { update: Y.mergeUpdates(updates), leases: bringing.leasesIn(used), kept, left: seen };
}

function rowsOf(rows: Iterable<AttributedRow> | History): Iterable<AttributedRow> {
  assert(!('doc' in rows), 'only ids that were chosen can be taken back without the rows of the log');
  return rows;
}

/** Whether any of the contribution stands in a field. */
function isTouched(field: Field, { inserted }: Workbench): boolean {
  return textsOf(field).some((text) =>
    itemsOf(text).some(
      ({ id, deleted, length }) =>
        !deleted && (inserted.has(id.client, id.clock) || inserted.reach(id.client, id.clock).until < id.clock + length),
    ),
  );
}

/** Takes an entry that the contribution added out of sight, unless others have written in it. Containers are never deleted. */
function hide({ entry }: EntryField, bench: Workbench): boolean {
  const item = entry._item;
  if (item === null || !bench.inserted.has(item.id.client, item.id.clock)) return true;
  if (wordsOfOthers(entry, bench.inserted)) {
    if (entry.get('removed') === true) bench.as(bench.moderator, () => entry.set('removed', false));
    return false;
  }
  if (entry.get('removed') !== true) bench.as(bench.moderator, () => entry.set('removed', true));
  return true;
}
