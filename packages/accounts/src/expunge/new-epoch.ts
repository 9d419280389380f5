/** Works out a document without what must go, from its durable log. Changes nothing. */
import type { DocumentId, PersonId } from '@ginnel/base/ids';
import type { Random } from '@ginnel/base/ports';
import type { DocumentInfo } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import { meaningHash } from '@ginnel/merge/canonical/hash';
import { idsAfter, type Counted, type GoingWords, type Origin } from '@ginnel/merge/epochs/compare';
import { expunge } from '@ginnel/merge/epochs/expunge';
import type { Expunged } from '@ginnel/merge/epochs/gone';
import type { NewEpoch } from '@ginnel/store/ports/epochs';
import { originsOf } from '@ginnel/store/relational/expunges';
import type { Relational } from '@ginnel/store/relational/tables';
import { type ReadableLog, wholeLog } from './whole-log.ts';

/** What an expunge does to one document, in numbers. */
export interface Outcome {
  readonly goes: Counted;
  readonly stays: Counted;
  /** Places in the document in which something goes. */
  readonly places: number;
  /** Rows of the log that go, with the whole history in them. */
  readonly rows: number;
  readonly hashBefore: string;
  readonly hashAfter: string;
}

export interface Rewritten {
  readonly info: DocumentInfo;
  readonly next: NewEpoch;
  readonly outcome: Outcome;
  readonly origins: readonly Origin[];
  readonly going: readonly GoingWords[];
  /** Who wrote any of what goes. */
  readonly writers: readonly PersonId[];
  /** What stands afterwards, as one text to look for quotes in. */
  readonly standing: string;
}

export interface Rewriting {
  readonly documentId: DocumentId;
  readonly what: readonly Expunged[];
  /** The epoch to which ids in `what` belong; they are followed into the present one. */
  readonly askedEpoch: number;
  readonly by: Author;
  readonly atMs: number;
  readonly showCharacters?: number;
}

/** `null`: no such document. */
export async function withoutWhatGoes(
  { db, log, random }: { db: Relational; log: ReadableLog; random: Random },
  { documentId, what, askedEpoch, by, atMs, showCharacters = 0 }: Rewriting,
): Promise<Rewritten | null> {
  const found = await wholeLog(log, documentId);
  if (found === null) return null;
  const { stored, rows } = found;
  const { info, headSeq, leases } = stored;
  const holders = new Map(leases.map(({ clientId, author }) => [clientId, author]));
  const present = await followed(db, what, { documentId, from: askedEpoch, to: info.epoch });
  const epoch = expunge(info.kind, present, {
    rows,
    leaseOf: (client) => holders.get(client) ?? null,
    clients: holders.keys(),
    by,
    atMs,
    random,
    showCharacters,
  });
  const { goes, stays, paths, origins } = epoch.compared;
  return {
    info,
    next: { documentId, epoch: info.epoch, baseSeq: headSeq, rows: epoch.rows, leases: epoch.leases },
    outcome: {
      goes,
      stays,
      places: paths.length,
      rows: rows.length,
      hashBefore: meaningHash(epoch.contentBefore),
      hashAfter: meaningHash(epoch.content),
    },
    origins,
    going: epoch.going,
    writers: epoch.writers,
    standing: wordsIn(epoch.content),
  };
}

/** Ids of an epoch that has ended since are those that its words have now. */
async function followed(
  db: Relational,
  what: readonly Expunged[],
  { documentId, from, to }: { documentId: DocumentId; from: number; to: number },
): Promise<readonly Expunged[]> {
  if (from === to || !what.some((each) => 'ids' in each)) return what;
  const known = await originsOf(db, documentId);
  return what.map((each) => {
    if (!('ids' in each)) return each;
    let ids = each.ids;
    for (let epoch = from + 1; epoch <= to; epoch++) ids = idsAfter(ids, JSON.parse(known.get(epoch) ?? '[]') as Origin[]);
    return { ids };
  });
}

/** All strings of some content, a line each. */
function wordsIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value).map(wordsIn).join('\n');
}
