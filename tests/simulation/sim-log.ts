/** The log as a simulated disk: commits take time, fail when it is full, and are lost when the writer dies before them. */
import type { DocumentId } from '@ginnel/base/ids';
import type { DocumentInfo } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import { checkAppend } from '@ginnel/store/log/check-append';
import type { Append, Appended, LogRow, Snapshot, StoredDocument } from '@ginnel/store/ports/document-log';
import { Broken } from './broken.ts';
import { Durable } from './durable.ts';

interface Held {
  info: DocumentInfo;
  rows: LogRow[];
  snapshot: Snapshot | null;
  leases: Map<number, Author>;
  durable: Durable;
  /** The truths of epochs that are over. */
  readonly past: Map<number, Durable>;
  /** ClientIDs that were ever leased, in this epoch or an earlier one. */
  readonly everLeased: Set<number>;
}

/** Ways in which a log can be wrong; the simulator must notice each. */
export interface LogFaults {
  readonly ignoresRights?: boolean;
  readonly ignoresHead?: boolean;
  readonly ignoresEpoch?: boolean;
  readonly ignoresLeases?: boolean;
  /** Says "durable" and loses this share of it. */
  readonly forgets?: boolean;
}

export class SimLog {
  readonly #held = new Map<DocumentId, Held>();
  readonly #faults: LogFaults;
  /** Who may not write now: asked when a row becomes durable. */
  readonly #mayWrite: (author: Author, documentId: DocumentId) => boolean;
  /** Whether anything ever came under this clientID. */
  readonly #hasSpoken: (clientId: number) => boolean;
  isFull = false;
  #appends = 0;

  constructor(faults: LogFaults, mayWrite: (author: Author, documentId: DocumentId) => boolean, hasSpoken: (clientId: number) => boolean) {
    this.#faults = faults;
    this.#mayWrite = mayWrite;
    this.#hasSpoken = hasSpoken;
  }

  put(info: DocumentInfo): void {
    const held = this.#held.get(info.id);
    if (held !== undefined && held.info.epoch === info.epoch) held.info = info;
    else {
      const past = new Map(held?.past);
      if (held !== undefined) past.set(held.info.epoch, held.durable);
      const everLeased = held?.everLeased ?? new Set();
      this.#held.set(info.id, { info, rows: [], snapshot: null, leases: new Map(), durable: new Durable(info.kind), past, everLeased });
    }
  }

  info(documentId: DocumentId): DocumentInfo {
    return this.#of(documentId).info;
  }

  durable(documentId: DocumentId, epoch = this.info(documentId).epoch): Durable {
    const { info, durable, past } = this.#of(documentId);
    return epoch === info.epoch ? durable : (past.get(epoch) ?? new Durable(info.kind));
  }

  /** Whether something was durable, in this epoch or an earlier one. */
  wasDurable(documentId: DocumentId, covers: (durable: Durable) => boolean): boolean {
    const { durable, past } = this.#of(documentId);
    return covers(durable) || [...past.values()].some(covers);
  }

  wasLeased(documentId: DocumentId, clientId: number): boolean {
    return this.#of(documentId).everLeased.has(clientId);
  }

  headSeq(documentId: DocumentId): number {
    return this.#of(documentId).rows.length;
  }

  /** The moment of the commit. `null`: the disk is full, nothing was written. */
  commit(append: Append): Appended | null {
    if (this.isFull) return null;
    const held = this.#of(append.documentId);
    const { info, rows, leases } = held;
    const asked = { ...append };
    if (this.#faults.ignoresRights === true) Object.assign(asked, { rightsVersion: info.rightsVersion });
    if (this.#faults.ignoresEpoch === true && append.epoch !== info.epoch) {
      Object.assign(asked, { epoch: info.epoch, rightsVersion: info.rightsVersion, baseSeq: rows.length });
    }
    if (this.#faults.ignoresHead === true) Object.assign(asked, { baseSeq: rows.length });
    const holderOf = (clientId: number): Author | null => (this.#faults.ignoresLeases === true ? null : (leases.get(clientId) ?? null));
    const refused = checkAppend(asked, { ...info, headSeq: rows.length }, holderOf);
    if (refused !== null) return refused;
    for (const { clientId, author } of append.leases) {
      if (!this.#hasSpoken(clientId)) throw new Broken('unasked-lease', `${clientId} is leased in ${info.id}, and nothing came under it`);
      leases.set(clientId, author);
      held.everLeased.add(clientId);
    }
    this.#appends += 1;
    const forgets = this.#faults.forgets === true && this.#appends % 20 === 0;
    const firstSeq = this.#faults.ignoresHead === true ? append.baseSeq : rows.length;
    append.rows.forEach((row, i) => {
      if (forgets) return;
      this.#check(row.author, row.update, held);
      rows.push({ ...row, seq: rows.length + 1 });
      held.durable.add(row.update);
      if (!held.durable.isWhole) throw new Broken('pending', `row ${firstSeq + i + 1} of ${info.id} does not stand on the rows before it`);
    });
    return { outcome: 'durable', headSeq: firstSeq + append.rows.length };
  }

  load(documentId: DocumentId): StoredDocument {
    const { info, rows, snapshot, leases } = this.#of(documentId);
    return {
      info,
      headSeq: rows.length,
      snapshot,
      tail: rows.slice(snapshot?.seq ?? 0),
      leases: [...leases].map(([clientId, author]) => ({ clientId, author })),
    };
  }

  read(documentId: DocumentId, afterSeq: number): readonly LogRow[] {
    return this.#of(documentId).rows.slice(afterSeq);
  }

  keepSnapshot(documentId: DocumentId, epoch: number, snapshot: Snapshot): void {
    const held = this.#of(documentId);
    if (held.info.epoch !== epoch || (held.snapshot !== null && held.snapshot.seq >= snapshot.seq)) return;
    const truth = new Durable(held.info.kind);
    for (const { update } of held.rows.slice(0, snapshot.seq)) truth.add(update);
    const kept = new Durable(held.info.kind);
    kept.add(snapshot.update);
    if (!truth.covers(snapshot.update) || kept.content() !== truth.content())
      throw new Broken('diverged', `the snapshot of ${documentId} differs from its rows`);
    held.snapshot = snapshot;
  }

  #check(author: Author, update: Uint8Array, { info, leases, durable }: Held): void {
    const forged = durable.forgedIn(update, author, (clientId) => leases.get(clientId) ?? null);
    if (forged !== null) throw new Broken('forged', `${author.personId} wrote under ${forged} in ${info.id}`);
    if (!this.#mayWrite(author, info.id)) throw new Broken('rights', `${author.personId} wrote in ${info.id} after being removed`);
  }

  #of(documentId: DocumentId): Held {
    const held = this.#held.get(documentId);
    if (held === undefined) throw new Error(`no document ${documentId}`);
    return held;
  }
}
