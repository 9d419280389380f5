/** Who is at the table and where they write, kept for the page: what has not changed stays the very same, so that nothing of it is drawn again. */
import type { LiveSession } from '@ginnel/client/live-session';
import type { Stamp } from '@ginnel/merge/bindings/presence';
import { SvelteMap } from 'svelte/reactivity';
import type { Present } from '#lib/document/contract.ts';
import { caretsIn, peopleIn, toneIn, tonesIn, type RemoteCaret, type Tones } from './presence.ts';
import { sharing } from './sharing.ts';

export class PeopleHere {
  readonly #session: Pick<LiveSession, 'awareness' | 'doc'>;
  readonly #you: () => Stamp;
  #people: readonly Present[] = $state.raw([]);
  readonly #carets = new SvelteMap<string, readonly RemoteCaret[]>();
  #tones: Tones = new Map();
  #isDue = false;

  /** @param you  the person at this page */
  constructor(session: Pick<LiveSession, 'awareness' | 'doc'>, you: () => Stamp) {
    this.#session = session;
    this.#you = you;
  }

  get people(): readonly Present[] {
    return this.#people;
  }

  /** The carets of others in the field at a path. */
  caretsAt(path: string): readonly RemoteCaret[] {
    return this.#carets.get(path) ?? NO_CARETS;
  }

  /** The colour of somebody's caret; not reactive. */
  toneOf(personId: string): number {
    return toneIn(this.#tones, personId);
  }

  /** Looks once, however many say where they are at one moment. */
  lookSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.look();
    });
  }

  look(): void {
    const { awareness, doc } = this.#session;
    const states = awareness.getStates();
    const you = this.#you();
    this.#tones = tonesIn(states, you.personId);
    this.#people = sharing(this.#people, peopleIn(states, doc.clientID, you, this.#tones));
    const carets = caretsIn(states, doc.clientID, this.#tones);
    for (const at of this.#carets.keys()) if (!carets.has(at)) this.#carets.delete(at);
    for (const [at, here] of carets) this.#carets.set(at, sharing(this.#carets.get(at) ?? NO_CARETS, here));
  }
}

const NO_CARETS: readonly RemoteCaret[] = [];
