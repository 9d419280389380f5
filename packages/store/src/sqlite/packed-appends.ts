/**
 * Appends on their way to the writer thread: numbers, and behind them all updates, in one buffer however many there are. A name (of
 * a document, a person, a capacity) is sent once and is a number from then on. Copying objects between threads, or turning them into
 * JSON and back, cost both of them more than writing the rows.
 */
import { assert } from '@ginnel/base/assert';
import type { CapacityId, DocumentId, PersonId } from '@ginnel/base/ids';
import { ROUTES } from '@ginnel/domain/attribution';
import type { Author } from '@ginnel/domain/people';
import type { Append, Lease, NewRow } from '../ports/document-log.ts';

export interface PackedAppends {
  /** Those that are new. */
  readonly names: readonly string[];
  /** `HEADER` numbers; for each append its `APPEND` numbers, then `ROW` for each row, then `LEASE` for each lease; then the updates. */
  readonly bytes: ArrayBuffer;
}

/** How many numbers there are, and which number the first new name has: whatever had it, or a higher one, is forgotten. */
const HEADER = 2;
/** The document, its epoch, rights version and base, and how many rows and leases follow. */
const APPEND = 6;
/** Person, capacity, route, time, and the length of the update. */
const ROW = 5;
/** The clientID, person and capacity. */
const LEASE = 3;

/** Some 2 MB on each side; beyond it all names are forgotten, and sent again as they come. */
const MAX_NAMES = 32_768;

/** What it packs is to be unpacked in the same order by one unpacker, each once. */
export function createPacker(maxNames = MAX_NAMES): (appends: readonly Append[]) => PackedAppends {
  const numberOf = new Map<string, number>();

  return (appends) => {
    if (numberOf.size > maxNames) numberOf.clear();
    const firstName = numberOf.size;
    const names: string[] = [];
    const count = countNumbers(appends);
    const bytes = new ArrayBuffer(count * Float64Array.BYTES_PER_ELEMENT + countBytes(appends));
    const numbers = new Float64Array(bytes, 0, count);
    const updates = new Uint8Array(bytes, numbers.byteLength);
    numbers[0] = count;
    numbers[1] = firstName;
    let at = HEADER;
    let updatesAt = 0;

    function name(text: string): number {
      let number = numberOf.get(text);
      if (number === undefined) {
        number = numberOf.size;
        numberOf.set(text, number);
        names.push(text);
      }
      return number;
    }

    for (const { documentId, epoch, rightsVersion, baseSeq, rows, leases } of appends) {
      numbers[at++] = name(documentId);
      numbers[at++] = epoch;
      numbers[at++] = rightsVersion;
      numbers[at++] = baseSeq;
      numbers[at++] = rows.length;
      numbers[at++] = leases.length;
      for (const { author, route, atMs, update } of rows) {
        numbers[at++] = name(author.personId);
        numbers[at++] = name(author.capacityId);
        numbers[at++] = ROUTES.indexOf(route);
        numbers[at++] = atMs;
        numbers[at++] = update.length;
        updates.set(update, updatesAt);
        updatesAt += update.length;
      }
      for (const { clientId, author } of leases) {
        numbers[at++] = clientId;
        numbers[at++] = name(author.personId);
        numbers[at++] = name(author.capacityId);
      }
    }
    return { names, bytes };
  };
}

export function createUnpacker(): (packed: PackedAppends) => Append[] {
  const names: string[] = [];

  return ({ names: newNames, bytes }) => {
    const { 0: count, 1: firstName } = new Float64Array(bytes, 0, HEADER);
    assert(count !== undefined && firstName !== undefined, 'numbers begin with their header');
    const numbers = new Float64Array(bytes, 0, count);
    const updates = new Uint8Array(bytes, numbers.byteLength);
    assert(firstName <= names.length, 'names come in order');
    names.length = firstName;
    for (const name of newNames) names.push(name);
    let at = HEADER;
    let updatesAt = 0;

    function number(): number {
      const value = numbers[at++];
      assert(value !== undefined, 'an append is whole');
      return value;
    }
    function name(): string {
      const text = names[number()];
      assert(text !== undefined, 'a name comes before its number is used');
      return text;
    }
    function author(): Author {
      return { personId: name() as PersonId, capacityId: name() as CapacityId };
    }
    function row(): NewRow {
      const by = author();
      const route = ROUTES[number()];
      assert(route !== undefined, 'a route is one of the list');
      const atMs = number();
      const update = updates.subarray(updatesAt, (updatesAt += number()));
      return { author: by, route, atMs, update };
    }
    function lease(): Lease {
      return { clientId: number(), author: author() };
    }

    const appends: Append[] = [];
    while (at < count) {
      const documentId = name() as DocumentId;
      const [epoch, rightsVersion, baseSeq] = [number(), number(), number()];
      const [rowCount, leaseCount] = [number(), number()];
      const rows: NewRow[] = [];
      for (let i = 0; i < rowCount; i++) rows.push(row());
      const leases: Lease[] = [];
      for (let i = 0; i < leaseCount; i++) leases.push(lease());
      appends.push({ documentId, epoch, rightsVersion, baseSeq, rows, leases });
    }
    assert(updatesAt === updates.length, 'every update belongs to a row');
    return appends;
  };
}

function countNumbers(appends: readonly Append[]): number {
  let count = HEADER;
  for (const { rows, leases } of appends) count += APPEND + ROW * rows.length + LEASE * leases.length;
  return count;
}

function countBytes(appends: readonly Append[]): number {
  let count = 0;
  for (const { rows } of appends) for (const { update } of rows) count += update.length;
  return count;
}
