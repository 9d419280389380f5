/**
 * The ledger of expunges: kept beside the database and beside its backups, so that a backup that is put back does not bring
 * expunged words back. It holds ids, places and persons' ids, never words; every line is signed with the key of the audit.
 */
import type { DocumentId, PersonId } from '@ginnel/base/ids';
import { assert } from '@ginnel/base/assert';
import { idsAfter, idsBefore, type Origin } from '@ginnel/merge/epochs/compare';
import type { Expunged } from '@ginnel/merge/epochs/gone';
import { addExpunge, doneExpunges, expungedDocuments, findExpunge, forgetExpunge, originsOf } from '@ginnel/store/relational/expunges';
import type { ExpungeDocumentRow, ExpungeRow } from '@ginnel/store/relational/expunge-rows';
import type { Relational } from '@ginnel/store/relational/tables';
import { hasSigned, isSignedText, signText, type Signature } from '../audit/sign-text.ts';
import { documentsOf, type Target } from './target.ts';
import type { ReadableLog } from './whole-log.ts';

type Ids = Extract<Expunged, { ids: unknown }>['ids'];

interface LedgerDocument {
  readonly documentId: string;
  readonly epochEnded: number;
  /** What does not depend on the epoch: persons and places. */
  readonly what: readonly Expunged[];
  /** The ids of the words in each epoch in which they stood. */
  readonly ids: readonly { readonly epoch: number; readonly ids: Ids }[];
}

interface LedgerEntry {
  readonly format: 'ginnel-expunged-1';
  readonly expunge: Omit<ExpungeRow, 'state'>;
  readonly documents: readonly LedgerDocument[];
}

interface SignedEntry extends Signature {
  readonly entry: LedgerEntry;
}

/** Every expunge that was carried out, a line each. */
export async function ledgerLines(db: Relational): Promise<string[]> {
  const lines: string[] = [];
  for (const { state: _, ...expunge } of await doneExpunges(db)) {
    const documents: LedgerDocument[] = [];
    for (const row of await expungedDocuments(db, expunge.id))
      if (row.epoch !== null) documents.push(await inEveryEpoch(db, row, row.epoch));
    const entry: LedgerEntry = { format: 'ginnel-expunged-1', expunge, documents };
    lines.push(JSON.stringify({ entry, ...(await signText(db, JSON.stringify(entry))) } satisfies SignedEntry));
  }
  return lines;
}

/** Lines of several ledgers, each expunge once; of two that name the same the first counts. */
export function mergedLines(...ledgers: readonly (readonly string[])[]): string[] {
  const byId = new Map<string, string>();
  for (const line of ledgers.flat()) {
    const { id } = read(line).entry.expunge;
    if (!byId.has(id)) byId.set(id, line);
  }
  return [...byId.values()];
}

/**
 * Notes as begun what this database does not know to be done, to be carried out next. Throws, having changed nothing, on a
 * line that this installation has not signed.
 *
 * @returns the expunges to be carried out again, in order
 */
export async function noteLedger({ db, log }: { db: Relational; log: ReadableLog }, lines: readonly string[]): Promise<string[]> {
  // A backup from before anything was signed has no key: then whose ledger it is, who restores must know.
  const publicKey = (await hasSigned(db)) ? (await signText(db, '')).publicKey : null;
  const entries = lines.map(read);
  for (const { entry, ...signature } of entries) {
    const isOurs = (publicKey === null || signature.publicKey === publicKey) && isSignedText(JSON.stringify(entry), signature);
    if (!isOurs)
      throw new Error(
        `The ledger names the expunge ${entry.expunge.id}, which this installation has not signed; nothing of it was taken out`,
      );
  }
  const noted: string[] = [];
  for (const { entry } of entries) {
    const { expunge, documents } = entry;
    if ((await findExpunge(db, expunge.id))?.state === 'done') continue;
    const rows = await rowsFor({ db, log }, expunge, documents);
    await db.transaction().execute(async (tx) => {
      await forgetExpunge(tx, expunge.id);
      await addExpunge(tx, { ...expunge, state: 'begun', done_at_ms: null, beside: null }, rows);
    });
    noted.push(expunge.id);
  }
  return noted;
}

async function inEveryEpoch(db: Relational, row: ExpungeDocumentRow, epoch: number): Promise<LedgerDocument> {
  const what = JSON.parse(row.what) as readonly Expunged[];
  const asked = what.flatMap((each) => ('ids' in each ? each.ids : []));
  const ids = asked.length === 0 ? [] : [{ epoch: row.asked_epoch, ids: asked as Ids }];
  const origins = await originsOf(db, row.document_id);
  const originsAt = (at: number): Origin[] => JSON.parse(origins.get(at) ?? '[]') as Origin[];
  for (let [at, now] = [row.asked_epoch, asked]; at > 1 && now.length > 0; at--) {
    now = idsBefore(now, originsAt(at));
    ids.push({ epoch: at - 1, ids: now });
  }
  for (let [at, now] = [row.asked_epoch + 1, asked]; at < epoch && now.length > 0; at++) {
    now = idsAfter(now, originsAt(at));
    ids.push({ epoch: at, ids: now });
  }
  return { documentId: row.document_id, epochEnded: epoch - 1, what: what.filter((each) => !('ids' in each)), ids };
}

/** What is to go from each document in the epoch in which it now stands. */
async function rowsFor(
  { db, log }: { db: Relational; log: ReadableLog },
  expunge: Pick<ExpungeRow, 'id' | 'target'>,
  documents: readonly LedgerDocument[],
): Promise<ExpungeDocumentRow[]> {
  const target = JSON.parse(expunge.target) as Target;
  const listed = new Map(documents.map((document) => [document.documentId, document]));
  const concerned = new Map<string, readonly Expunged[]>();
  const epochs = new Map<string, number>();
  for (const { documentId } of documents) {
    const stored = await log.load(documentId as DocumentId);
    if (stored !== null) epochs.set(documentId, stored.info.epoch);
  }
  for (const [documentId, epoch] of epochs) {
    const document = listed.get(documentId);
    if (document === undefined || epoch > document.epochEnded) continue;
    const ids = document.ids.find((each) => each.epoch === epoch)?.ids ?? [];
    concerned.set(documentId, [...document.what, ...(ids.length === 0 ? [] : [{ ids }])]);
  }
  if (target.kind === 'person') {
    for (const info of (await documentsOf({ db, log }, target.personId, target.documentId)) ?? []) {
      if (listed.has(info.id)) continue;
      epochs.set(info.id, info.epoch);
      concerned.set(info.id, [{ personId: target.personId as PersonId }]);
    }
  }
  return [...concerned].map(([documentId, what]) => {
    const askedEpoch = epochs.get(documentId) ?? 1;
    const row = { expunge_id: expunge.id, document_id: documentId, asked_epoch: askedEpoch, what: JSON.stringify(what) };
    return { ...row, outcome: null, origins: null, epoch: null };
  });
}

function read(line: string): SignedEntry {
  const signed = JSON.parse(line) as Partial<SignedEntry>;
  assert(signed.entry?.format === 'ginnel-expunged-1', 'a line of the ledger names an expunge');
  return signed as SignedEntry;
}
