/** Keeps one connection up: tries, waits a little longer after each failure, and tries again when it is lost. */

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 1000;

/** Makes the connection; `lost` may be called any number of times. Resolves with how to let go of it. */
export type Connect = (lost: () => void) => Promise<() => Promise<void>>;

export class Retrying {
  readonly #connect: Connect;
  #letGo: (() => Promise<void>) | null = null;
  #timer: NodeJS.Timeout | null = null;
  #attempt: Promise<void>;
  #waitMs = FIRST_WAIT_MS;
  #closed = false;

  constructor(connect: Connect) {
    this.#connect = connect;
    this.#attempt = this.#try();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#attempt;
    await this.#letGo?.();
  }

  async #try(): Promise<void> {
    let isLost = false;
    const lost = () => {
      if (isLost) return;
      isLost = true;
      const letGo = this.#letGo;
      if (letGo === null) return; // still connecting: the attempt itself fails
      this.#letGo = null;
      void letGo();
      this.#again();
    };
    try {
      const letGo = await this.#connect(lost);
      this.#waitMs = FIRST_WAIT_MS;
      this.#letGo = letGo;
      if (!isLost) return;
      this.#letGo = null;
      await letGo();
    } catch {
      // whoever asks is told by `onListening`; the next attempt may succeed
    }
    this.#again();
  }

  #again(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#attempt = this.#try();
    }, this.#waitMs);
    this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS);
  }
}
