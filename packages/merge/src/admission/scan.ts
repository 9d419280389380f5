/**
 * Reads one Yjs v1 update into plain records, to the last byte, without building a single Yjs struct. It knows the format
 * and its bounds and nothing of any document: whether a struct fits is the judge's business.
 */
import { ByteReader } from './byte-reader.ts';
import { MAX_CLIENTS, MAX_CLOCK, MAX_NAME_BYTES, MAX_RANGES, MAX_STRUCTS } from './limits.ts';
import type { Piece } from './piece.ts';
import type { Where } from './places.ts';
import { refuse } from './refused.ts';

/** Yjs's numbers for what an item holds. */
export const COLLECTED = 0;
export const DELETED = 1;
export const STRING = 4;
export const FORMAT = 6;
export const TYPE = 7;
export const ANY = 8;

/** Yjs's numbers for shared types. */
export const Y_MAP = 1;
export const Y_TEXT = 2;
export const XML_ELEMENT = 3;
export const XML_FRAGMENT = 4;
export const XML_TEXT = 6;

/** No client: an origin that is not there. */
export const NONE = -1;

/** One item as the update claims it. */
export interface Scanned {
  readonly client: number;
  readonly clock: number;
  length: number;
  readonly originClient: number;
  readonly originClock: number;
  readonly rightClient: number;
  readonly rightClock: number;
  /** The root it names as its parent, or null. */
  readonly root: string | null;
  /** The item it names as its parent, or `NONE`. */
  readonly parentClient: number;
  readonly parentClock: number;
  /** The map key, when the update states it (else it is that of the origin). */
  readonly key: string | null;
  readonly content: number;
  /** Where in the update what it holds begins. */
  readonly contentAt: number;
  /** Of a shared type: which. */
  type: number;
  /** The name of an XML element or of a mark. */
  name: string;
  /** The value of a mark, or those of a map key: Yjs joins values that one client set one after another once they are deleted. */
  values: readonly unknown[];
  /** The judge's note of where it stands, for what comes later in the same update. */
  where: Where | null;
  /** The judge's sketch of it, in as many pieces as it was cut into. */
  pieces: Piece[] | null;
}

/** Whether an item stands behind the end of another of the same update, with the same right origin. */
export function isTypedOn(struct: Scanned, ours: Scanned): boolean {
  return (
    struct.originClock === ours.clock + ours.length - 1 && struct.rightClient === ours.rightClient && struct.rightClock === ours.rightClock
  );
}

export interface ScannedClient {
  readonly client: number;
  readonly clock: number;
  readonly structs: Scanned[];
  /** The first clock after its last struct. */
  readonly end: number;
}

