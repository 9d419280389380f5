/**
 * Carries out in the documents what was decided about words: takes them out, or brings them back, by a forward edit in
 * the log under the capacity of whoever decided. The decision is durable first; what a crash interrupts is finished later,
 * once, because the row that was being written is known by its number and hash. See docs/decisions/0012.
 */
import { createHash } from 'node:crypto';
import { mayInPlace } from '@ginnel/accounts/commands/policy';
import type { CapacityId, DocumentId, PersonId } from '@ginnel/base/ids';
import type { Clock, Random } from '@ginnel/base/ports';
import type { DocumentInfo } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import { type ChosenIds, idsOfRow, isPlain } from '@ginnel/merge/undo/contribution';
import type { Brought } from '@ginnel/merge/attribution/bringing';
import { keptText } from '@ginnel/merge/undo/kept-words';
import { contributionTo, findPassage } from '@ginnel/merge/undo/passage';
import { putBack } from '@ginnel/merge/undo/put-back';
import { takeBack } from '@ginnel/merge/undo/take-back';
import type { DocumentLog, LogRow } from '@ginnel/store/ports/document-log';
import { appealsAbout } from '@ginnel/store/relational/appeals';
import { carriedOutHeld, findHeld, tryHeld, undoneHeld } from '@ginnel/store/relational/held';
import { capacitiesOf } from '@ginnel/store/relational/people';
import { readParents } from '@ginnel/store/relational/places';
import type { HeldRow } from '@ginnel/store/relational/moderation-rows';
import type { Relational } from '@ginnel/store/relational/tables';
import { type Histories, readRows, type Whole } from './documents.ts';
import { keptOf } from './found-words.ts';

export interface CarryingOutParts {
  readonly db: Relational;
  readonly log: Pick<DocumentLog, 'load' | 'read' | 'append'>;
  readonly histories: Histories;
  readonly clock: Clock;
  readonly random: Random;
  /** Tells live rooms and other nodes that the server has written up to this row. */
  readonly written: (documentId: DocumentId, seq: number) => void;
  readonly report: (what: string, error: unknown) => void;
}

export interface CarryingOut {
  /** Resolves when the document is as decided, or when that has failed for now: then `finish` comes to it. */
  carryOut(heldId: string): Promise<void>;
  /** Whatever is decided and not yet done. */
  finish(): Promise<void>;
}

/** Somebody else may be writing in the document all the time. */
const TRIES = 40;
/** The row number of what turned out to need no edit: the words, or the field to bring them back to, were gone already. */
export const NO_ROW = 0;

export function createCarryingOut(parts: CarryingOutParts): CarryingOut {
  /** One at a time: each edit is worked out on the log as the one before has left it. */
  let turn: Promise<unknown> = Promise.resolve();
  const carryOut = (heldId: string): Promise<void> => {
    const done = turn.then(async () => {
      for (let left = TRIES; left > 0; left--) if (await step(parts, heldId)) return;
      throw new Error(`Held words ${heldId} could not be carried out: others wrote first ${TRIES} times`);
    });
    turn = done.catch((error: unknown) => parts.report('a decision about words could not be carried out yet', error));
    return turn as Promise<void>;
  };
  return {
    carryOut,
    async finish() {
      for (const { id } of await undoneHeld(parts.db)) await carryOut(id);
    },
  };
}

/** @returns whether nothing is left to do */
async function step(parts: CarryingOutParts, heldId: string): Promise<boolean> {
  const { db, log, clock, written } = parts;
  const held = await findHeld(db, heldId);
  if (held === null) return true;
  const isOut = held.out_seq !== null;
  const wantsOut = held.state !== 'restored';
  if (wantsOut ? isOut : !isOut || held.in_seq !== null) return true;
  const done = (seq: number): Promise<void> => carriedOutHeld(db, held.id, wantsOut ? { out_seq: seq } : { in_seq: seq });
  const whole = await parts.histories.of(held.document_id);
  if (whole === null || (!wantsOut && held.out_seq === NO_ROW)) {
    await done(NO_ROW);
    return true;
  }
  const documentId = whole.info.id;
  const rowAt = async (seq: number): Promise<LogRow | undefined> => (await log.read(documentId, seq - 1, 1))[0];
  const tried = held.trying_seq === null ? undefined : await rowAt(held.trying_seq);
  if (tried !== undefined && hashOf(tried.update) === held.trying_hash) {
    await done(tried.seq);
    written(documentId, tried.seq);
    return true;
  }
  const author = await deciderOf(db, held, whole.info, clock.nowMs());
  const taken = wantsOut ? await takeOut(parts, held, whole, author) : await bringIn(parts, held, whole, author);
  if (taken === null) {
    await done(NO_ROW);
    return true;
  }
  const { update, leases } = taken;
  await tryHeld(db, held.id, { seq: whole.headSeq + 1, hash: hashOf(update) });
  const { epoch, rightsVersion } = whole.info;
  const row = { author, route: 'typed' as const, atMs: clock.nowMs(), update };
  const [result] = await log.append([{ documentId, epoch, rightsVersion, baseSeq: whole.headSeq, rows: [row], leases }]);
  if (result?.outcome !== 'durable') return false;
  await done(result.headSeq);
  written(documentId, result.headSeq);
  return true;
}

