/** Signs texts with the one key of this installation's audit. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { findInstallationSecret, installationSecret } from '@ginnel/store/relational/installation-secrets';
import type { Relational } from '@ginnel/store/relational/tables';

export interface Signature {
  /** Ed25519 over the text in UTF-8, base64url. */
  readonly signature: string;
  /** SPKI, PEM. */
  readonly publicKey: string;
}

const KEY = 'audit-key';

/** Whether anything was ever signed here. */
export async function hasSigned(db: Relational): Promise<boolean> {
  return (await findInstallationSecret(db, KEY)) !== null;
}

export async function signText(db: Relational, text: string): Promise<Signature> {
  const key = createPrivateKey(await installationSecret(db, KEY, makeKey));
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  return { signature: sign(null, Buffer.from(text), key).toString('base64url'), publicKey };
}

/** Whether the text was signed by the key that is named; whether that key is the council's, its keeper must know. */
export function isSignedText(text: string, { signature, publicKey }: Signature): boolean {
  try {
    return verify(null, Buffer.from(text), createPublicKey(publicKey), Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

function makeKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
