/**
 * The room's copy of the document: stored bytes while nobody writes, a live Yjs document from the first edit on. At most
 * one append ahead of the log. Knows who holds which clientID; decides nothing about people.
 */
import { assert } from '@ginnel/base/assert';
import type { Result } from '@ginnel/base/result';
import type { DocumentInfo, DocumentKind } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import type { Refusal } from '@ginnel/domain/refusals';
import type { Admitted, Judged, LiveDocument } from '@ginnel/merge/contract';
import { createStoredState, type StoredState } from '@ginnel/merge/stored-state';
import { EMPTY_STATE_VECTOR, isEmptyUpdate, mergeUpdates, updateBeyond } from '@ginnel/merge/updates';
import type { Lease, LogRow, NewRow, Snapshot, StoredDocument } from '@ginnel/store/ports/document-log';
import { Answers } from './answers.ts';

export type CreateDocument = (kind: DocumentKind) => LiveDocument;

/** A snapshot is worth its writing after this many rows: loading a row costs some 7 µs, so at most 15 ms of replay. */
const SNAPSHOT_EVERY_ROWS = 2000;
/** A state vector names everyone who wrote; an honest client's names hardly more than this copy's own. */
const SHORT_STATE_VECTOR_BYTES = 64 * 1024;
const LITTLE_BYTES = 1024;

export interface ReplicaOptions {
  readonly createDocument: CreateDocument;
  /** Others write to the log too: what it takes to go back to the last durable row is kept. */
  readonly sharesLog?: boolean;
}

export class Replica {
  info: DocumentInfo;
  readonly #create: CreateDocument;
  readonly #leases = new Map<number, Author>();
  /** Leases that are asked for and not yet in the log. */
  readonly #leasedAhead = new Map<number, Author>();
  readonly #keepsRows: boolean;
  #headSeq: number;
  #stored: StoredState;
  /** Rows after the stored bytes: until the document is built, or for as long as rows are kept. */
  #tail: LogRow[];
  #live: LiveDocument | null = null;
  #rowsSinceSnapshot: number;
  readonly #answers = new Answers();

  constructor(stored: StoredDocument, { createDocument, sharesLog = false }: ReplicaOptions) {
    this.#create = createDocument;
    this.#keepsRows = sharesLog;
    this.info = stored.info;
    this.#headSeq = stored.headSeq;
    this.#stored = createStoredState(stored.snapshot);
    this.#tail = [...stored.tail];
    this.#rowsSinceSnapshot = stored.tail.length;
    for (const { clientId, author } of stored.leases) this.#leases.set(clientId, author);
  }

  get headSeq(): number {
    return this.#headSeq;
  }

  get isLive(): boolean {
    return this.#live !== null;
  }

  readonly leaseOf = (clientId: number): Author | null => this.#leases.get(clientId) ?? this.#leasedAhead.get(clientId) ?? null;

  /** Whether the log has its lease, as far as is known here. */
  readonly isLeased = (clientId: number): boolean => this.#leases.has(clientId);

  lease(clientId: number, author: Author): void {
    this.#leasedAhead.set(clientId, author);
  }

  stateVector(): Uint8Array {
    return this.#atRest()?.stateVector ?? this.#document().stateVector();
  }

  /** The sync step 2 for this state vector; `null` when it cannot be read, or names more than any copy knows. */
  answer(since: Uint8Array): Uint8Array | null {
    if (since.length > SHORT_STATE_VECTOR_BYTES && since.length > 2 * this.stateVector().length) return null;
    try {
      return this.#answers.to(since, () => this.#atRest()?.beyond(since) ?? this.#document().encode(since));
    } catch {
      return null;
    }
  }

  /** What somebody lacks who holds the log up to this row: its rows, or everything where a snapshot has swallowed some. */
  since(seq: number): Uint8Array {
    const news = this.#tail.filter((row) => row.seq > seq);
    const everything = news[0]?.seq === seq + 1 ? null : this.answer(EMPTY_STATE_VECTOR);
    return everything ?? mergeUpdates(news.map(({ update }) => update));
  }

