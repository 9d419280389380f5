/**
 * The audit as a chain of hashes: an entry that is edited, moved, taken out or put in is found out, and with a head that
 * was exported earlier also a missing end and a rewritten whole. Pure.
 */
import { createHash } from 'node:crypto';

export interface AuditEntry {
  readonly seq: number;
  readonly atMs: number;
  readonly command: string;
  readonly subject: string;
  /** JSON text, hashed as it stands. */
  readonly facts: string;
  readonly detailHash: string;
  readonly previousHash: string;
  readonly hash: string;
}

export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

/** What the first entry follows. */
export const BEGINNING: AuditHead = { seq: 0, hash: '0'.repeat(64) };

export function entryHash({ previousHash, seq, atMs, command, subject, facts, detailHash }: Omit<AuditEntry, 'hash'>): string {
  return sha256(JSON.stringify([previousHash, seq, atMs, command, subject, facts, detailHash]));
}

/** @param salt  makes it impossible to guess an erased detail by trying */
export function detailHash(salt: string, detail: string): string {
  return sha256(`${salt}\n${detail}`);
}

export type Verified =
  | { readonly ok: true; readonly entries: number; readonly head: AuditHead }
  /** The first entry that is wrong, and how. */
  | { readonly ok: false; readonly seq: number; readonly fault: 'missing' | 'out-of-order' | 'edited' | 'not-chained' | 'rewritten' };

/**
 * @param entries  the whole audit, in order
 * @param known  a head that was exported earlier and kept elsewhere
 * @param after  what the first of them follows, when it is not the first of all
 */
export function verifyChain(entries: readonly AuditEntry[], known: AuditHead | null, after: AuditHead = BEGINNING): Verified {
  let head = after;
  for (const entry of entries) {
    if (entry.seq !== head.seq + 1) return { ok: false, seq: head.seq + 1, fault: entry.seq > head.seq + 1 ? 'missing' : 'out-of-order' };
    if (entry.previousHash !== head.hash) return { ok: false, seq: entry.seq, fault: 'not-chained' };
    if (entryHash(entry) !== entry.hash) return { ok: false, seq: entry.seq, fault: 'edited' };
    head = { seq: entry.seq, hash: entry.hash };
    if (known?.seq === head.seq && known.hash !== head.hash) return { ok: false, seq: entry.seq, fault: 'rewritten' };
  }
  if (known !== null && known.seq > head.seq) return { ok: false, seq: head.seq + 1, fault: 'missing' };
  return { ok: true, entries: entries.length, head };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
