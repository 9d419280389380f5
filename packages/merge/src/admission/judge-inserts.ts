/** Judges the structs that an update brings: where Yjs will put each, and whether it may stand there. */
import type { Actor } from '@ginnel/domain/standing';
import * as Y from 'yjs';
import { maySomewhere, whyNot, type Ground } from './grounds.ts';
import { isBeside, type Incoming, type Judgement } from './judgement.ts';
import { MAX_RICH_DEPTH } from './limits.ts';
import { fieldOf, groundAt, nodeWithin, pathOf, type Place, type YType } from './places.ts';
import { originsAgree } from './origins.ts';
import { refuse } from './refused.ts';
import { attributeOf, markFits, mayHold, TEXT } from './rich-text.ts';
import {
  ANY,
  DELETED,
  FORMAT,
  isTypedOn,
  NONE,
  STRING,
  TYPE,
  XML_ELEMENT,
  XML_FRAGMENT,
  XML_TEXT,
  Y_MAP,
  Y_TEXT,
  type Scanned,
} from './scan.ts';
import { endOf, structAt } from './store.ts';

/**
 * Judges a client's structs up to the one that holds `clock`, and before each whatever it refers to. Yjs integrates in the
 * same order; what it would leave pending is refused.
 */
export function advance(judgement: Judgement, incoming: Incoming, clock: number): void {
  if (incoming.isBusy) refuse('gap');
  incoming.isBusy = true;
  for (; incoming.next < incoming.structs.length; incoming.next++) {
    const struct = incoming.structs[incoming.next]!;
    if (struct.clock > clock) break;
    if (struct.originClient !== NONE) need(judgement, struct, struct.originClient, struct.originClock);
    if (struct.rightClient !== NONE) need(judgement, struct, struct.rightClient, struct.rightClock);
    if (struct.parentClient !== NONE) need(judgement, struct, struct.parentClient, struct.parentClock);
    judgeStruct(judgement, incoming, struct);
  }
  incoming.isBusy = false;
}

/** What a struct refers to must be there before it. */
function need(judgement: Judgement, struct: Scanned, client: number, clock: number): void {
  if (client === struct.client) {
    if (clock >= struct.clock) refuse('gap');
    return;
  }
  if (clock < endOf(judgement.store, client)) return;
  const other = judgement.incomingOf(client);
  if (other === null || clock >= other.end) return refuse('gap');
  const next = other.structs[other.next];
  if (next !== undefined && next.clock <= clock) advance(judgement, other, clock);
}

/** Where a referred item stands: kept in one object, for a keystroke should cost next to nothing. */
const found: Found = { isGone: false, place: null, key: null, item: null, incoming: null };

interface Found {
  isGone: boolean;
  place: Place | null;
  key: string | null;
  /** Null when it comes with the update. */
  item: Y.Item | null;
  /** Null when it does not. */
  incoming: Scanned | null;
}

