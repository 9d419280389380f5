/**
 * What this device keeps of one open document: the local copy, what the server is known to have of it, and words that
 * were not accepted. Where the device fails (no room, storage switched off) it says so and goes on in memory.
 */
import { randomId, type Clock, type Random } from '@ginnel/base/ports';
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Refusal } from '@ginnel/domain/refusals';
import type * as Y from 'yjs';
import type { Ending } from '../live-session.ts';
import type { FieldWords, NotAccepted } from '../not-accepted/entry.ts';
import { dismissNotAccepted, keepNotAccepted, keyOf, notAcceptedOf } from '../not-accepted/keep.ts';
import { entryOf, endEntryId, refusalOfEnding } from '../not-accepted/make.ts';
import { confirmedNow, confirmedWith, sizeOfUnsent, unsentSince } from '../rebuild/confirmed.ts';
import { deleteSetRanges, each, NOTHING, ofClients, rangesOf, union, type Ranges } from '../rebuild/ranges.ts';
import type { CopyScope } from './keys.ts';
import { retireOldEpochs } from './left-behind.ts';
import { memoryStorage } from './memory.ts';
import { newSlot, removeSlot, takeSlot, type CopyRecord, type Slot } from './slots.ts';
import type { DeviceStorage, LocalCopy } from './storage.ts';
import { unsentWords } from './unsent.ts';

export interface LocalWordsOptions extends CopyScope {
  readonly kind: DocumentKind;
  readonly storage: DeviceStorage;
  readonly random: Random;
  readonly clock: Clock;
}

interface Held {
  readonly slot: Slot;
  readonly copy: LocalCopy;
}

export class LocalWords {
  readonly #options: LocalWordsOptions;
  #storage: DeviceStorage;
  #held: Held | null = null;
  #record: CopyRecord = { clientIds: [], confirmed: null, buried: [], stands: true };
  #buried: Ranges = NOTHING;
  readonly #committed: Uint8Array[] = [];
  #writing: Promise<void> = Promise.resolve();
  /** Tells what was over in this opening from what was in earlier ones. */
  #opening: string | null = null;

  constructor(options: LocalWordsOptions) {
    this.#options = options;
    this.#storage = options.storage;
  }

  /** The origin of transactions that read the local copy. */
  get origin(): unknown {
    return this.#held?.copy.origin ?? this;
  }

  /** False once the device has failed, or gives no storage that outlives the page. */
  get keeps(): boolean {
    return this.#storage.durable;
  }

  /** Until then what others deleted before cannot be told from what the person deleted. */
  get hasConfirmed(): boolean {
    return this.#record.confirmed !== null;
  }

  get clientIds(): ReadonlySet<number> {
    return new Set(this.#record.clientIds);
  }

  /** Structs of the person that went because somebody else's container took their key. */
  get buried(): Ranges {
    return this.#buried;
  }

  /** Reads the local copy into `doc`. @returns how many insertions and deletions the server is not known to have */
  async open(doc: Y.Doc): Promise<number> {
    this.#record = { ...this.#record, clientIds: [doc.clientID] };
    await this.#orInMemory(async () => {
      const slot = await takeSlot(this.#storage, this.#options, this.#options.random, doc.clientID);
      const copy = this.#storage.openCopy(slot.name, doc);
      this.#held = { slot, copy };
      this.#record = slot.record;
      this.#buried = rangesOf(slot.record.buried.map(([client, clock, length]) => [client, { clock, length }] as const));
      await copy.whenLoaded;
    });
    await this.#orInMemory(() => retireOldEpochs(this.#storage, this.#options, this.#options.clock.nowMs()));
    return this.#held === null ? 0 : sizeOfUnsent(unsentSince(doc, this.#record.confirmed, this.clientIds));
  }

  /** To be told of every transaction that came from the server while something of the person's waits. */
  noteRemote({ deleteSet }: Y.Transaction): void {
    const gone = ofClients(deleteSetRanges(deleteSet), this.clientIds);
    if (gone.size === 0) return;
    this.#buried = union(this.#buried, gone);
    this.#write({ buried: [...each(this.#buried)].map(([client, { clock, length }]) => [client, clock, length] as const) });
  }

  /** To be told of what the server has committed; noted with the next `confirm`. */
  committed(updates: readonly Uint8Array[]): void {
    this.#committed.push(...updates);
  }

