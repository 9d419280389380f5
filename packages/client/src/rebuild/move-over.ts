/**
 * After a refusal: carries a person's edits from the document in which they were made to a fresh one that stands at the
 * server's state. What was refused is taken out as words; all else is made again. Nothing is in neither.
 */
import type { Refusal } from '@ginnel/domain/refusals';
import * as Y from 'yjs';
import type { FieldWords } from '../not-accepted/entry.ts';
import { fieldPathOf, itemsIn, keyedItemsOf, speaksOf, typeIn, type AnyType } from './field.ts';
import {
  common,
  deletedIn,
  each,
  insertedIn,
  minus,
  ofClients,
  rangesOf,
  rangesOfUpdate,
  union,
  within,
  type ClockRange,
  type Ranges,
} from './ranges.ts';
import { reapply } from './reapply.ts';
import type { Unsent } from './confirmed.ts';
import { wordsOf } from './words.ts';

export interface MovingOver {
  readonly old: Y.Doc;
  /** The server's state after it has judged all that `old` sent, with its roots opened. */
  readonly fresh: Y.Doc;
  /** The clientIDs under which the person wrote in `old`. */
  readonly mine: ReadonlySet<number>;
  readonly refusal: Refusal;
  /** The update that was refused. */
  readonly update: Uint8Array;
  /** Structs of the person that somebody else's container buried (`Buried`). */
  readonly buried: Ranges;
  /** Gives up making edits again: all that the server lacks counts as refused. */
  readonly giveUp: boolean;
}

/** @returns the words that are not in `fresh`, by field; empty when all could be made again */
export function moveOver(moving: MovingOver, origin: unknown): FieldWords[] {
  const { old, fresh, buried } = moving;
  const lacking = lackingIn(moving);
  const refused = moving.giveUp ? lacking : refusedPart(moving);
  const inserted = minus(lacking.inserted, refused.inserted);
  const notPlaced = reapply({ old, fresh, inserted, deleted: minus(lacking.deleted, refused.deleted), buried }, origin);
  return wordsOf(old, {
    inserted: union(common(lacking.inserted, refused.inserted), notPlaced),
    deleted: common(lacking.deleted, refused.deleted),
    buried,
  });
}

/** What the person did in `old` that `fresh` does not know. */
function lackingIn({ old, fresh, mine }: MovingOver): Unsent {
  const known = insertedIn(fresh);
  return {
    inserted: minus(ofClients(insertedIn(old), mine), known),
    deleted: minus(common(deletedIn(old), known), deletedIn(fresh)),
  };
}

/** The part of an update that its refusal speaks of; all of it when the refusal names no field of it. */
function refusedPart({ old, fresh, refusal: { kind, path }, update, buried }: MovingOver): Unsent {
  const nothing: Unsent = { inserted: new Map(), deleted: new Map() };
  // Nothing is wrong with the edits themselves: something before them was missing.
  if (kind === 'gap') return nothing;
  const whole = rangesOfUpdate(update);
  const inserted: (readonly [number, ClockRange])[] = [];
  const deleted: (readonly [number, ClockRange])[] = [];
  for (const item of itemsIn(old, buried)) {
    const brought = within(whole.inserted, item.id, item.length);
    const tookOut = within(whole.deleted, item.id, item.length);
    if ((brought.length === 0 && tookOut.length === 0) || !speaksOf(path, fieldPathOf(item))) continue;
    for (const { from, to } of brought) inserted.push([item.id.client, { clock: item.id.clock + from, length: to - from }]);
    for (const { from, to } of tookOut) deleted.push([item.id.client, { clock: item.id.clock + from, length: to - from }]);
  }
  const part = { inserted: rangesOf(inserted), deleted: rangesOf(deleted) };
  if (isClash(old, fresh, path, buried)) return nothing;
  return [...each(part.inserted)].length > 0 || [...each(part.deleted)].length > 0 ? part : whole;
}

/**
 * Two people made the same container at once (a party's part, say): the second is refused, but its words have a place
 * in the first.
 */
function isClash(old: Y.Doc, fresh: Y.Doc, path: string, buried: Ranges): boolean {
  const key = path.slice(path.lastIndexOf('/') + 1);
  const theirs = holderOf(fresh, path)?._map.get(key);
  if (theirs === undefined || theirs.deleted || typeIn(theirs) === null) return false;
  const holder = holderOf(old, path);
  const items = holder === null ? [] : [...keyedItemsOf(holder, buried)].filter(([of]) => of === key);
  return items.some(([, item]) => typeIn(item)?.constructor === typeIn(theirs)?.constructor && !Y.compareIDs(item.id, theirs.id));
}

/** The map in which the last key of a path stands. */
function holderOf(doc: Y.Doc, path: string): AnyType | null {
  const [root, ...keys] = path.split('/').slice(0, -1);
  let type: AnyType | null = (doc.share.get(root ?? '') as AnyType | undefined) ?? null;
  for (const key of keys) {
    const item: Y.Item | undefined = type?._map.get(key);
    type = item === undefined ? null : typeIn(item);
  }
  return type;
}
