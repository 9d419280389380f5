/** `ginnel audit-export` and `audit-verify`: proof for people outside that no decision was changed or taken out. */
import { type AuditEntry, type AuditHead, verifyChain } from '@ginnel/accounts/audit/chain';
import { wholeAudit } from '@ginnel/accounts/audit/entries';
import { isSignedHead, signHead, type SignedHead } from '@ginnel/accounts/audit/sign-head';
import type { CommandContext, Outcome } from './command.ts';
import { readJson } from './json-file.ts';
import { withStore } from './with-store.ts';
import { writeWhole } from './write-whole.ts';

interface Exported {
  readonly format: 'ginnel-audit-1';
  readonly head: SignedHead;
  readonly entries: readonly AuditEntry[];
}

export async function exportAudit({ config, clock }: CommandContext, file: string): Promise<Outcome> {
  return await withStore(config, async ({ db }) => {
    const head = await signHead(db, clock.nowMs());
    // A decision taken meanwhile is in the next export.
    const entries = (await wholeAudit(db)).filter(({ seq }) => seq <= head.seq);
    const exported: Exported = { format: 'ginnel-audit-1', head, entries };
    writeWhole(file, `${JSON.stringify(exported, null, 1)}\n`);
    const lines = [`${entries.length} decisions are in ${file}.`, `Keep this elsewhere; it proves the rest: ${head.seq} ${head.hash}`];
    return { ok: true, lines, data: { entries: entries.length, head } };
  });
}

/** Needs nothing but the files. */
export function verifyAudit(file: string, headFile: string | null): Promise<Outcome> {
  const { entries, head } = readExport(file);
  const earlier = headFile === null ? null : headIn(headFile);
  const signed = isSignedHead(head);
  const sameKey = earlier === null || !('publicKey' in earlier) || earlier.publicKey === head.publicKey;
  const known = verifyChain(entries, head);
  const verified = known.ok && earlier !== null ? verifyChain(entries, earlier) : known;
  const faults = [
    ...(signed ? [] : ['The signature of the head does not fit it.']),
    ...(sameKey ? [] : ['The head was signed with another key than the earlier one.']),
    ...(verified.ok ? [] : [`Entry ${verified.seq} is wrong: ${verified.fault}.`]),
  ];
  if (faults.length > 0 || !verified.ok) return Promise.resolve({ ok: false, lines: faults, data: { faults } });
  const lines = [`${verified.entries} decisions, none changed, moved or taken out.`];
  return Promise.resolve({ ok: true, lines, data: { entries: verified.entries, head: verified.head } });
}

/** Throws when the file is something else. */
export function readExport(file: string): Exported {
  const read = readJson<Exported>(file, 'an exported audit');
  if (read.format !== 'ginnel-audit-1' || read.head === undefined || !Array.isArray(read.entries)) {
    throw new Error(`${file} is not an exported audit.`);
  }
  return read as Exported;
}

function headIn(file: string): AuditHead | SignedHead {
  const read = readJson<Exported & AuditHead>(file, 'a head of an audit');
  const head = read.head ?? read;
  if (typeof head.seq !== 'number' || typeof head.hash !== 'string') throw new Error(`${file} holds no head of an audit.`);
  return head as AuditHead | SignedHead;
}
