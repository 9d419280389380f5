/** Writes a decision into the audit: what was decided into the chain, who and why beside it. */
import { randomId, type Random } from '@ginnel/base/ports';
import { addAudit, nextAudit, takeTurn } from '@ginnel/store/relational/audit';
import type { Relational } from '@ginnel/store/relational/tables';
import { detailHash, entryHash } from './chain.ts';

export interface Decision {
  readonly atMs: number;
  /** `document.change-phase` */
  readonly command: string;
  /** `document:k3v9x0q2m4t7w8z1` */
  readonly subject: string;
  /** What was decided, without personal data. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  /** Who decided. */
  readonly personId: string;
  /** The capacity, reasons in people's own words, whom it concerned: what must be possible to erase. */
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

/** Inside the transaction of the decision itself: both stand or neither. */
export async function recordDecision(tx: Relational, random: Random, decision: Decision): Promise<{ seq: number; hash: string }> {
  await takeTurn(tx);
  const { seq, previousHash } = await nextAudit(tx);
  const salt = randomId(random, 32);
  const detail = JSON.stringify({ personId: decision.personId, ...decision.detail });
  const entry = {
    seq,
    atMs: decision.atMs,
    command: decision.command,
    subject: decision.subject,
    facts: JSON.stringify(decision.facts),
    detailHash: detailHash(salt, detail),
    previousHash,
  };
  const hash = entryHash(entry);
  await addAudit(
    tx,
    {
      seq,
      at_ms: entry.atMs,
      command: entry.command,
      subject: entry.subject,
      facts: entry.facts,
      detail_hash: entry.detailHash,
      previous_hash: previousHash,
      hash,
    },
    { seq, person_id: decision.personId, salt, detail },
  );
  return { seq, hash };
}
