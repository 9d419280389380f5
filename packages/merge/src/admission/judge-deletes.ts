/** Judges what an update deletes: every living item that its delete set names, and what goes with it. */
import * as Y from 'yjs';
import type { Judgement } from './judgement.ts';
import { COLLECTION, DELETION } from './limits.ts';
import { groundAt, pathOf, type Place, type YType } from './places.ts';
import { refuse } from './refused.ts';
import type { ScannedDelete } from './scan.ts';
import { endOf } from './store.ts';

export function judgeDeletes(judgement: Judgement, deletes: readonly ScannedDelete[]): void {
  for (const { client, clock, length } of deletes) {
    const known = endOf(judgement.store, client);
    const end = clock + length;
    if (end > known && end > (judgement.incomingOf(client)?.end ?? 0)) refuse('gap');
    if (clock < known) judgeStored(judgement, client, clock, Math.min(end, known));
    if (end > known) judgeIncoming(judgement, client, Math.max(clock, known), end);
  }
}

function judgeStored(judgement: Judgement, client: number, from: number, to: number): void {
  const structs = judgement.store.clients.get(client)!;
  for (let i = Y.findIndexSS(structs, from); i < structs.length; i++) {
    const item = structs[i]!;
    const { clock } = item.id;
    if (clock >= to) return;
    if (item.deleted || !(item instanceof Y.Item)) continue;
    const start = Math.max(from, clock);
    const end = Math.min(to, clock + item.length);
    const { actor } = judgement.by;
    if (start > clock) judgement.cut(item, start - clock, actor);
    if (end < clock + item.length) judgement.cut(item, end - clock, actor);
    const place = judgement.placeOf(item);
    if (item.content instanceof Y.ContentFormat) judgeMark(judgement, place, item);
    else judgeOne(judgement, place, item.parentSub, end - start);
    judgement.effort.spend(DELETION);
    judgement.deleted.push({ client, clock: start, length: end - start });
    if (item.content instanceof Y.ContentType) takeAlong(judgement, item.content.type as YType);
  }
}

/** The end of a mark: whoever may not delete it may still tidy. */
function judgeMark(judgement: Judgement, place: Place, item: Y.Item): void {
  const why = judgement.whyNot(place.ground.inside.delete, judgement.by.actor, place);
  if (why === null) judgement.grow(place, -1);
  else judgement.tidy(place, item, why);
}

/** What came in the same update and goes again: nobody sees it, and yet it is the sender's deletion. */
function judgeIncoming(judgement: Judgement, client: number, from: number, to: number): void {
  for (let clock = from; clock < to;) {
    const struct = judgement.incomingAt(client, clock);
    const end = Math.min(to, struct.clock + struct.length);
    const { place, key } = struct.where ?? refuse('gap');
    if (place !== null) judgeOne(judgement, place, key, end - clock);
    clock = end;
  }
}

function judgeOne(judgement: Judgement, place: Place, key: string | null, length: number): void {
  const { actor } = judgement.by;
  if (key === null || place.xml !== '') {
    judgement.demand(place.ground.inside.delete, actor, place, '#');
    if (key === null) judgement.grow(place, -length);
    return;
  }
  const ground = groundAt(place, key);
  if (ground?.node.type !== 'value') return refuse('not-allowed', `${pathOf(place)}/${key}`);
  if (place.type !== null) judgement.demand(ground.self.delete, actor, place, key);
}

/**
 * Values that one client set one after another travel as one struct once all but the last were replaced, so such a struct is
 * always deleted by the update that brings it. A living one would be a key with two values.
 */
export function checkRuns(judgement: Judgement, deletes: readonly ScannedDelete[]): void {
  if (judgement.runs.length === 0) return;
  const byClient = Map.groupBy(deletes, ({ client }) => client);
  for (const { client, clock, length } of judgement.runs) {
    if (!covers(byClient.get(client) ?? [], clock, clock + length)) refuse('malformed');
  }
}

/** @param ranges  ascending, as the scan leaves them */
function covers(ranges: readonly ScannedDelete[], from: number, to: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const { clock, length } = ranges[middle]!;
    if (from < clock) high = middle - 1;
    else if (from >= clock + length) low = middle + 1;
    else return to <= clock + length;
  }
  return false;
}

/** With a node of rich text goes everything in it. */
function takeAlong(judgement: Judgement, type: YType): void {
  if (!judgement.takes(type)) return;
  for (let item = type._start; item !== null; item = item.right) {
    if (item.deleted) judgement.effort.spend(COLLECTION);
    else takeItem(judgement, item);
  }
  for (const item of type._map.values()) if (!item.deleted) takeItem(judgement, item);
}

function takeItem(judgement: Judgement, item: Y.Item): void {
  judgement.effort.spend(DELETION);
  judgement.deleted.push({ client: item.id.client, clock: item.id.clock, length: item.length });
  if (item.content instanceof Y.ContentType) takeAlong(judgement, item.content.type as YType);
}
