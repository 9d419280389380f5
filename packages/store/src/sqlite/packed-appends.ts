/**
 * Appends on their way to the writer thread: one string and one run of bytes, however many there are. Copying an object
 * and a buffer for each row between threads cost both of them more than writing the row.
 */
import type { Append, NewRow } from '../ports/document-log.ts';

export interface PackedAppends {
  /** The appends as JSON, with the length of each row's update in its place. */
  readonly text: string;
  /** All updates, one after another. */
  readonly updates: Uint8Array;
}

type PackedAppend = Omit<Append, 'rows'> & { readonly rows: readonly (Omit<NewRow, 'update'> & { readonly length: number })[] };

export function packAppends(appends: readonly Append[]): PackedAppends {
  let total = 0;
  const packed = appends.map(({ documentId, epoch, rightsVersion, baseSeq, rows, leases }): PackedAppend => {
    const lengths = rows.map(({ author, route, atMs, update }) => {
      total += update.length;
      return { author, route, atMs, length: update.length };
    });
    return { documentId, epoch, rightsVersion, baseSeq, rows: lengths, leases };
  });
  const updates = new Uint8Array(total);
  let at = 0;
  for (const { rows } of appends) {
    for (const { update } of rows) {
      updates.set(update, at);
      at += update.length;
    }
  }
  return { text: JSON.stringify(packed), updates };
}

export function unpackAppends({ text, updates }: PackedAppends): Append[] {
  let at = 0;
  return (JSON.parse(text) as readonly PackedAppend[]).map((append) => ({
    ...append,
    rows: append.rows.map(({ author, route, atMs, length }) => ({
      author,
      route,
      atMs,
      update: updates.subarray(at, (at += length)),
    })),
  }));
}
