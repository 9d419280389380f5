/** Signs the head of the audit, so that whoever keeps it can show where it came from. */
import { auditHead } from '@ginnel/store/relational/audit';
import type { Relational } from '@ginnel/store/relational/tables';
import type { AuditHead } from './chain.ts';
import { isSignedText, signText, type Signature } from './sign-text.ts';

/** The signature is of `<seq>:<hash>:<atMs>`. */
export interface SignedHead extends AuditHead, Signature {
  readonly atMs: number;
}

export async function signHead(db: Relational, atMs: number): Promise<SignedHead> {
  const head = { ...(await auditHead(db)), atMs };
  return { ...head, ...(await signText(db, textOf(head))) };
}

/** Whether this head was signed by the key that it names; whether that key is the council's, its keeper must know. */
export function isSignedHead(head: SignedHead): boolean {
  return isSignedText(textOf(head), head);
}

function textOf({ seq, hash, atMs }: AuditHead & { readonly atMs: number }): string {
  return `${seq}:${hash}:${atMs}`;
}
