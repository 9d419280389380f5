/** Gathers what is said in one turn of the event loop and keeps the newest hint of each document: a busy hall costs one message. */
import type { DocumentId } from '@ginnel/base/ids';
import type { Said } from './codec.ts';
import type { Hint, News } from './ports/hints.ts';

export class Outbox {
  readonly #newest = new Map<DocumentId, number>();
  readonly #send: (said: Said) => void;
  #news: News[] = [];
  #due: NodeJS.Immediate | null = null;

  constructor(send: (said: Said) => void) {
    this.#send = send;
  }

  add({ documentId, seq }: Hint): void {
    this.#newest.set(documentId, Math.max(seq, this.#newest.get(documentId) ?? 0));
    this.#due ??= setImmediate(() => this.flush());
  }

  tell(news: News): void {
    this.#news.push(news);
    this.#due ??= setImmediate(() => this.flush());
  }

  flush(): void {
    if (this.#due !== null) clearImmediate(this.#due);
    this.#due = null;
    if (this.#newest.size === 0 && this.#news.length === 0) return;
    const hints = [...this.#newest].map(([documentId, seq]) => ({ documentId, seq }));
    const news = this.#news;
    this.#newest.clear();
    this.#news = [];
    this.#send({ hints, news });
  }
}
