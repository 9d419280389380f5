/** Tells the other nodes who is in the documents here, gathered and sampled. It is only ever shown, so losing it does no harm. */
import type { DocumentId } from '@ginnel/base/ids';
import { MAX_PRESENCE_BYTES, type Hints } from '@ginnel/fanout/ports/hints';
import { writeAwareness, type AwarenessEntry } from '@ginnel/protocol/awareness';

/** All documents of a node together: PostgreSQL takes each gathering as one transaction. */
const GATHER_MS = 100;
/** ClientID, clock and lengths of one entry. */
const ENTRY_BYTES = 24;

export class PeopleElsewhere {
  readonly #hints: Pick<Hints, 'tell'>;
  readonly #changed = new Map<DocumentId, Map<number, AwarenessEntry>>();
  #timer: NodeJS.Timeout | null = null;

  constructor(hints: Pick<Hints, 'tell'>) {
    this.#hints = hints;
  }

  /** Of each clientID only the newest goes out. */
  show(documentId: DocumentId, entries: readonly AwarenessEntry[]): void {
    const changed = this.#changed.get(documentId) ?? new Map<number, AwarenessEntry>();
    for (const entry of entries) changed.set(entry.clientId, entry);
    this.#changed.set(documentId, changed);
    this.#timer ??= setTimeout(() => this.flush(), GATHER_MS).unref();
  }

  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const [documentId, changed] of this.#changed) {
      for (const entries of inPieces([...changed.values()]))
        this.#hints.tell({ type: 'people', documentId, update: writeAwareness(entries) });
    }
    this.#changed.clear();
  }
}

function inPieces(entries: readonly AwarenessEntry[]): readonly (readonly AwarenessEntry[])[] {
  const pieces: AwarenessEntry[][] = [];
  let bytes = Infinity;
  for (const entry of entries) {
    const size = entry.state.length + ENTRY_BYTES;
    if (bytes + size > MAX_PRESENCE_BYTES) {
      pieces.push([]);
      bytes = ENTRY_BYTES;
    }
    bytes += size;
    pieces.at(-1)?.push(entry);
  }
  return pieces;
}
