/** Why an edit or a connection was not accepted: a closed list, grouped by what the client should do about it. */

export const REFUSALS = {
  /** The bytes cannot be read as what they claim to be. */
  malformed: 'fix',
  /** One update, one field or the whole document would be larger than its limit. */
  'too-large': 'fix',
  /** Structs under a clientID that is leased to somebody else, or to no one. */
  'forged-author': 'fix',
  /** Something earlier by the same client is missing, or something referred to does not exist. */
  gap: 'reload',
  /** No such root, field or key in documents of this kind. */
  'unknown-path': 'fix',
  /** The value does not fit the field: type, length, allowed nodes, marks, link schemes. */
  'bad-value': 'fix',
  /** This capacity may not do this here. */
  'not-allowed': 'fix',
  /** Only the party itself may change its own part of a commitment. */
  'not-your-part': 'fix',
  /** Only the person who wrote it may change it. */
  'not-yours': 'fix',
  /** Nobody may do this in the phase in which the document now is. */
  'wrong-phase': 'fix',
  /** No session, or it has ended. */
  'signed-out': 'sign-in',
  /** The person was removed from this document or place. */
  removed: 'sign-in',
  /** Faster than anyone types. */
  'too-fast': 'back-off',
  /** The server cannot write to its disk. Nothing is shown as saved. */
  'storage-failed': 'back-off',
  /** The document has begun a new epoch; nothing from the old one merges into it. */
  'epoch-over': 'reload',
  /** The document is written in a newer shape than the client knows. */
  'older-shape': 'reload',
} as const;

export type RefusalKind = keyof typeof REFUSALS;

export interface Refusal {
  readonly kind: RefusalKind;
  /** Where: `commitments/c_8fk2m1xq90za/parts/six-town-housing/text`; empty when no place can be named. */
  readonly path: string;
}
