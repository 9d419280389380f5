/** Checks the whole chain in pieces, for a page that anybody may open: one check at a time, and none anew within a minute. */
import type { Clock } from '@ginnel/base/ports';
import { auditHead } from '@ginnel/store/relational/audit';
import type { Relational } from '@ginnel/store/relational/tables';
import { type AuditEntry, BEGINNING, verifyChain, type Verified } from './chain.ts';
import { auditEntries } from './entries.ts';

export interface ChainChecked {
  readonly checkedAtMs: number;
  readonly entries: number;
  readonly first: AuditEntry | null;
  readonly last: AuditEntry | null;
  /** `null`: every entry follows from the one before, and the last is the one that the database names as its head. */
  readonly broken: Omit<Extract<Verified, { ok: false }>, 'ok'> | null;
}

const PIECE = 1000;
/** The whole is read and hashed: some microseconds an entry. */
const ANEW_AFTER_MS = 60_000;

export function chainCheck({ db, clock }: { db: Relational; clock: Clock }): () => Promise<ChainChecked> {
  let known: ChainChecked | null = null;
  let underWay: Promise<ChainChecked> | null = null;
  return async () => {
    if (known !== null && clock.nowMs() - known.checkedAtMs < ANEW_AFTER_MS) return known;
    underWay ??= checkWhole(db, clock.nowMs()).finally(() => (underWay = null));
    return (known = await underWay);
  };
}

/** Entries that are added meanwhile belong to the next check. */
async function checkWhole(db: Relational, checkedAtMs: number): Promise<ChainChecked> {
  const end = await auditHead(db);
  let head = BEGINNING;
  let [first, last]: (AuditEntry | null)[] = [null, null];
  const answer = (broken: ChainChecked['broken']): ChainChecked => {
    return { checkedAtMs, entries: head.seq, first: first ?? null, last: last ?? null, broken };
  };
  while (head.seq < end.seq) {
    const entries = await auditEntries(db, { after: head.seq, limit: Math.min(PIECE, end.seq - head.seq) });
    const verified = verifyChain(entries, null, head);
    if (!verified.ok) return answer({ seq: verified.seq, fault: verified.fault });
    if (entries.length === 0) return answer({ seq: head.seq + 1, fault: 'missing' });
    first ??= entries[0] ?? null;
    last = entries.at(-1) ?? null;
    head = verified.head;
    // Others are served between two pieces.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return answer(head.hash === end.hash ? null : { seq: head.seq, fault: 'rewritten' });
}
