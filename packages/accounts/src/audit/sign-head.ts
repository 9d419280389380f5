/** Signs the head of the audit, so that whoever keeps it can show where it came from. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { auditHead } from '@ginnel/store/relational/audit';
import { installationSecret } from '@ginnel/store/relational/installation-secrets';
import type { Relational } from '@ginnel/store/relational/tables';
import type { AuditHead } from './chain.ts';

export interface SignedHead extends AuditHead {
  readonly atMs: number;
  /** Ed25519 over `<seq>:<hash>:<atMs>`, base64url. */
  readonly signature: string;
  /** SPKI, PEM. */
  readonly publicKey: string;
}

export async function signHead(db: Relational, atMs: number): Promise<SignedHead> {
  const pem = await installationSecret(db, 'audit-key', makeKey);
  const head = await auditHead(db);
  const key = createPrivateKey(pem);
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  return { ...head, atMs, signature: sign(null, signedBytes({ ...head, atMs }), key).toString('base64url'), publicKey };
}

/** Whether this head was signed by the key that it names; whether that key is the council's, its keeper must know. */
export function isSignedHead(head: SignedHead): boolean {
  try {
    return verify(null, signedBytes(head), createPublicKey(head.publicKey), Buffer.from(head.signature, 'base64url'));
  } catch {
    return false;
  }
}

function signedBytes({ seq, hash, atMs }: AuditHead & { readonly atMs: number }): Buffer {
  return Buffer.from(`${seq}:${hash}:${atMs}`);
}

function makeKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
