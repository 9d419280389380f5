/** Audit rows as entries of the chain. */
import { readAudit } from '@ginnel/store/relational/audit';
import type { Relational } from '@ginnel/store/relational/tables';
import type { AuditEntry } from './chain.ts';

/** Entries after `after`, in order, at most `limit`. */
export async function auditEntries(db: Relational, { after, limit }: { after: number; limit: number }): Promise<AuditEntry[]> {
  const rows = await readAudit(db, after, limit);
  return rows.map(({ seq, at_ms, command, subject, facts, detail_hash, previous_hash, hash }) => ({
    seq,
    atMs: at_ms,
    command,
    subject,
    facts,
    detailHash: detail_hash,
    previousHash: previous_hash,
    hash,
  }));
}

/** The whole audit, read in pieces. */
export async function wholeAudit(db: Relational): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for (;;) {
    const piece = await auditEntries(db, { after: entries.at(-1)?.seq ?? 0, limit: 1000 });
    entries.push(...piece);
    if (piece.length === 0) return entries;
  }
}
