/**
 * The certificate of an expunge: what went, from where, when, by whom and why, and what lies outside our reach. It never
 * holds the words. Signed with the key of the audit, and verified by anyone who has the file, without the installation.
 */
import type { ExpungeReason } from '@ginnel/domain/expunging';
import type { Relational } from '@ginnel/store/relational/tables';
import type { WordsBeside } from '@ginnel/store/relational/words-beside';
import { isSignedText, signText, type Signature } from '../audit/sign-text.ts';
import type { Outcome } from './new-epoch.ts';
import type { Target } from './target.ts';

export interface SomebodyActing {
  readonly personId: string;
  readonly capacityId: string;
  /** "moderator of Bury": the capacity, without the name. */
  readonly label: string;
}

export interface CertifiedDocument extends Outcome {
  readonly documentId: string;
  /** The epoch that ended and the one that was begun. */
  readonly epochs: readonly [ended: number, begun: number];
}

/** A store, and what was done to it; in plain sentences, because the certificate must be readable by itself. */
export interface StoreCleared {
  readonly store: string;
  readonly done: string;
}

export interface OutsideReach {
  readonly what: string;
  /** What to do about it. */
  readonly instruction: string;
}

export interface Certificate {
  readonly format: 'ginnel-expunge-certificate-1';
  readonly expungeId: string;
  readonly installation: string;
  readonly reason: ExpungeReason;
  readonly target: Target;
  readonly askedBy: SomebodyActing;
  readonly askedAt: string;
  readonly agreedBy: SomebodyActing;
  readonly agreedAt: string;
  readonly doneAt: string;
  readonly removed: {
    readonly documents: number;
    readonly characters: number;
    readonly entries: number;
    readonly values: number;
  } & WordsBeside;
  readonly documents: readonly CertifiedDocument[];
  readonly stores: readonly StoreCleared[];
  readonly outside: readonly OutsideReach[];
  /** The entry of the audit that says that it was done. */
  readonly audit: { readonly seq: number; readonly hash: string };
}

export interface SignedCertificate extends Signature {
  readonly certificate: Certificate;
}

export async function signCertificate(db: Relational, certificate: Certificate): Promise<SignedCertificate> {
  return { certificate, ...(await signText(db, textOf(certificate))) };
}

/** Needs nothing but the certificate. Whether the key is the council's, its keeper must know. */
export function isSignedCertificate({ certificate, ...signature }: SignedCertificate): boolean {
  return certificate.format === 'ginnel-expunge-certificate-1' && isSignedText(textOf(certificate), signature);
}

/** JSON keeps the order of names, so what is read back is written alike. */
function textOf(certificate: Certificate): string {
  return JSON.stringify(certificate);
}