export interface ScannedDelete {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

export interface ScannedUpdate {
  readonly clients: ScannedClient[];
  readonly deletes: ScannedDelete[];
}

const reader = new ByteReader();

/** @throws Refused, with `malformed`, `too-large` or `bad-value` */
export function scanUpdate(update: Uint8Array): ScannedUpdate {
  reader.open(update);
  const clients = readClients();
  const deletes = readDeletes();
  if (reader.left() !== 0) refuse('malformed');
  reader.open(NOTHING);
  return { clients, deletes };
}

/** The text of a struct that holds one. */
export function textOf(update: Uint8Array, { contentAt }: Scanned): string {
  reader.open(update);
  reader.position = contentAt;
  const text = reader.string(update.length);
  reader.open(NOTHING);
  return text;
}

const NOTHING = new Uint8Array(0);
const NO_VALUES: readonly unknown[] = [];

function readClients(): ScannedClient[] {
  const count = reader.uint();
  // A client's part is at least a count, an id, a clock and a struct of three bytes.
  if (count * 6 > reader.left()) refuse('malformed');
  if (count > MAX_CLIENTS) refuse('too-large');
  let total = 0;
  const clients: ScannedClient[] = [];
  for (let i = 0; i < count; i++) {
    const structCount = reader.uint();
    const client = reader.uint();
    const clock = reader.uint();
    if (structCount === 0 || structCount * 3 > reader.left()) refuse('malformed');
    if ((total += structCount) > MAX_STRUCTS) refuse('too-large');
    // Yjs writes higher clients first. `Y.mergeUpdates` relies on it, and loses structs of an update that does otherwise.
    if (i > 0 && client >= clients[i - 1]!.client) refuse('malformed');
    const structs: Scanned[] = [];
    let end = clock;
    for (let j = 0; j < structCount; j++) {
      const struct = readStruct(client, end);
      end += struct.length;
      if (end > MAX_CLOCK) refuse('malformed');
      structs.push(struct);
    }
    clients.push({ client, clock, structs, end });
  }
  return clients;
}

function readStruct(client: number, clock: number): Scanned {
  const info = reader.byte();
  const content = info & 0x1f;
  // 10 is a gap; a collected struct says nothing but its length.
  if (content === 10 || (content === COLLECTED && info !== COLLECTED)) refuse('malformed');
  let originClient = NONE;
  let originClock = 0;
  let rightClient = NONE;
  let rightClock = 0;
  let root: string | null = null;
  let parentClient = NONE;
  let parentClock = 0;
  let key: string | null = null;
  if ((info & 0x80) !== 0) {
    originClient = reader.uint();
    originClock = reader.uint();
  }
  if ((info & 0x40) !== 0) {
    rightClient = reader.uint();
    rightClock = reader.uint();
  }
  if ((info & 0xc0) === 0 && content !== COLLECTED) {
    const parentIsRoot = reader.uint();
    if (parentIsRoot > 1) refuse('malformed');
    if (parentIsRoot === 1) {
      root = reader.name();
    } else {
      parentClient = reader.uint();
      parentClock = reader.uint();
    }
    if ((info & 0x20) !== 0) key = reader.name();
  }
  const struct: Scanned = {
    client,
    clock,
    length: 1,
    originClient,
    originClock,
    rightClient,
    rightClock,
    root,
    parentClient,
    parentClock,
    key,
    content,
    contentAt: reader.position,
    type: NONE,
    name: '',
    values: NO_VALUES,
    where: null,
    pieces: null,
  };
  readContent(struct);
  return struct;
}

function readContent(struct: Scanned): void {
  switch (struct.content) {
    case STRING:
      struct.length = reader.textLength();
      if (struct.length === 0) refuse('malformed');
      return;
    case COLLECTED:
    case DELETED:
      struct.length = reader.uint();
      if (struct.length === 0) refuse('malformed');
      return;
    case ANY:
      struct.length = reader.uint();
      if (struct.length === 0 || struct.length > reader.left()) refuse('malformed');
      struct.values = readValues(struct.length);
      return;
    case TYPE:
      struct.type = reader.uint();
      if (struct.type === XML_ELEMENT) struct.name = reader.name();
      else if (struct.type !== Y_MAP && struct.type !== Y_TEXT && struct.type !== XML_FRAGMENT && struct.type !== XML_TEXT)
        refuse('bad-value');
      return;
    case FORMAT:
      struct.name = reader.string(MAX_NAME_BYTES);
      struct.values = [reader.json()];
      return;
    default:
      // Legacy JSON, bytes, embeds and subdocuments have no place in any shape; the rest Yjs does not know either.
      refuse(struct.content <= 9 ? 'bad-value' : 'malformed');
  }
}

function readValues(count: number): unknown[] {
  const values: unknown[] = [];
  for (let i = 0; i < count; i++) values.push(reader.value());
  return values;
}

function readDeletes(): ScannedDelete[] {
  const clientCount = reader.uint();
  if (clientCount * 2 > reader.left()) refuse('malformed');
  const deletes: ScannedDelete[] = [];
  const seen = clientCount > 1 ? new Set<number>() : null;
  for (let i = 0; i < clientCount; i++) {
    const client = reader.uint();
    const rangeCount = reader.uint();
    if (rangeCount * 2 > reader.left() || seen?.has(client)) refuse('malformed');
    if (deletes.length + rangeCount > MAX_RANGES) refuse('too-large');
    seen?.add(client);
    let end = 0;
    for (let j = 0; j < rangeCount; j++) {
      const clock = reader.uint();
      const length = reader.uint();
      // An empty range deletes nothing and yet makes Yjs split the item beneath it.
      if (length === 0 || clock < end || clock + length > MAX_CLOCK) refuse('malformed');
      end = clock + length;
      deletes.push({ client, clock, length });
    }
  }
  return deletes;
}
