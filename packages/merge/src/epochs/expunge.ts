/**
 * Expunging: a new epoch is written from what stands, without what must go, and the old one is deleted with all its rows,
 * snapshots and leases. What stays keeps its author, route and time: each run of the old epoch's attribution
 * becomes words under a fresh clientID of the same author, in a row that bears the run's time and bringer. What had been
 * deleted before is not carried over, nor is any history.
 *
 * The server: stops the room; `expunge`; in one transaction raises the epoch, deletes the old rows and snapshots, appends the
 * new rows with their leases; makes the stored versions anew (`contentWithout`); closes sockets with `epoch-over`. The forks of
 * open suggestions hold the old history and go with it; what they suggest is made anew (`suggestAnew`).
 */
import type { CapacityId, PersonId } from '@ginnel/base/ids';
import type { Random } from '@ginnel/base/ports';
import type { Route } from '@ginnel/domain/attribution';
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import * as Y from 'yjs';
import { Bringing, type BroughtLease } from '../attribution/bringing.ts';
import { AttributionIndex, replayRow, type AttributedRow } from '../attribution/index.ts';
import { project } from '../canonical/project.ts';
import type { CanonicalContent, LeaseOf } from '../contract.ts';
import { openRoots } from '../edits/open.ts';
import { compareEpochs, goingWords, type Comparison, type GoingWords } from './compare.ts';
import { goneOf, type Expunged } from './gone.ts';
import { rewrite } from './rewrite.ts';
import { writersOf } from './writers.ts';

export interface Expunging {
  /** All rows of the old epoch. */
  readonly rows: Iterable<AttributedRow>;
  readonly leaseOf: LeaseOf;
  /** ClientIDs that the old epoch has leases for, those retired earlier too. */
  readonly clients: Iterable<number>;
  /** Who expunges: stands as the author of containers whose maker's name goes. */
  readonly by: Author;
  readonly atMs: number;
  readonly random: Random;
  /** Characters of what goes that are handed back to be shown; none when left out. */
  readonly showCharacters?: number;
}

export interface NewEpochRow {
  readonly author: Author;
  readonly route: Route;
  readonly atMs: number;
  readonly update: Uint8Array;
}

export interface NewEpoch {
  /** In the order in which they are to be appended. Times are those of the words, and so not always rising. */
  readonly rows: readonly NewEpochRow[];
  /** Of the fresh clientIDs; and all old ones, leased to `RETIRED`. Keep every one of them. */
  readonly leases: readonly BroughtLease[];
  /** What went and what stayed, in numbers. */
  readonly compared: Comparison;
  readonly going: readonly GoingWords[];
  /** Who wrote any of what goes. */
  readonly writers: readonly PersonId[];
  /** What stood, and what stands now. */
  readonly contentBefore: CanonicalContent;
  readonly content: CanonicalContent;
}

/**
 * Nobody. Old clientIDs are leased to it for ever, so that what a stale replica sends is refused; were they free, whoever
 * sent the old state would be leased all of them, and expunged words would come back as the sender's. It names no person.
 */
export const RETIRED: Author = { personId: 'retired' as PersonId, capacityId: 'retired' as CapacityId };

export function expunge(kind: DocumentKind, what: readonly Expunged[], expunging: Expunging): NewEpoch {
  const { rows, leaseOf, clients, by, atMs, random, showCharacters = 0 } = expunging;
  const index = new AttributionIndex();
  const old = new Y.Doc({ gc: false });
  openRoots(kind, old);
  for (const row of rows) replayRow(index, old, row, leaseOf);
  const gone = goneOf(what, index);
  const bringing = new Bringing(random);
  const fresh = new Y.Doc();
  openRoots(kind, fresh);
  const book = new RowBook(fresh, bringing);
  const isSevered = (author: Author): boolean => what.some((each) => 'personId' in each && each.personId === author.personId);
  rewrite(
    kind,
    { old, fresh, gone },
    {
      untilOf: (client, clock) => index.written(client, clock)?.end ?? Infinity,
      asAuthorOf: (client, edit, clock) => {
        const found = gone.ids.has(client, clock) ? null : index.written(client, clock);
        const { author, broughtBy, route, atMs: at } = found ?? { author: by, broughtBy: null, route: 'typed', atMs };
        const bringer = broughtBy !== null && isSevered(broughtBy) ? by : broughtBy;
        book.write({ author: bringer ?? author, route, atMs: at }, author, edit);
      },
    },
  );
  const written = book.close();
  const compared = compareEpochs(kind, { old, fresh, gone });
  const going = goingWords(kind, { old, gone }, showCharacters);
  const writers = writersOf(kind, what, { old, gone, index });
  const contentBefore = project(kind, old) as unknown as CanonicalContent;
  const content = project(kind, fresh) as unknown as CanonicalContent;
  old.destroy();
  fresh.destroy();
  const retired = [...new Set([...clients, ...index.clients.keys()])].map((clientId) => ({ clientId, author: RETIRED }));
  return { rows: written, leases: [...bringing.leasesIn(book.clients), ...retired], compared, going, writers, contentBefore, content };
}

/** A stored version's content as it would have been without what is expunged. @param rows  of the old epoch, up to the version's */
export function contentWithout(kind: DocumentKind, what: readonly Expunged[], expunging: Expunging): CanonicalContent {
  return expunge(kind, what, expunging).content;
}

/** Writes a document and keeps what was written as rows; edits that follow each other with one author and time share a row. */
class RowBook {
  readonly clients = new Set<number>();
  readonly #doc: Y.Doc;
  readonly #bringing: Bringing;
  readonly #rows: NewEpochRow[] = [];
  #updates: Uint8Array[] = [];
  #about: Omit<NewEpochRow, 'update'> | null = null;

  constructor(doc: Y.Doc, bringing: Bringing) {
    this.#doc = doc;
    this.#bringing = bringing;
    doc.on('update', (update: Uint8Array) => void this.#updates.push(update));
  }

  write(about: Omit<NewEpochRow, 'update'>, author: Author, edit: () => void): void {
    const same =
      this.#about?.author.capacityId === about.author.capacityId && this.#about.route === about.route && this.#about.atMs === about.atMs;
    if (!same) this.#flush();
    this.#about = about;
    this.#doc.clientID = this.#bringing.clientFor(author);
    this.clients.add(this.#doc.clientID);
    this.#doc.transact(edit);
  }

  close(): readonly NewEpochRow[] {
    this.#flush();
    return this.#rows;
  }

  #flush(): void {
    if (this.#about !== null && this.#updates.length > 0) this.#rows.push({ ...this.#about, update: Y.mergeUpdates(this.#updates) });
    this.#updates = [];
  }
}