  /** Notes that the server has all that `doc` holds; while some of it waits (`null`), what was `committed`. */
  confirm(doc: Y.Doc | null): void {
    const updates = this.#committed.splice(0);
    if (doc === null) {
      if (updates.length > 0) this.#write({ confirmed: confirmedWith(this.#record.confirmed, updates) });
      return;
    }
    this.#buried = NOTHING;
    this.#write({ confirmed: confirmedNow(doc), buried: [] });
  }

  async flush(): Promise<void> {
    await this.#orInMemory(async () => {
      await this.#held?.copy.flush();
      await this.#writing;
    });
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#held?.copy.close();
    this.#held?.slot.release();
    this.#held = null;
  }

  /**
   * After a rebuild: makes a copy of `doc` and keeps the words that were not accepted; when both are on the device, the
   * old copy goes, in one write. A crash before it finds the old copy, and the rebuild happens again.
   */
  async moveTo(doc: Y.Doc, kept: NotAccepted | null): Promise<void> {
    await this.#writing;
    this.#committed.length = 0;
    const old = this.#held;
    const changes = new Map<string, unknown>();
    if (kept !== null) changes.set(keyOf(kept), kept);
    if (old !== null) changes.set(old.slot.name, { ...this.#record, stands: false });
    try {
      const slot = await newSlot(this.#storage, this.#options, this.#options.random, [doc.clientID], false);
      const copy = this.#storage.openCopy(slot.name, doc);
      await copy.whenLoaded;
      await copy.flush();
      this.#record = { ...slot.record, stands: true };
      await this.#storage.write(changes.set(slot.name, this.#record));
      this.#held = { slot, copy };
    } catch {
      // No room for another copy: the old one must still go, or its edits would come twice.
      await this.#orInMemory(() => this.#storage.write(changes));
      this.#fail();
    }
    this.#buried = NOTHING;
    await this.#orInMemory(async () => {
      await old?.copy.close();
      if (old !== null) await removeSlot(this.#options.storage, old.slot);
    });
  }

  /**
   * When a session ended for good: keeps as words what cannot be sent any more. Of an epoch that is over, nothing else
   * stays. What can still be sent after signing in again is let go of, for whichever page does.
   */
  async keepAtEnd(because: Ending, doc: Y.Doc): Promise<void> {
    if (because === 'signed-out') {
      await this.flush();
      return this.close();
    }
    const refusal = refusalOfEnding(because);
    if (refusal === null || this.#held === null) return;
    const { slot, copy } = this.#held;
    const entry = this.entryOf(refusal, unsentWords(doc, this.#record), endEntryId(slot.name));
    if (entry !== null) await this.#orInMemory(() => keepNotAccepted(this.#storage, entry));
    if (because !== 'epoch-over') return;
    this.#held = null;
    await this.#orInMemory(async () => {
      await copy.close();
      await removeSlot(this.#storage, slot);
    });
  }

  async notAccepted(): Promise<NotAccepted[]> {
    return this.#orInMemory(() => notAcceptedOf(this.#storage, this.#options.personId, this.#options.documentId));
  }

  async dismiss(id: string): Promise<void> {
    await this.#orInMemory(() => dismissNotAccepted(this.#storage, { ...this.#options, id }));
  }

  /** One entry for each field of this opening; the latest words are all that is over. */
  async keepOver(path: string, words: string, asSeen: string): Promise<void> {
    this.#opening ??= randomId(this.#options.random);
    const id = `over-${this.#opening}-${encodeURIComponent(path)}`;
    const entry = this.entryOf({ kind: 'too-large', path }, words === '' ? [] : [{ path, written: [words], asSeen }], id);
    const key = keyOf({ ...this.#options, id });
    await this.#orInMemory(() => this.#storage.write(new Map([[key, entry ?? undefined]])));
  }

  /** @returns `null` when there are no words to keep */
  entryOf(refusal: Refusal, words: readonly FieldWords[], id?: string): NotAccepted | null {
    return entryOf({ ...this.#options, atMs: this.#options.clock.nowMs() }, refusal, words, id);
  }

  #write(change: Partial<CopyRecord>): void {
    if (this.#held === null) return;
    const { name } = this.#held.slot;
    const record = { ...this.#record, ...change };
    this.#record = record;
    this.#writing = this.#writing.then(() => this.#orInMemory(() => this.#storage.write(new Map([[name, record]]))));
  }

  async #orInMemory<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch {
      this.#fail();
      return work();
    }
  }

  #fail(): void {
    void this.#held?.copy.close().catch(() => undefined);
    this.#held = null;
    if (this.#storage.durable) this.#storage = memoryStorage();
  }
}
