/** Who listens on this node, and whether it can hear. Shared by every adapter. */
import { decodeSaid } from './codec.ts';
import type { Hint, News } from './ports/hints.ts';

export class Ear {
  readonly #node: string;
  readonly #listeners = new Set<(hint: Hint) => void>();
  readonly #readers = new Set<(news: News, node: string) => void>();
  readonly #watchers = new Set<(listening: boolean) => void>();
  #listening = false;

  /** @param node  one's own name: what it says is not heard */
  constructor(node: string) {
    this.#node = node;
  }

  hear(message: string): void {
    const { node, hints, news } = decodeSaid(message);
    if (node === this.#node) return;
    for (const hint of hints) for (const listener of this.#listeners) listener(hint);
    for (const one of news) for (const reader of this.#readers) reader(one, node);
  }

  /** Told again and again that one is listening, everyone is told each time: each is a new beginning. */
  setListening(listening: boolean): void {
    if (!listening && !this.#listening) return;
    this.#listening = listening;
    for (const watcher of this.#watchers) watcher(listening);
  }

  subscribe(listener: (hint: Hint) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onNews(reader: (news: News, node: string) => void): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  onListening(watcher: (listening: boolean) => void): () => void {
    this.#watchers.add(watcher);
    watcher(this.#listening);
    return () => this.#watchers.delete(watcher);
  }
}
