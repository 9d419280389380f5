/** Who listens on this node, and whether it can hear. Shared by every adapter. */
import { decodeHints } from './codec.ts';
import type { Hint } from './ports/hints.ts';

export class Ear {
  readonly #node: string;
  readonly #listeners = new Set<(hint: Hint) => void>();
  readonly #watchers = new Set<(listening: boolean) => void>();
  #listening = false;

  /** @param node  one's own name: what it says is not heard */
  constructor(node: string) {
    this.#node = node;
  }

  hear(message: string): void {
    const { node, hints } = decodeHints(message);
    if (node === this.#node) return;
    for (const hint of hints) for (const listener of this.#listeners) listener(hint);
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

  onListening(watcher: (listening: boolean) => void): () => void {
    this.#watchers.add(watcher);
    watcher(this.#listening);
    return () => this.#watchers.delete(watcher);
  }
}