async function takeOut({ log, random }: CarryingOutParts, held: HeldRow, whole: Whole, author: Author): Promise<Brought | null> {
  const ids: ChosenIds | null = whole.info.epoch === held.epoch ? JSON.parse(held.ids) : idsAnew(held, whole);
  return ids === null ? null : await backTo(ids, { log, random, whole, author, row: null });
}

/** The words were held in an epoch that ended before they were taken out: the same words in the new one. */
function idsAnew(held: HeldRow, { history }: Whole): ChosenIds | null {
  const passage = findPassage(history, { path: held.path, quote: keptText(keptOf(held.kept).runs) });
  return passage === null ? null : contributionTo(history, passage, held.person_id as PersonId);
}

/** By undoing the row that took them out; where a new epoch has forgotten it, by what is kept. */
async function bringIn({ log, random }: CarryingOutParts, held: HeldRow, whole: Whole, author: Author): Promise<Brought | null> {
  const [row] = whole.info.epoch === held.epoch ? await log.read(whole.info.id, (held.out_seq ?? 1) - 1, 1) : [];
  if (row !== undefined) return await backTo(idsOfRow(row.update), { log, random, whole, author, row: row.seq });
  const { runs, replaced, ...place } = keptOf(held.kept);
  const words = runs.filter((run) => run.words !== '');
  const kept = { ...place, path: held.path, runs: words, replaced: { runs: replaced, broughtBy: held.by_id } };
  return words.length === 0 ? null : putBack(whole.history, kept, { by: author, random });
}

interface Back {
  readonly log: CarryingOutParts['log'];
  readonly random: Random;
  readonly whole: Whole;
  readonly author: Author;
  /** The row that these ids are, if they are one. */
  readonly row: number | null;
}

async function backTo(ids: ChosenIds, { log, random, whole, author, row }: Back): Promise<Brought | null> {
  const { info, headSeq, history, leaseOf } = whole;
  // Rich text has marks, which only the rows of the log remember.
  const isQuick = isPlain(history, ids);
  const rows = isQuick ? history : await readRows(log, info.id, headSeq);
  return takeBack(info.kind, isQuick || row === null ? ids : { seqs: new Set([row]) }, {
    rows,
    leaseOf,
    moderator: author,
    // A decision, not an edit: it does not ask in which phase the document is, or whose part the words stand in.
    may: () => true,
    random,
    evenFromDeletedBlocks: true,
  });
}

/** In whose name the edit stands: who held them; who restored them; for a panel, who convened it. */
async function deciderOf(db: Relational, held: HeldRow, info: DocumentInfo, nowMs: number): Promise<Author> {
  const first = { personId: held.by_id as PersonId, capacityId: held.by_capacity as CapacityId };
  if (held.state !== 'restored' || held.decided_by === held.by_id) return first;
  if (held.decided_as !== null) return { personId: held.decided_by as PersonId, capacityId: held.decided_as as CapacityId };
  const appeal = (await appealsAbout(db, [held.id])).get(held.id);
  const personId = held.decided_by as PersonId;
  if (appeal?.convened_by === personId && appeal.convened_capacity !== null)
    return { personId, capacityId: appeal.convened_capacity as CapacityId };
  const [capacities, parentOf] = await Promise.all([capacitiesOf(db, personId, nowMs), readParents(db)]);
  const acting = capacities.find((each) => mayInPlace('words.decide', each, info.placeId, parentOf)) ?? capacities[0];
  return acting === undefined ? first : { personId, capacityId: acting.id };
}

function hashOf(update: Uint8Array): string {
  return createHash('sha256').update(update).digest('hex');
}
