/** Sync step 2 by the state vector that asked for it: in a storm many ask the same. Forgotten at the next write. */

/** Different state vectors whose answers are kept: enough for a storm after a restart. */
const MAX_ANSWERS = 32;
/** All of them together with their questions: whoever asks ever differently fills no memory. */
const MAX_ANSWERS_BYTES = 4 * 1024 * 1024;

export class Answers {
  readonly #kept = new Map<string, Uint8Array>();
  #bytes = 0;

  to(since: Uint8Array, make: () => Uint8Array): Uint8Array {
    const key = Buffer.from(since.buffer, since.byteOffset, since.byteLength).toString('latin1');
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const answer = make();
    // The whole document is what everyone asks for who has nothing yet, however large it is.
    const bytes = since.length === 1 ? 0 : key.length + answer.length;
    if (this.#kept.size >= MAX_ANSWERS || this.#bytes + bytes > MAX_ANSWERS_BYTES) return answer;
    this.#kept.set(key, answer);
    this.#bytes += bytes;
    return answer;
  }

  clear(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }
}
