/** Keeps snapshots beside the log, one at a time, each only after a replay of the log has come to the same document. */
import type { DocumentId } from '@ginnel/base/ids';
import type { CreateDocument } from '@ginnel/room/replica';
import type { DocumentLog, Snapshot } from '@ginnel/store/ports/document-log';

interface Offered {
  readonly documentId: DocumentId;
  readonly epoch: number;
  readonly snapshot: Snapshot;
}

export class Snapshots {
  readonly #log: DocumentLog;
  readonly #create: CreateDocument;
  readonly #report: (what: string, error: unknown) => void;
  /** The latest offer of each document. */
  readonly #offered = new Map<DocumentId, Offered>();
  #work: Promise<void> | null = null;

  constructor(log: DocumentLog, create: CreateDocument, report: (what: string, error: unknown) => void) {
    this.#log = log;
    this.#create = create;
    this.#report = report;
  }

  offer(offered: Offered): void {
    this.#offered.set(offered.documentId, offered);
    this.#work ??= this.#keepAll();
  }

  /** Resolves when what was offered is kept, or after `timeoutMs`: then what has not been begun is given up. */
  async settle(timeoutMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timeout = setTimeout(resolve, timeoutMs);
    await Promise.race([this.#work, promise]);
    clearTimeout(timeout);
    this.#offered.clear();
    await this.#work;
  }

  async #keepAll(): Promise<void> {
    for (let next = this.#next(); next !== null; next = this.#next()) {
      try {
        await this.#keep(next);
      } catch (error) {
        this.#report('a snapshot could not be kept', error);
      }
    }
    this.#work = null;
  }

  #next(): Offered | null {
    const [next] = this.#offered.values();
    if (next === undefined) return null;
    this.#offered.delete(next.documentId);
    return next;
  }

  async #keep({ documentId, epoch, snapshot }: Offered): Promise<void> {
    const stored = await this.#log.load(documentId);
    if (stored === null || stored.info.epoch !== epoch) return;
    // Another node has kept a later one.
    if (stored.snapshot !== null && stored.snapshot.seq >= snapshot.seq) return;
    const replayed = this.#create(stored.info.kind);
    const kept = this.#create(stored.info.kind);
    if (stored.snapshot !== null) replayed.apply(stored.snapshot.update);
    replayed.applyAll(stored.tail.filter(({ seq }) => seq <= snapshot.seq).map(({ update }) => update));
    kept.apply(snapshot.update);
    const isSame =
      isEqual(replayed.stateVector(), snapshot.stateVector) &&
      isEqual(kept.stateVector(), snapshot.stateVector) &&
      JSON.stringify(replayed.content()) === JSON.stringify(kept.content());
    replayed.destroy();
    kept.destroy();
    if (!isSame) throw new Error(`the snapshot of ${documentId} at ${snapshot.seq} differs from its log`);
    await this.#log.keepSnapshot(documentId, epoch, snapshot);
  }
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
