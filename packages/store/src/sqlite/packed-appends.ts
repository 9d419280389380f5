/**
 * Appends on their way to the writer thread: one run of numbers and one of bytes, however many there are. A name (of a
 * document, a person, a capacity) is sent once and is a number from then on. Copying objects between threads, or turning them into
 * JSON and back, cost both of them more than writing the rows.
 */
import { assert } from '@ginnel/base/assert';
import type { CapacityId, DocumentId, PersonId } from '@ginnel/base/ids';
import { ROUTES } from '@ginnel/domain/attribution';
import type { Author } from '@ginnel/domain/people';
import type { Append, Lease, NewRow } from '../ports/document-log.ts';

export interface PackedAppends {
  /** Names that are new: the first has the number `firstName`, and whatever had that number or a higher one is forgotten. */
  readonly names: readonly string[];
  readonly firstName: number;
  /** For each append its `APPEND` numbers, then `ROW` for each row, then `LEASE` for each lease. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** All updates, one after another. */
  readonly updates: Uint8Array<ArrayBuffer>;
}

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
    const numbers = new Float64Array(countNumbers(appends));
    const updates = new Uint8Array(countBytes(appends));
    let at = 0;
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
    return { names, firstName, numbers, updates };
  };
}

export function createUnpacker(): (packed: PackedAppends) => Append[] {
  const names: string[] = [];

  return ({ names: newNames, firstName, numbers, updates }) => {
    assert(firstName <= names.length, 'names come in order');
    names.length = firstName;
    for (const name of newNames) names.push(name);
    let at = 0;
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
    while (at < numbers.length) {
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
  let count = 0;
  for (const { rows, leases } of appends) count += APPEND + ROW * rows.length + LEASE * leases.length;
  return count;
}

function countBytes(appends: readonly Append[]): number {
  let count = 0;
  for (const { rows } of appends) for (const { update } of rows) count += update.length;
  return count;
}
