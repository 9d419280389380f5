/**
 * What an update repeats must be what the document has. Yjs passes over every clock that it knows, whatever is said under it: of two
 * windows that were opened with one clientID, the second one's words would be acknowledged and would be nowhere.
 */
import { equalityDeep } from 'lib0/function';
import * as Y from 'yjs';
import { STEP } from '../placing.ts';
import type { Judgement } from './judgement.ts';
import { refuse } from './refused.ts';
import { ANY, COLLECTED, DELETED, FORMAT, NONE, STRING, TYPE, textOf, XML_ELEMENT, XML_FRAGMENT, XML_TEXT, Y_MAP, Y_TEXT } from './scan.ts';
import type { Scanned } from './scan.ts';
import { structAt } from './store.ts';

/** @param end  the first clock of their client that the document does not have */
export function checkRepeats(judgement: Judgement, update: Uint8Array, structs: readonly Scanned[], end: number): void {
  for (const struct of structs) {
    if (struct.clock >= end) return;
    if (struct.content !== COLLECTED && !isRepeat(judgement, update, struct, Math.min(end, struct.clock + struct.length)))
      refuse('forged-author');
  }
}

/** Whether it says the same as what stands under its clocks. What is deleted there says nothing any more but where it stood. */
function isRepeat(judgement: Judgement, update: Uint8Array, struct: Scanned, end: number): boolean {
  let text: string | null = null;
  for (let clock = struct.clock; clock < end;) {
    judgement.effort.spend(STEP);
    const known = structAt(judgement.store, struct.client, clock);
    if (known === null) return false;
    const from = clock;
    clock = known.id.clock + known.length;
    if (!(known instanceof Y.Item)) continue;
    if (!standsThere(judgement, struct, known, from)) return false;
    if (struct.content === DELETED || known.content instanceof Y.ContentDeleted) continue;
    if (struct.content === STRING) text ??= textOf(update, struct);
    if (!saysTheSame(struct, text, known, from, Math.min(clock, end))) return false;
  }
  return true;
}

/** Whether the two name the same neighbours and parent for the clock. */
function standsThere({ places }: Judgement, struct: Scanned, known: Y.Item, clock: number): boolean {
  if (!isId(known.rightOrigin, struct.rightClient, struct.rightClock)) return false;
  const begins = clock === struct.clock;
  const originClient = begins ? struct.originClient : struct.client;
  const originClock = begins ? struct.originClock : clock - 1;
  if (known.id.clock < clock) return originClient === struct.client && originClock === clock - 1;
  if (!isId(known.origin, originClient, originClock)) return false;
  if (struct.root !== null) return places.root(struct.root)?.type === known.parent && struct.key === known.parentSub;
  if (struct.parentClient === NONE || !(known.parent instanceof Y.AbstractType)) return true;
  return isId(known.parent._item?.id ?? null, struct.parentClient, struct.parentClock) && struct.key === known.parentSub;
}

function isId(id: Y.ID | null, client: number, clock: number): boolean {
  return id === null ? client === NONE : id.client === client && id.clock === clock;
}

function saysTheSame(struct: Scanned, text: string | null, { id, content }: Y.Item, from: number, to: number): boolean {
  switch (struct.content) {
    case STRING:
      if (!(content instanceof Y.ContentString)) return false;
      return isSameText(content.str.slice(from - id.clock, to - id.clock), text?.slice(from - struct.clock, to - struct.clock) ?? '');
    case ANY:
      if (!(content instanceof Y.ContentAny)) return false;
      return equalityDeep(content.arr.slice(from - id.clock, to - id.clock), struct.values.slice(from - struct.clock, to - struct.clock));
    case FORMAT:
      return content instanceof Y.ContentFormat && content.key === struct.name && equalityDeep(content.value, struct.values[0]);
    case TYPE:
      return content instanceof Y.ContentType && isOfType(content.type, struct);
    default:
      return false;
  }
}

/** Where Yjs has cut between the two halves of a character it holds a replacement for each. */
function isSameText(known: string, told: string): boolean {
  if (known === told) return true;
  if (known.length !== told.length) return false;
  for (let i = 0; i < known.length; i++) if (known[i] !== told[i] && known[i] !== CUT && told[i] !== CUT) return false;
  return true;
}

const CUT = '\uFFFD';

function isOfType(type: unknown, { type: number, name }: Scanned): boolean {
  if (type instanceof Y.XmlText) return number === XML_TEXT;
  if (type instanceof Y.Text) return number === Y_TEXT;
  if (type instanceof Y.XmlElement) return number === XML_ELEMENT && type.nodeName === name;
  if (type instanceof Y.XmlFragment) return number === XML_FRAGMENT;
  return type instanceof Y.Map && number === Y_MAP;
}