function judgeStruct(judgement: Judgement, incoming: Incoming, struct: Scanned): void {
  const { actor, isKnown } = incoming;
  let place: Place | null = null;
  let key: string | null = null;
  let isGone = false;
  let left: Y.Item | null = null;
  let right: Y.Item | null = null;
  let ours: Scanned | null = null;
  let theirs: Scanned | null = null;
  if (struct.originClient !== NONE) {
    find(judgement, struct.originClient, struct.originClock, struct.originClock + 1, actor);
    ({ place, key, isGone, item: left, incoming: ours } = found);
  }
  if (struct.rightClient !== NONE) {
    find(judgement, struct.rightClient, struct.rightClock, struct.rightClock, actor);
    right = found.item;
    theirs = found.incoming;
    if (struct.originClient === NONE) {
      ({ place, key, isGone } = found);
    } else if (found.isGone !== isGone || found.place !== place || found.key !== key) {
      // Also when only one of them is gone: a replica that keeps what is deleted would put the item beside the other.
      refuse('malformed', place === null ? '' : pathOf(place));
    }
  }
  // Yjs looks up what a known struct refers to, and then leaves it.
  if (isKnown) return;
  if (struct.root !== null) {
    place = judgement.places.root(struct.root) ?? refuse('unknown-path', struct.root);
    key = struct.key;
  } else if (struct.parentClient !== NONE) {
    place = parentOf(judgement, struct);
    key = struct.key;
    isGone = place === null;
  }
  if (isGone || place === null) {
    // What it belonged to is gone, here or already at the sender: Yjs keeps its clocks and drops its content.
    if (!maySomewhere(judgement.kind, actor, judgement.by.phase)) refuse('not-allowed');
    struct.where = GONE;
    return;
  }
  if (struct.content === ANY && struct.length > 1) judgement.runs.push(struct);
  const opens = judgeContent(judgement, struct, place, key, actor);
  struct.where = key === null && opens === null ? judgement.within(place) : { place, key, opens };
  if (key !== null) return;
  judgement.rehearse(struct, place, left, right, ours, theirs);
  // What stands next to each other agrees. So does what is typed on behind what does: what is not below the origin of that, or directly so, is
  // not below its end.
  if (left !== null && isBeside(struct, place, left, right)) return;
  if (ours !== null && isTypedOn(struct, ours)) return;
  if (!originsAgree(judgement, struct)) refuse('malformed', pathOf(place));
}

const GONE = { place: null, key: null, opens: null };

/** @param edge  the clock at which Yjs will cut the item: what comes from there on is the right part */
function find(judgement: Judgement, client: number, clock: number, edge: number, actor: Actor): void {
  const struct = structAt(judgement.store, client, clock);
  if (struct === null) {
    found.incoming = judgement.incomingAt(client, clock);
    const { where } = found.incoming;
    if (where === null) return refuse('gap');
    found.isGone = where.place === null;
    found.place = where.place;
    found.key = where.key;
    found.item = null;
  } else if (struct instanceof Y.Item) {
    const offset = edge - struct.id.clock;
    if (offset > 0 && offset < struct.length) judgement.cut(struct, offset, actor);
    found.isGone = false;
    found.place = judgement.placeOf(struct);
    found.key = struct.parentSub;
    found.item = struct;
    found.incoming = null;
  } else {
    found.isGone = true;
    found.place = null;
    found.key = null;
    found.item = null;
    found.incoming = null;
  }
}

/** The type that a struct names as its parent by the id of its item, or null when that is gone. */
function parentOf(judgement: Judgement, struct: Scanned): Place | null {
  const { parentClient, parentClock } = struct;
  const parent = structAt(judgement.store, parentClient, parentClock);
  if (parent === null) {
    const { where, content } = judgement.incomingAt(parentClient, parentClock);
    if (where === null) return refuse('gap');
    if (where.place === null || content === DELETED) return null;
    return where.opens ?? refuse('malformed', pathOf(where.place));
  }
  if (!(parent instanceof Y.Item) || parent.content instanceof Y.ContentDeleted) return null;
  if (!(parent.content instanceof Y.ContentType)) return refuse('malformed');
  return judgement.places.of(parent.content.type as YType) ?? refuse('unknown-path');
}

/** @returns the place of the type that the struct brings, if it brings one */
function judgeContent(judgement: Judgement, struct: Scanned, place: Place, key: string | null, actor: Actor): Place | null {
  if (place.xml !== '') {
    if (key !== null) return judgeAttribute(judgement, struct, place, key, actor);
    judgement.demand(place.ground.inside.insert, actor, place, '#');
    return judgeProse(judgement, struct, place);
  }
  if (place.ground.node.type === 'text') {
    if (key !== null) refuse('unknown-path', `${pathOf(place)}/${key}`);
    judgement.demand(place.ground.inside.insert, actor, place, '#');
    if (struct.content === STRING) judgement.grow(place, struct.length);
    else if (struct.content !== DELETED) refuse('bad-value', pathOf(place));
    return null;
  }
  if (key === null) return refuse('unknown-path', pathOf(place));
  const ground = groundAt(place, key) ?? refuse('unknown-path', `${pathOf(place)}/${key}`);
  if (ground.node.type === 'value') return judgeValue(judgement, struct, ground, place, key, actor);
  return judgeContainer(judgement, struct, ground, place, key, actor);
}

