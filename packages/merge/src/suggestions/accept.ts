/**
 * Accepting changes of a suggestion, one by one or all. The accepted words go into the original under their suggester's
 * name; the log row's author is whoever accepted them. Declining changes nothing in any document: see `decline`.
 *
 * The server, in one turn of the original's room:
 *   1. `acceptInto(kind, original, fork, …)` on documents that hold everything durable;
 *   2. `judge(accepted.update, { …acceptor, leaseOf: leaseOfBringer(leaseOf, accepted, acceptor) })`: by the acceptor's rights;
 *   3. appends the row {author: acceptor, route: 'suggested', update} with `accepted.leases`;
 *   4. in the fork: `settle`, appended to the fork's log by the acceptor, and the decisions kept beside it.
 */
import type { Random } from '@ginnel/base/ports';
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import * as Y from 'yjs';
import { Bringing, type Brought, type BroughtLease } from '../attribution/bringing.ts';
import type { LeaseOf } from '../contract.ts';
import { acceptables } from './differences.ts';
import type { AcceptBench } from './bench.ts';
import type { Acceptable, Decision } from './change.ts';
import { copyOf } from './structs.ts';

export interface Accepting {
  readonly changeIds: readonly string[];
  readonly acceptor: Author;
  /** Leases of the fork: whose words are whose. */
  readonly leaseOf: LeaseOf;
  readonly random: Random;
  readonly reason?: string;
}

export interface Accepted extends Brought {
  readonly decisions: readonly Decision[];
  /** Changes that are not there (any more), or not to be accepted from this fork as it is. */
  readonly notFound: readonly string[];
  /**
   * Brings what was accepted into the fork and takes the suggester's own copy of it out. What they have written since, around
   * and within, stays suggested. @returns the update to the fork
   */
  readonly settle: (fork: Y.Doc) => Uint8Array;
}

/** @param original  @param fork  as they stand; neither is altered */
export function acceptInto(
  kind: DocumentKind,
  original: Y.Doc,
  fork: Y.Doc,
  { changeIds, acceptor, leaseOf, random, reason = '' }: Accepting,
): Accepted {
  const chosen = acceptables(kind, original, fork).filter(({ change, isWhole = true }) => isWhole && changeIds.includes(change.id));
  const made = make(kind, original, chosen, { acceptor, leaseOf, random });
  const found = new Set(chosen.map(({ change }) => change.id));
  return {
    ...made,
    decisions: chosen.map(({ change }) => ({ changeId: change.id, outcome: 'accepted', reason, ids: change.ids })),
    notFound: changeIds.filter((id) => !found.has(id)),
    settle: (settled) => {
      const updates: Uint8Array[] = [];
      const collect = (update: Uint8Array): void => void updates.push(update);
      settled.on('update', collect);
      Y.applyUpdate(settled, made.update);
      for (const { settle } of chosen) settle(settled);
      settled.off('update', collect);
      return updates.length === 0 ? made.update : Y.mergeUpdates(updates);
    },
  };
}

interface Making {
  readonly acceptor: Author;
  readonly leaseOf: LeaseOf;
  readonly random: Random;
}

/** Makes changes in a copy of a document. */
export function make(kind: DocumentKind, target: Y.Doc, changes: readonly Acceptable[], { acceptor, leaseOf, random }: Making): Brought {
  const live = copyOf(kind, target);
  const bringing = new Bringing(random);
  const leases: BroughtLease[] = [];
  const updates: Uint8Array[] = [];
  const used = new Set<number>();
  live.on('update', (update: Uint8Array) => void updates.push(update));
  const authorOf = (client: number): Author => leaseOf(client) ?? acceptor;
  const as = (clientId: number, edit: () => void): void => {
    live.clientID = clientId;
    used.add(clientId);
    live.transact(edit);
  };
  const bench: AcceptBench = {
    live,
    asAuthorOf: (client, edit) => as(bringing.clientFor(authorOf(client)), edit),
    asAcceptor: (edit) => as(bringing.clientFor(acceptor), edit),
    asNewFor: (client, edit) => {
      const lease = bringing.another(authorOf(client));
      leases.push(lease);
      as(lease.clientId, edit);
    },
    takeOver: (client, update) => {
      leases.push({ clientId: client, author: authorOf(client) });
      Y.applyUpdate(live, update);
    },
  };
  for (const { accept } of changes.toReversed()) accept(bench);
  live.destroy();
  return { update: updates.length === 0 ? NOTHING : Y.mergeUpdates(updates), leases: [...leases, ...bringing.leasesIn(used)] };
}

/** An update without structs and deletions. */
const NOTHING = Uint8Array.of(0, 0);
