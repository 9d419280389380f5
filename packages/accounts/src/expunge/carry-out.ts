/**
 * Carries an agreed expunge out, document by document, then beside the log, then in the files, and ends with the certificate.
 * Every step is marked in the transaction that does it, so that after a crash at any moment the next start goes on from there.
 */
import type { CapacityId, DocumentId, PersonId } from '@ginnel/base/ids';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, Random } from '@ginnel/base/ports';
import type { Expunged } from '@ginnel/merge/epochs/gone';
import { takeTurn } from '@ginnel/store/relational/audit';
import { authorNames } from '@ginnel/store/relational/author-names';
import { backupsMade } from '@ginnel/store/relational/backups-made';
import {
  endExpunge,
  expungedDocuments,
  findExpunge,
  oweScrub,
  planDocument,
  scrubsDone,
  scrubsOwed,
} from '@ginnel/store/relational/expunges';
import type { ExpungeDocumentRow, ExpungeRow } from '@ginnel/store/relational/expunge-rows';
import type { Store } from '@ginnel/store/store';
import { recordDecision } from '../audit/record.ts';
import { besideSoFar, clearBeside, clearCopies } from './beside.ts';
import { signCertificate, type Certificate, type CertifiedDocument, type SomebodyActing } from './certificate.ts';
import { type Outcome, withoutWhatGoes } from './new-epoch.ts';
import { outsideReach, storesCleared } from './reach.ts';
import type { Target } from './target.ts';

export interface CarryingOut {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  /** The public address, named on certificates. */
  readonly installation: string;
  /** Live rooms of this document end, and their people come into the new epoch. */
  readonly epochBegan: (documentId: DocumentId) => void;
  /** Nobody writes in the document until the promise resolves: asked for when writers are faster than the rewriting. */
  readonly whileClosed: (documentId: DocumentId, work: () => Promise<void>) => Promise<void>;
}

/** Writers may be faster for a while; then they are asked to wait. */
const TRIES_BESIDE_WRITERS = 3;
const TRIES = 50;
const FIRST_WAIT_MS = 20;

/** Resolves when the expunge is done, or was already. Rejects when storage fails: call again. */
export async function carryOut(parts: CarryingOut, expungeId: string): Promise<void> {
  const { db } = parts.store;
  const expunge = await findExpunge(db, expungeId);
  if (expunge?.state !== 'begun') return;
  for (const row of await expungedDocuments(db, expungeId)) {
    if (row.epoch === null) await expungeDocument(parts, expunge, row);
    parts.epochBegan(row.document_id as DocumentId);
  }
  await db.transaction().execute(async (tx) => {
    await oweScrub(tx, `expunge:${expunge.id}`, parts.clock.nowMs());
    await clearBeside(tx, expunge.id, JSON.parse(expunge.target) as Target);
  });
  await end(parts, expunge, await scrubOwed(parts.store));
}

/** Scrubs the files if anything was erased since they last were. @returns what could not be reached; nothing when nothing was owed */
export async function scrubOwed({ db, epochs }: Pick<Store, 'db' | 'epochs'>): ReturnType<Store['epochs']['scrub']> {
  const owed = await scrubsOwed(db);
  if (owed.length === 0) return [];
  const leaves = await epochs.scrub();
  await scrubsDone(db, owed);
  return leaves;
}

async function expungeDocument(parts: CarryingOut, expunge: ExpungeRow, row: ExpungeDocumentRow): Promise<void> {
  const documentId = row.document_id as DocumentId;
  for (let left = TRIES_BESIDE_WRITERS; left > 0; left--) if (await tryDocument(parts, expunge, row)) return;
  await parts.whileClosed(documentId, async () => {
    for (let left = TRIES; left > 0; left--) {
      if (await tryDocument(parts, expunge, row)) return;
      await wait(FIRST_WAIT_MS); // other nodes' writers
    }
    throw new Error(`${documentId} is written faster than it can be rewritten`);
  });
}

