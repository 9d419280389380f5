import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AMINA, people, type People } from '../testing/people.ts';
import { type AuditEntry, entryHash, type AuditHead, verifyChain } from './chain.ts';
import { wholeAudit } from './entries.ts';
import { recordDecision } from './record.ts';
import { isSignedHead, signHead } from './sign-head.ts';

let parts: People;
let entries: AuditEntry[];
let known: AuditHead;

beforeAll(async () => {
  parts = await people();
  for (let i = 1; i <= 8; i++) {
    const decision = {
      atMs: i,
      command: 'test',
      subject: `thing:${i}`,
      facts: { i },
      personId: AMINA.id,
      detail: { reason: `Because ${i}` },
    };
    await parts.db.transaction().execute((tx) => recordDecision(tx, parts.random, decision));
  }
  entries = await wholeAudit(parts.db);
  known = await signHead(parts.db, 100);
});
afterAll(() => parts.close());

/** The chain as somebody with the whole database could make it anew. */
function rechained(changed: readonly AuditEntry[]): AuditEntry[] {
  let previousHash = '0'.repeat(64);
  return changed.map((entry, index) => {
    const anew = { ...entry, seq: index + 1, previousHash };
    previousHash = entryHash(anew);
    return { ...anew, hash: previousHash };
  });
}

describe('the audit', () => {
  it('is whole as it was written', () => {
    expect(verifyChain(entries, known)).toEqual({ ok: true, entries: 8, head: { seq: 8, hash: known.hash } });
    expect(verifyChain([], null)).toMatchObject({ ok: true, entries: 0 });
  });

  it.each(['atMs', 'command', 'subject', 'facts', 'detailHash'] as const)('shows that an entry’s %s was edited', (field) => {
    const changed = entries.with(3, { ...(entries[3] as AuditEntry), [field]: field === 'atMs' ? 99 : '{"i":99}' });
    expect(verifyChain(changed, null)).toEqual({ ok: false, seq: 4, fault: 'edited' });
  });

  it('shows that entries were put in another order', () => {
    const changed = entries.with(3, entries[4] as AuditEntry).with(4, entries[3] as AuditEntry);
    expect(verifyChain(changed, null).ok).toBe(false);
  });

  it('shows that an entry in the middle was taken out, renumbered or not', () => {
    expect(verifyChain(entries.toSpliced(3, 1), null)).toEqual({ ok: false, seq: 4, fault: 'missing' });
    const renumbered = entries.toSpliced(3, 1).map((entry, index) => ({ ...entry, seq: index + 1 }));
    expect(verifyChain(renumbered, null)).toEqual({ ok: false, seq: 4, fault: 'not-chained' });
  });

  it('shows, from a head kept elsewhere, that the last entry was taken out', () => {
    expect(verifyChain(entries.slice(0, -1), known)).toEqual({ ok: false, seq: 8, fault: 'missing' });
  });

  it('shows, from a head kept elsewhere, that the whole was rewritten', () => {
    const rewritten = rechained(entries.with(2, { ...(entries[2] as AuditEntry), facts: '{"i":0}' }));
    expect(verifyChain(rewritten, null).ok).toBe(true);
    expect(verifyChain(rewritten, known)).toEqual({ ok: false, seq: 8, fault: 'rewritten' });
  });

  it('stays whole when the personal details beside it are erased', async () => {
    await parts.db.deleteFrom('audit_detail').where('seq', '<=', 4).execute();
    expect(verifyChain(await wholeAudit(parts.db), known).ok).toBe(true);
    expect(JSON.stringify(await wholeAudit(parts.db))).not.toContain('Because');
    expect(JSON.stringify(await wholeAudit(parts.db))).not.toContain(AMINA.id);
  });

  it('has a head whose signature fits it and nothing else, by one key for ever', async () => {
    const head = await signHead(parts.db, 200);
    expect(isSignedHead(head)).toBe(true);
    for (const other of [
      { ...head, seq: 7 },
      { ...head, hash: '0'.repeat(64) },
      { ...head, atMs: 201 },
      { ...head, signature: 'x' },
    ]) {
      expect(isSignedHead(other)).toBe(false);
    }
    expect((await signHead(parts.db, 300)).publicKey).toBe(head.publicKey);
  });
});
