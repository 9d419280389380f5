/** `ginnel verify-certificate`: proof for people outside that words were expunged, and by whom. Needs nothing but the files. */
import { isSignedCertificate, type SignedCertificate } from '@ginnel/accounts/expunge/certificate';
import { readExport, verifyAudit } from './audit.ts';
import type { Outcome } from './command.ts';
import { readJson } from './json-file.ts';

const WHAT = 'a certificate of an expunge';

/** @param auditFile  an exported audit: then the certificate must stand in it, under the same key */
export async function verifyCertificate(file: string, auditFile: string | null): Promise<Outcome> {
  const read = readJson<SignedCertificate>(file, WHAT);
  if (typeof read.certificate?.expungeId !== 'string') throw new Error(`${file} is not ${WHAT}.`);
  const signed = read as SignedCertificate;
  const faults = [
    ...(isSignedCertificate(signed) ? [] : ['The signature does not fit the certificate.']),
    ...(auditFile === null ? [] : await faultsAgainst(signed, auditFile)),
  ];
  if (faults.length > 0) return { ok: false, lines: faults, data: { faults } };
  const { removed, doneAt, reason, outside, expungeId } = signed.certificate;
  const lines = [
    `Signed and unchanged: ${removed.characters} characters, ${removed.entries} entries and ${removed.values} values of ${removed.documents} documents went on ${doneAt} (${reason}).`,
    ...(auditFile === null ? ['With --audit <export> it is also checked that the audit says so.'] : ['The audit says so too.']),
    ...outside.map(({ what, instruction }) => `Outside our reach: ${what}. ${instruction}`),
  ];
  return { ok: true, lines, data: { expungeId, removed, doneAt } };
}

async function faultsAgainst({ certificate, publicKey }: SignedCertificate, auditFile: string): Promise<string[]> {
  const audit = await verifyAudit(auditFile, null);
  if (!audit.ok) return [...audit.lines];
  const { entries, head } = readExport(auditFile);
  const entry = entries.find(({ seq }) => seq === certificate.audit.seq);
  return [
    ...(head.publicKey === publicKey ? [] : ['The audit was signed with another key than the certificate.']),
    ...(entry?.hash === certificate.audit.hash && entry.subject === `expunge:${certificate.expungeId}`
      ? []
      : ['The audit has no such entry as the certificate names.']),
  ];
}
