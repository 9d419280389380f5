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
import type { LogRow, Snapshot, StoredDocument } from '@ginnel/store/ports/document-log';

export type CreateDocument = (kind: DocumentKind) => LiveDocument;

/** A snapshot is worth its writing after this many rows: loading a row costs some 7 µs, so at most 15 ms of replay. */
const SNAPSHOT_EVERY_ROWS = 2000;
/** Different state vectors whose answers are kept until the next write: enough for a storm after a restart. */
const MAX_ANSWERS = 32;

export class Replica {
  info: DocumentInfo;
  readonly #create: CreateDocument;
  readonly #leases = new Map<number, Author>();
  #headSeq: number;
  #stored: StoredState;
  #tail: LogRow[];
  #live: LiveDocument | null = null;
  #rowsSinceSnapshot: number;
  #answers = new Map<string, Uint8Array>();

  constructor(stored: StoredDocument, create: CreateDocument) {
    this.#create = create;
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

  readonly leaseOf = (clientId: number): Author | null => this.#leases.get(clientId) ?? null;

  lease(clientId: number, author: Author): void {
    this.#leases.set(clientId, author);
  }

  stateVector(): Uint8Array {
    return this.#atRest()?.stateVector ?? this.#document().stateVector();
  }

  /** The sync step 2 for this state vector; `null` when it cannot be read. Kept until the next write. */
  answer(since: Uint8Array): Uint8Array | null {
    const key = Buffer.from(since.buffer, since.byteOffset, since.byteLength).toString('latin1');
    const kept = this.#answers.get(key);
    if (kept !== undefined) return kept;
    try {
      const answer = this.#atRest()?.beyond(since) ?? this.#document().encode(since);
      if (this.#answers.size < MAX_ANSWERS) this.#answers.set(key, answer);
      return answer;
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
    return isEmptyUpdate(update) || (this.#atRest()?.holds(update) ?? false);
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

  /** `count` applied rows are durable. */
  committed(count: number, headSeq: number): void {
    assert(headSeq === this.#headSeq + count, 'the log has exactly the rows that were appended');
    this.#headSeq = headSeq;
    this.#rowsSinceSnapshot += count;
  }

  /** Takes in rows of another node; those that are known are passed over, and nothing after a gap is taken. */
  take(rows: readonly LogRow[]): readonly LogRow[] {
    const taken: LogRow[] = [];
    for (const row of rows) {
      if (row.seq !== this.#headSeq + 1) continue;
      if (this.#live === null) this.#tail.push(row);
      else this.#live.apply(row.update);
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
    return { seq: this.#headSeq, update: live.encode(), stateVector: live.stateVector() };
  }

  /** Lets the Yjs document go and keeps its bytes. To be asked only when nothing is ahead of the log. */
  rest(): void {
    if (this.#live === null) return;
    this.#stored = createStoredState({ update: this.#live.encode(), stateVector: this.#live.stateVector() });
    this.#tail = [];
    this.destroy();
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
    this.#tail = [];
    this.#live = live;
    return live;
  }
}