  /** Whether the update surely says nothing new. Builds no document. */
  holds(update: Uint8Array): boolean {
    if (isEmptyUpdate(update)) return true;
    // What is longer than everything says something else, or says it in a way that takes long to read.
    return update.length <= this.#stored.update.length + LITTLE_BYTES && (this.#atRest()?.holds(update) ?? false);
  }

  judge(update: Uint8Array, by: Judged): Result<Admitted, Refusal> {
    return this.#document().judge(update, by);
  }

  /** The update without the structs that this copy has; `null` when it cannot be read. */
  unknownOf(update: Uint8Array): Uint8Array | null {
    return updateBeyond(update, this.stateVector());
  }

  /** Takes in what `judge` admitted: the copy is now ahead of the log. */
  apply(update: Uint8Array): void {
    this.#document().apply(update);
    this.#answers.clear();
  }

  /** What was applied and leased is durable. */
  committed({ rows, leases }: { readonly rows: readonly NewRow[]; readonly leases: readonly Lease[] }, headSeq: number): void {
    assert(headSeq === this.#headSeq + rows.length, 'the log has exactly the rows that were appended');
    for (const { clientId, author } of leases) {
      this.#leasedAhead.delete(clientId);
      this.#leases.set(clientId, author);
    }
    if (this.#keepsRows) rows.forEach((row, i) => this.#tail.push({ ...row, seq: this.#headSeq + i + 1 }));
    this.#headSeq = headSeq;
    this.#rowsSinceSnapshot += rows.length;
  }

  /** Forgets all that is ahead of the log. @returns false when the rows that it takes are not kept: load anew */
  goBack(): boolean {
    if (!this.#keepsRows) return false;
    this.destroy();
    this.#leasedAhead.clear();
    this.#answers.clear();
    return true;
  }

  /** Takes in rows of another node; those that are known are passed over, and nothing after a gap is taken. */
  take(rows: readonly LogRow[]): readonly LogRow[] {
    const taken: LogRow[] = [];
    for (const row of rows) {
      if (row.seq !== this.#headSeq + 1) continue;
      if (this.#live === null || this.#keepsRows) this.#tail.push(row);
      this.#live?.apply(row.update);
      this.#headSeq = row.seq;
      taken.push(row);
    }
    if (taken.length > 0) this.#answers.clear();
    this.#rowsSinceSnapshot += taken.length;
    return taken;
  }

  get isWorthKeeping(): boolean {
    return this.#rowsSinceSnapshot >= SNAPSHOT_EVERY_ROWS;
  }

  /** The state at `headSeq`, if rows have come since the last one. To be asked only when nothing is ahead of the log. */
  snapshot(): Snapshot | null {
    if (this.#rowsSinceSnapshot === 0) return null;
    this.#rowsSinceSnapshot = 0;
    const live = this.#document();
    const kept = { seq: this.#headSeq, update: live.encode(), stateVector: live.stateVector() };
    if (this.#keepsRows) this.#startFrom(kept);
    return kept;
  }

  /** Lets the Yjs document go and keeps its bytes. To be asked only when nothing is ahead of the log. */
  rest(): void {
    if (this.#live === null) return;
    this.#startFrom({ update: this.#live.encode(), stateVector: this.#live.stateVector() });
    this.destroy();
    this.#answers.clear();
  }

  #startFrom(state: Pick<Snapshot, 'update' | 'stateVector'>): void {
    this.#stored = createStoredState(state);
    this.#tail = [];
  }

  destroy(): void {
    this.#live?.destroy();
    this.#live = null;
  }

  #atRest(): StoredState | null {
    return this.#live === null && this.#tail.length === 0 ? this.#stored : null;
  }

  #document(): LiveDocument {
    if (this.#live !== null) return this.#live;
    const live = this.#create(this.info.kind);
    if (!isEmptyUpdate(this.#stored.update)) live.apply(this.#stored.update);
    live.applyAll(this.#tail.map(({ update }) => update));
    if (!this.#keepsRows) this.#tail = [];
    this.#live = live;
    return live;
  }
}
