/** The words in which the rest of the product speaks with the merge engine. Everything else about Yjs stays inside it. */
import type { Result } from '@ginnel/base/result';
import type { Author } from '@ginnel/domain/people';
import type { Phase } from '@ginnel/domain/documents';
import type { Refusal } from '@ginnel/domain/refusals';
import type { Actor } from '@ginnel/domain/standing';

/** One Yjs update at most, as a frame carries it. A first sync of a long offline absence is larger than a keystroke. */
export const MAX_UPDATE_BYTES = 4 * 1024 * 1024;

/** Who a clientID is leased to in one document, for ever. `null` when nobody has it yet. */
export type LeaseOf = (clientId: number) => Author | null;

export interface Judged {
  /** Who sends it, and in which capacity. */
  readonly author: Author;
  /** What that capacity makes them in this document. */
  readonly actor: Actor;
  readonly phase: Phase;
  readonly leaseOf: LeaseOf;
  /**
   * What a capacity of the sender's person makes them in this document, or null when they no longer have it. Asked for structs
   * under a clientID that was leased to the same person in another capacity: those are judged in that one.
   */
  readonly actorOf: (author: Author) => Actor | null;
}

/** `length` clocks of one client, from `clock`. */
export interface IdRange {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

export interface Admitted {
  /** New structs, by client. Empty when the update brought nothing new (a repeat). */
  readonly inserted: readonly IdRange[];
  /** Ranges that were alive and are now deleted. */
  readonly deleted: readonly IdRange[];
  /** ClientIDs that nobody had, to be leased to the sender in the same transaction as the row. */
  readonly claims: readonly number[];
}

/**
 * A live document: the Yjs document of one epoch, and the judge at its door. Pure: no I/O, clock or randomness.
 * `judge` never alters it; `apply` takes only what was judged. See SPEC.md.
 */
export interface LiveDocument {
  /** Judges one Yjs v1 update by its effects, whole or not at all. Throws nothing: bad bytes are `refused`. */
  judge(update: Uint8Array, by: Judged): Result<Admitted, Refusal>;
  /** Integrates an update that `judge` admitted against exactly this state, or one from the log. */
  apply(update: Uint8Array): void;
  /** Integrates rows of the log in one transaction, which is much faster than one by one. */
  applyAll(updates: Iterable<Uint8Array>): void;
  stateVector(): Uint8Array;
  /** The whole state, or what lies beyond `since`. */
  encode(since?: Uint8Array): Uint8Array;
  /** Canonical content as JSON: see `canonical/`. */
  content(): CanonicalContent;
  destroy(): void;
}

/** Canonical content: plain JSON in a fixed key order, without formatting noise. Its type per kind stands in `canonical/`. */
export type CanonicalContent = { readonly [root: string]: unknown };
