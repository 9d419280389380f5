/**
 * Looks after documents in which words are held: what an old tab brings back by its undo is taken out again, as the hold
 * did. It waits for nobody and nobody waits for it: the edit itself is somebody's honest undo, so it is not refused.
 */
import { takeBack } from '@ginnel/merge/undo/take-back';
import { comeBack } from '@ginnel/merge/undo/come-back';
import type { ChosenIds } from '@ginnel/merge/undo/contribution';
import type { CapacityId, DocumentId, PersonId } from '@ginnel/base/ids';
import { documentsWithHeld, heldIn } from '@ginnel/store/relational/held';
import type { HeldRow } from '@ginnel/store/relational/moderation-rows';
import type { CarryingOutParts } from './carrying-out.ts';
import type { Whole } from './documents.ts';

export interface HeldStaysHeld {
  /** Somebody has written in a document: cheap, asked for every row. */
  wroteIn(documentId: string): void;
  /** Learns which documents to look after. One that another node has taken words out of is looked at once. */
  learn(): Promise<void>;
  stop(): void;
}

/** What is written within so long is looked at together. */
const GATHER_MS = 200;
/** Somebody else may be writing in the document all the time. */
const TRIES = 40;

export function createHeldStaysHeld(parts: CarryingOutParts): HeldStaysHeld {
  let watched: ReadonlySet<string> | null = null;
  const waiting = new Map<string, NodeJS.Timeout>();

  async function look(documentId: string): Promise<void> {
    try {
      for (let left = TRIES; left > 0; left--) if (await takeOutAgain(parts, documentId)) return;
      throw new Error(`Held words of ${documentId} came back and could not be taken out: others wrote first ${TRIES} times`);
    } catch (error) {
      parts.report('held words that came back wait', error);
    }
  }

  function lookSoon(documentId: string): void {
    if (waiting.has(documentId)) return;
    const timer = setTimeout(() => {
      waiting.delete(documentId);
      void look(documentId);
    }, GATHER_MS);
    waiting.set(documentId, timer.unref());
  }

  return {
    wroteIn(documentId) {
      if (watched?.has(documentId) === true) lookSoon(documentId);
    },
    async learn() {
      const known = watched;
      watched = new Set(await documentsWithHeld(parts.db));
      // At the start nothing is replayed: what a crash let through is taken out when somebody next writes there.
      if (known !== null) for (const documentId of watched) if (!known.has(documentId)) lookSoon(documentId);
    },
    stop() {
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}

/** @returns false when somebody else has written meanwhile */
async function takeOutAgain(parts: CarryingOutParts, documentId: string): Promise<boolean> {
  const out = (await heldIn(parts.db, documentId)).filter(({ out_seq: outSeq }) => (outSeq ?? 0) > 0);
  if (out.length === 0) return true;
  const whole = await parts.histories.of(documentId);
  if (whole === null) return true;
  for (const held of out) if (held.epoch === whole.info.epoch && !(await once(parts, held, whole))) return false;
  return true;
}

async function once({ log, clock, random, written }: CarryingOutParts, held: HeldRow, whole: Whole): Promise<boolean> {
  const { info, headSeq, history, leaseOf } = whole;
  const { inserted } = JSON.parse(held.ids) as ChosenIds;
  const back = comeBack(history, inserted);
  if (back.length === 0) return true;
  const author = { personId: held.by_id as PersonId, capacityId: held.by_capacity as CapacityId };
  const taken = takeBack(
    info.kind,
    { inserted: back, deleted: [] },
    { rows: history, leaseOf, moderator: author, may: () => true, random },
  );
  if (taken === null) return true;
  const row = { author, route: 'typed' as const, atMs: clock.nowMs(), update: taken.update };
  const { epoch, rightsVersion } = info;
  const [result] = await log.append([{ documentId: info.id, epoch, rightsVersion, baseSeq: headSeq, rows: [row], leases: taken.leases }]);
  if (result?.outcome !== 'durable') return false;
  written(info.id satisfies DocumentId, result.headSeq);
  // The next of the document's is looked at in what it has become.
  return false;
}