function judgeValue(judgement: Judgement, struct: Scanned, ground: Ground, place: Place, key: string, actor: Actor): null {
  const fits =
    struct.content === DELETED || (struct.content === ANY && ground.node.type === 'value' && struct.values.every(ground.node.fits));
  if (!fits) refuse('bad-value', `${pathOf(place)}/${key}`);
  if (struct.rightClient !== NONE) refuse('malformed', `${pathOf(place)}/${key}`);
  const values = judgement.valuesOf(place, key);
  // The values that an entry is made with are part of making it.
  if (place.type !== null) {
    judgement.demand(ground.self.insert, actor, place, key);
    if (values.hasValue) judgement.demand(ground.self.delete, actor, place, key);
  }
  values.hasValue ||= struct.content !== DELETED;
  values.add(struct);
  return null;
}

const TYPES = { text: Y_TEXT, rich: XML_FRAGMENT, record: Y_MAP, entries: Y_MAP } as const;

function judgeContainer(judgement: Judgement, struct: Scanned, ground: Ground, place: Place, key: string, actor: Actor): Place | null {
  const { node } = ground;
  if (node.type === 'value' || struct.content !== TYPE || struct.type !== TYPES[node.type]) refuse('bad-value', `${pathOf(place)}/${key}`);
  const opens = fieldOf(place, key, struct.client, null)!;
  // Who makes an entry is its author.
  const why = whyNot(ground.self.insert, actor, judgement.by.phase, opens.party, true);
  if (why !== null) refuse(why, `${pathOf(place)}/${key}`);
  if (judgement.isTaken(place, key)) refuse('not-allowed', `${pathOf(place)}/${key}`);
  const { node: around } = place.ground;
  if (around.type === 'entries' && judgement.sizeOf(place) >= around.max) refuse('too-large', pathOf(place));
  judgement.valuesOf(place, key);
  return opens;
}

function judgeAttribute(judgement: Judgement, struct: Scanned, place: Place, key: string, actor: Actor): null {
  const fits = attributeOf(place.xml, key) ?? refuse('unknown-path', `${pathOf(place)}/#`);
  if (struct.content !== DELETED && !(struct.content === ANY && struct.values.every(fits))) refuse('bad-value', pathOf(place));
  if (struct.rightClient !== NONE) refuse('malformed', pathOf(place));
  judgement.demand(place.ground.inside.insert, actor, place, '#');
  const values = judgement.valuesOf(place, key);
  if (values.hasValue) judgement.demand(place.ground.inside.delete, actor, place, '#');
  values.hasValue ||= struct.content !== DELETED;
  values.add(struct);
  return null;
}

function judgeProse(judgement: Judgement, struct: Scanned, place: Place): Place | null {
  switch (struct.content) {
    case DELETED:
      return null;
    case STRING:
      if (place.xml !== TEXT) refuse('bad-value', pathOf(place));
      judgement.grow(place, struct.length);
      return null;
    case FORMAT:
      if (place.xml !== TEXT || !markFits(struct.name, struct.values[0])) refuse('bad-value', pathOf(place));
      judgement.grow(place, 1);
      return null;
    case TYPE: {
      const name = struct.type === XML_ELEMENT ? struct.name : struct.type === XML_TEXT ? TEXT : '';
      if (!mayHold(place.xml, name) || place.depth >= MAX_RICH_DEPTH) refuse('bad-value', pathOf(place));
      judgement.grow(place, 1);
      return nodeWithin(place, name, null);
    }
    default:
      return refuse('bad-value', pathOf(place));
  }
}