/** @returns false when somebody has written meanwhile */
async function tryDocument(parts: CarryingOut, expunge: ExpungeRow, row: ExpungeDocumentRow): Promise<boolean> {
  const { db, log, epochs } = parts.store;
  const rewritten = await withoutWhatGoes(
    { db, log, random: parts.random },
    {
      documentId: row.document_id as DocumentId,
      what: JSON.parse(row.what) as Expunged[],
      askedEpoch: row.asked_epoch,
      by: { personId: (expunge.answered_by ?? '') as PersonId, capacityId: (expunge.answered_as ?? '') as CapacityId },
      atMs: parts.clock.nowMs(),
      showCharacters: Infinity,
    },
  );
  if (rewritten === null) return true;
  await db.transaction().execute(async (tx) => {
    await planDocument(tx, row, { outcome: JSON.stringify(rewritten.outcome), origins: JSON.stringify(rewritten.origins) });
    await clearCopies(tx, {
      expungeId: expunge.id,
      documentId: row.document_id,
      target: JSON.parse(expunge.target) as Target,
      ...rewritten,
    });
  });
  const { outcome } = await epochs.begin({ ...rewritten.next, expungeId: expunge.id });
  if (outcome === 'durable' || outcome === 'no-such-document') return true;
  // Another node may be carrying out the same expunge.
  const now = (await expungedDocuments(db, expunge.id)).find(({ document_id }) => document_id === row.document_id);
  return now === undefined || now.epoch !== null;
}

async function end(
  { store: { db, dialect }, clock, random, installation }: CarryingOut,
  expunge: ExpungeRow,
  leaves: Awaited<ReturnType<typeof scrubOwed>>,
): Promise<void> {
  const documents = (await expungedDocuments(db, expunge.id)).flatMap(certified);
  const total = (count: (document: CertifiedDocument) => number) => documents.reduce((sum, document) => sum + count(document), 0);
  const beside = await besideSoFar(db, expunge.id);
  const removed = {
    documents: documents.length,
    characters: total(({ goes }) => goes.characters),
    entries: total(({ goes }) => goes.entries),
    values: total(({ goes }) => goes.values),
    ...beside,
  };
  await db.transaction().execute(async (tx) => {
    await takeTurn(tx);
    const now = await findExpunge(tx, expunge.id);
    if (now?.state !== 'begun') return;
    const doneAtMs = clock.nowMs();
    const audit = await recordDecision(tx, random, {
      atMs: doneAtMs,
      command: 'words.expunged',
      subject: `expunge:${expunge.id}`,
      facts: { reason: expunge.reason, again: expunge.certificate !== null, ...removed },
      personId: expunge.answered_by ?? expunge.asked_by,
      detail: { capacityId: expunge.answered_as },
    });
    // What a restored backup is told keeps the certificate of the day on which the words went.
    const certificate =
      expunge.certificate ??
      JSON.stringify(
        await signCertificate(tx, {
          format: 'ginnel-expunge-certificate-1',
          expungeId: expunge.id,
          installation,
          reason: expunge.reason,
          target: JSON.parse(expunge.target) as Target,
          askedBy: await acting(tx, expunge.asked_by, expunge.asked_as),
          askedAt: new Date(expunge.asked_at_ms).toISOString(),
          agreedBy: await acting(tx, expunge.answered_by ?? '', expunge.answered_as ?? ''),
          agreedAt: new Date(expunge.answered_at_ms ?? doneAtMs).toISOString(),
          doneAt: new Date(doneAtMs).toISOString(),
          removed,
          documents,
          stores: storesCleared({ dialect, leaves, rows: total(({ rows }) => rows), beside }),
          outside: outsideReach(leaves, await backupsMade(tx)),
          audit,
        } satisfies Certificate),
      );
    await endExpunge(tx, expunge.id, { doneAtMs, certificate });
  });
}

function certified({ document_id: documentId, outcome, epoch }: ExpungeDocumentRow): CertifiedDocument[] {
  if (outcome === null || epoch === null) return [];
  return [{ documentId, epochs: [epoch - 1, epoch], ...(JSON.parse(outcome) as Outcome) }];
}

async function acting(db: CarryingOut['store']['db'], personId: string, capacityId: string): Promise<SomebodyActing> {
  const [name] = await authorNames(db, [{ personId: personId as PersonId, capacityId: capacityId as CapacityId }]);
  return { personId, capacityId, label: name?.label ?? '' };
}
