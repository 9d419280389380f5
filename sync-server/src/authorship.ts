/** Who wrote what stands in a document, from its durable log. What has not changed is not worked out again. */
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { DocumentId } from '@ginnel/base/ids';
import type { Author } from '@ginnel/domain/people';
import { type AuthoredTexts, type ChangedBy, type AuthoredTextsReader, readAuthoredTexts } from '@ginnel/merge/attribution/authored-texts';
import { type DocumentLog, StorageError, type StoredDocument } from '@ginnel/store/ports/document-log';

export interface Authorship extends AuthoredTexts {
  readonly epoch: number;
  /** The last row of the log that is in it. */
  readonly seq: number;
  /** Who made the changes after a time that stand, the latest first. */
  changedSince(atMs: number): ChangedBy[];
}

export interface AuthorshipReader {
  /** `null`: no such document. */
  read(documentId: string): Promise<Authorship | null>;
}

/** How many documents are kept as replayed. */
const KEPT = 20;
/** Rows taken in before others have their turn: the rooms of the same process must not wait for a long log. */
const PAGE = 50;
const TRIES = 3;

export function createAuthorshipReader(log: Pick<DocumentLog, 'load' | 'read'>): AuthorshipReader {
  const kept = new Map<string, Replay>();

  const letGo = (documentId: string, replay: Replay): void => {
    if (kept.get(documentId) === replay) kept.delete(documentId);
    void replay.end();
  };

  return {
    async read(documentId) {
      for (let left = TRIES; left > 0; left--) {
        const stored = await log.load(documentId as DocumentId);
        if (stored === null) return null;
        const before = kept.get(documentId);
        const goesOn = before !== undefined && before.epoch === stored.info.epoch;
        if (before !== undefined && !goesOn) letGo(documentId, before);
        const replay = goesOn ? before : new Replay(log, stored);
        kept.delete(documentId);
        kept.set(documentId, replay);
        const oldest = [...kept].find(([id]) => kept.size > KEPT && id !== documentId);
        if (oldest !== undefined) letGo(...oldest);
        try {
          const answer = await replay.upTo(stored);
          if (answer !== null) return answer;
        } catch (error) {
          letGo(documentId, replay);
          throw error;
        }
        letGo(documentId, replay);
      }
      throw new StorageError('The document began a new epoch again and again while its log was read');
    },
  };
}

/** One epoch of a document, replayed as far as somebody asked: the next to ask pays only for the rows since. */
class Replay {
  readonly epoch: number;
  readonly #log: Pick<DocumentLog, 'load' | 'read'>;
  readonly #holders = new Map<number, Author>();
  readonly #texts: AuthoredTextsReader;
  #seq = 0;
  #answer: Authorship | null = null;
  /** Who asks while the log is read waits: rows are taken in once, in order. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(log: Pick<DocumentLog, 'load' | 'read'>, { info }: StoredDocument) {
    this.epoch = info.epoch;
    this.#log = log;
    this.#texts = readAuthoredTexts(info.kind, (clientId) => this.#holders.get(clientId) ?? null);
  }

  /** @returns null when the epoch ended while it was read */
  upTo(stored: StoredDocument): Promise<Authorship | null> {
    const answer = this.#turn.then(() => this.#read(stored));
    this.#turn = answer.catch(() => null);
    return answer;
  }

  async #read({ info, headSeq, leases }: StoredDocument): Promise<Authorship | null> {
    if (this.#answer !== null && this.#seq >= headSeq) return this.#answer;
    for (const { clientId, author } of leases) this.#holders.set(clientId, author);
    while (this.#seq < headSeq) {
      const rows = await this.#log.read(info.id, this.#seq, Math.min(PAGE, headSeq - this.#seq));
      if (rows.length === 0) return null;
      for (const row of rows) this.#texts.record(row);
      this.#seq = rows.at(-1)?.seq ?? headSeq;
      await othersTurn();
    }
    const now = await this.#log.load(info.id);
    if (now?.info.epoch !== this.epoch) return null;
    this.#answer = { epoch: this.epoch, seq: this.#seq, ...this.#texts.read(), changedSince: (atMs) => this.#texts.changedSince(atMs) };
    return this.#answer;
  }

  async end(): Promise<void> {
    await this.#turn;
    this.#texts.destroy();
  }
}
