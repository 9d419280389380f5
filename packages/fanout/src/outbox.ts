/** Gathers the hints of one turn of the event loop and keeps the newest of each document: a busy hall costs one message. */
import type { DocumentId } from '@ginnel/base/ids';
import type { Hint } from './ports/hints.ts';

export class Outbox {
  readonly #newest = new Map<DocumentId, number>();
  readonly #send: (hints: readonly Hint[]) => void;
  #due: NodeJS.Immediate | null = null;

  constructor(send: (hints: readonly Hint[]) => void) {
    this.#send = send;
  }

  add({ documentId, seq }: Hint): void {
    this.#newest.set(documentId, Math.max(seq, this.#newest.get(documentId) ?? 0));
    this.#due ??= setImmediate(() => this.flush());
  }

  flush(): void {
    if (this.#due !== null) clearImmediate(this.#due);
    this.#due = null;
    if (this.#newest.size === 0) return;
    const hints = [...this.#newest].map(([documentId, seq]) => ({ documentId, seq }));
    this.#newest.clear();
    this.#send(hints);
  }
}
