/** The index as bytes, to be kept beside a snapshot: run lengths by client, times and rows as differences. */
import type { CapacityId, PersonId } from '@ginnel/base/ids';
import { ROUTES, type Route } from '@ginnel/domain/attribution';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { AttributionIndex, type ClientSpans } from './index.ts';
import { Spans, type Span } from './spans.ts';

/** Rises when the bytes change; an index with another number is built anew from the log. */
const FORMAT = 1;

export function encodeIndex(index: AttributionIndex): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, FORMAT);
  encoding.writeVarUint(encoder, index.authors.length);
  for (const { personId, capacityId } of index.authors) {
    encoding.writeVarString(encoder, personId);
    encoding.writeVarString(encoder, capacityId);
  }
  encoding.writeVarUint(encoder, index.clients.size);
  for (const [client, { author, written, deleted }] of index.clients) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, author);
    writeSpans(encoder, written, author);
    writeSpans(encoder, deleted, author);
  }
  encoding.writeVarUint(encoder, index.moved.size);
  for (const [client, words] of index.moved) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, words.length);
    for (const { clock, length, from } of words) {
      for (const number of [clock, length, from.client, from.clock]) encoding.writeVarUint(encoder, number);
    }
  }
  return encoding.toUint8Array(encoder);
}

/** @returns null when the bytes are of another format */
export function decodeIndex(bytes: Uint8Array): AttributionIndex | null {
  const decoder = decoding.createDecoder(bytes);
  if (decoding.readVarUint(decoder) !== FORMAT) return null;
  const index = new AttributionIndex();
  for (let i = decoding.readVarUint(decoder); i > 0; i--) {
    const personId = decoding.readVarString(decoder) as PersonId;
    index.numberOf({ personId, capacityId: decoding.readVarString(decoder) as CapacityId });
  }
  for (let i = decoding.readVarUint(decoder); i > 0; i--) {
    const client = decoding.readVarUint(decoder);
    const author = decoding.readVarUint(decoder);
    const spans: ClientSpans = { author, written: readSpans(decoder, author), deleted: readSpans(decoder, author) };
    index.clients.set(client, spans);
  }
  for (let i = decoding.readVarUint(decoder); i > 0; i--) {
    const client = decoding.readVarUint(decoder);
    const read = (): number => decoding.readVarUint(decoder);
    const words = Array.from({ length: read() }, () => ({
      client,
      clock: read(),
      length: read(),
      from: { client: read(), clock: read() },
    }));
    index.recordMoved(words);
  }
  return index;
}

/** One number holds the length, the route, whether a gap comes before and whether somebody else sent it. */
const GAP = 1;
const OTHER_SENDER = 2;

function writeSpans(encoder: encoding.Encoder, { list }: Spans, author: number): void {
  encoding.writeVarUint(encoder, list.length);
  let before: Pick<Span, 'end' | 'atMs' | 'seq'> = { end: 0, atMs: 0, seq: 0 };
  for (const span of list) {
    const gap = span.start !== before.end;
    const other = span.by !== author;
    const head = ROUTES.indexOf(span.route) * 4 + (other ? OTHER_SENDER : 0) + (gap ? GAP : 0);
    encoding.writeVarUint(encoder, (span.end - span.start) * 16 + head);
    if (gap) encoding.writeVarUint(encoder, span.start - before.end);
    if (other) encoding.writeVarUint(encoder, span.by);
    encoding.writeVarInt(encoder, span.atMs - before.atMs);
    encoding.writeVarInt(encoder, span.seq - before.seq);
    before = span;
  }
}

function readSpans(decoder: decoding.Decoder, author: number): Spans {
  const spans = new Spans();
  let before: Pick<Span, 'end' | 'atMs' | 'seq'> = { end: 0, atMs: 0, seq: 0 };
  for (let i = decoding.readVarUint(decoder); i > 0; i--) {
    const packed = decoding.readVarUint(decoder);
    const head = packed % 16;
    const start = before.end + ((head & GAP) === 0 ? 0 : decoding.readVarUint(decoder));
    const by = (head & OTHER_SENDER) === 0 ? author : decoding.readVarUint(decoder);
    const atMs = before.atMs + decoding.readVarInt(decoder);
    const seq = before.seq + decoding.readVarInt(decoder);
    const span: Span = { start, end: start + (packed - head) / 16, by, route: ROUTES[head >> 2] as Route, atMs, seq };
    spans.list.push(span);
    before = span;
  }
  return spans;
}
