/** A hint may be lost, so nobody relies on hearing one: asks in one question where all open documents stand. */
import type { DocumentId } from '@ginnel/base/ids';
import { CLOSE } from '@ginnel/protocol/close-codes';
import type { DocumentHead, DocumentLog } from '@ginnel/store/ports/document-log';

/** An open room as the watch sees it. */
export interface Watched {
  /** `null` while it is loaded. */
  readonly headSeq: number | null;
  stands(head: DocumentHead): void;
  end(code: number, reason: string): void;
}

/** Documents in one question. */
const MOST_AT_ONCE = 5_000;

export interface HeadsWatchOptions {
  readonly log: Pick<DocumentLog, 'heads'>;
  readonly rooms: () => Iterable<readonly [DocumentId, Watched]>;
  readonly report: (what: string, error: unknown) => void;
}

export class HeadsWatch {
  readonly #options: HeadsWatchOptions;
  #isLooking = false;

  constructor(options: HeadsWatchOptions) {
    this.#options = options;
  }

  /** Not more often than it is answered. */
  async look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const { rooms, report } = this.#options;
    try {
      const open = [...rooms()].filter(([, { headSeq }]) => headSeq !== null);
      for (let from = 0; from < open.length; from += MOST_AT_ONCE) await this.#ask(open.slice(from, from + MOST_AT_ONCE));
    } catch (error) {
      report('where documents stand could not be read', error);
    } finally {
      this.#isLooking = false;
    }
  }

  async #ask(open: readonly (readonly [DocumentId, Watched])[]): Promise<void> {
    const heads = await this.#options.log.heads(open.map(([documentId]) => documentId));
    const found = new Map(heads.map((head) => [head.documentId, head]));
    for (const [documentId, room] of open) {
      const head = found.get(documentId);
      if (head === undefined) room.end(CLOSE.noSuchDocument, 'no-such-document');
      else room.stands(head);
    }
  }
}
