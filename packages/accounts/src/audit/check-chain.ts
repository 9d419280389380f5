/**
 * Checks the chain for a page that anybody may open: one check at a time; the whole from its beginning once a minute at
 * most, and in between what has been added since.
 */
import type { Clock } from '@ginnel/base/ports';
import { auditHead } from '@ginnel/store/relational/audit';
import type { Relational } from '@ginnel/store/relational/tables';
import { type AuditEntry, type AuditHead, BEGINNING, verifyChain, type Verified } from './chain.ts';
import { auditEntries } from './entries.ts';

export interface ChainChecked {
  readonly checkedAtMs: number;
  readonly entries: number;
  readonly first: AuditEntry | null;
  readonly last: AuditEntry | null;
  /** `null`: every entry follows from the one before, and the last is the one that the database names as its head. */
  readonly broken: Omit<Extract<Verified, { ok: false }>, 'ok'> | null;
}

/** How far it was found unbroken. */
interface Followed {
  readonly head: AuditHead;
  readonly first: AuditEntry | null;
  readonly last: AuditEntry | null;
}

const NOTHING_YET: Followed = { head: BEGINNING, first: null, last: null };
const PIECE = 1000;
/** The whole is read and hashed: some microseconds an entry. */
const WHOLE_EVERY_MS = 60_000;

export function chainCheck({ db, clock }: { db: Relational; clock: Clock }): () => Promise<ChainChecked> {
  let followed = NOTHING_YET;
  let begunAtMs = -Infinity;
  let underWay: Promise<ChainChecked> | null = null;

  async function check(checkedAtMs: number): Promise<ChainChecked> {
    if (checkedAtMs - begunAtMs >= WHOLE_EVERY_MS) [followed, begunAtMs] = [NOTHING_YET, checkedAtMs];
    const found = await follow(db, followed);
    followed = found.followed;
    const { head, first, last } = followed;
    return { checkedAtMs, entries: head.seq, first, last, broken: found.broken };
  }

  return () => (underWay ??= check(clock.nowMs()).finally(() => (underWay = null)));
}

/** Entries that are added meanwhile belong to the next check. */
async function follow(db: Relational, from: Followed): Promise<{ followed: Followed; broken: ChainChecked['broken'] }> {
  const end = await auditHead(db);
  let followed = from;
  while (followed.head.seq < end.seq) {
    const after = followed.head.seq;
    const entries = await auditEntries(db, { after, limit: Math.min(PIECE, end.seq - after) });
    const verified = verifyChain(entries, null, followed.head);
    if (!verified.ok) return { followed, broken: { seq: verified.seq, fault: verified.fault } };
    if (entries.length === 0) return { followed, broken: { seq: after + 1, fault: 'missing' } };
    followed = { head: verified.head, first: followed.first ?? entries[0] ?? null, last: entries.at(-1) ?? null };
    // Others are served between two pieces.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const isItsHead = followed.head.seq === end.seq && followed.head.hash === end.hash;
  return { followed, broken: isItsHead ? null : { seq: followed.head.seq, fault: 'rewritten' } };
}
