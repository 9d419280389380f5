/** The desk at which a moderator works: which of the waiting things is before them, which are chosen, and what is done. */
import { SvelteSet } from 'svelte/reactivity';
import type { Problem } from '@ginnel/api/problems';
import type { Result } from '@ginnel/base/result';
import type { Messages } from '@ginnel/i18n/messages';
import { apiFor } from '#lib/api/read.ts';
import { actsFor, type Act, type Waiting } from './waiting.ts';

export interface Doing {
  readonly act: Act;
  readonly words: string;
  readonly untilMs: number | null;
  readonly lift: boolean;
}

export class Desk {
  at = $state(0);
  said = $state('');
  /** The act whose form is open. */
  asking = $state<Act | null>(null);
  busy = $state(false);
  lastHeld = $state<string | null>(null);
  readonly chosen = new SvelteSet<string>();
  readonly #items: () => readonly Waiting[];
  readonly #words: Messages;
  readonly #again: () => Promise<void>;

  constructor(items: () => readonly Waiting[], words: Messages, again: () => Promise<void>) {
    this.#items = items;
    this.#words = words;
    this.#again = again;
  }

  get current(): Waiting | undefined {
    const items = this.#items();
    return items[Math.min(this.at, items.length - 1)];
  }

  /** What an act is for: everything chosen, or what is before the moderator. */
  get meant(): readonly Waiting[] {
    const chosen = this.#items().filter(({ id }) => this.chosen.has(id));
    return chosen.length > 0 ? chosen : this.current === undefined ? [] : [this.current];
  }

  may(act: Act): boolean {
    return this.meant.some((item) => actsFor(item).includes(act));
  }

  move(to: number): void {
    this.at = Math.max(0, Math.min(to, this.#items().length - 1));
    this.asking = null;
  }

  choose(id: string): void {
    if (!this.chosen.delete(id)) this.chosen.add(id);
    this.say(this.#words.moderation.chosen(this.chosen.size));
  }

  chooseAll(): void {
    const items = this.#items();
    const all = this.chosen.size < items.length;
    this.chosen.clear();
    if (all) for (const { id } of items) this.chosen.add(id);
    this.say(this.#words.moderation.chosen(this.chosen.size));
  }

  /** Asks for words first where a decision needs them. */
  begin(act: Act): void {
    if (!this.may(act)) return this.say(this.#words.moderation.cannot);
    if (act === 'hold') void this.do({ act, words: this.#words.moderation.defaults.hold, untilMs: null, lift: false });
    else this.asking = act;
  }

  async do(doing: Doing): Promise<void> {
    if (this.busy) return;
    const items = this.meant.filter((item) => actsFor(item).includes(doing.act));
    this.busy = true;
    let done = 0;
    let failed = this.#words.moderation.failed;
    // One decision each: what fails leaves the others done, and says so.
    for (const item of items) {
      const answer = await this.#one(item, doing).catch(() => null);
      if (answer?.ok) done++;
      else if (answer?.error.kind === 'not-independent') failed = this.#words.moderation.notIndependent;
    }
    this.busy = false;
    this.asking = null;
    this.chosen.clear();
    this.say(done === items.length ? this.#words.moderation.did[doing.act](done) : failed);
    await this.#again();
    this.move(this.at);
  }

  async undoHold(): Promise<void> {
    const id = this.lastHeld;
    if (id === null || this.busy) return this.say(this.#words.moderation.cannot);
    const answer = await apiFor(fetch)
      .decideHeld(id, { to: 'restored', words: this.#words.moderation.defaults.undo, undo: true })
      .catch(() => null);
    if (answer?.ok) this.lastHeld = null;
    this.say(answer?.ok ? this.#words.moderation.did.restore(1) : this.#words.moderation.failed);
    await this.#again();
  }

  say(words: string): void {
    this.said = this.said === words ? `${words}\u00a0` : words;
  }

  /** `null`: it does not apply. */
  async #one(item: Waiting, { act, words, untilMs, lift }: Doing): Promise<Result<unknown, Problem> | null> {
    const api = apiFor(fetch);
    switch (act) {
      case 'hold':
      case 'hide': {
        if (item.held !== null) return await api.decideHeld(item.held.id, { to: 'hidden', words });
        if (item.kind !== 'report' || item.documentId === null) return null;
        const { path, quote, reason, id } = item.report;
        const hold = { path, quote, reason, words, hide: act === 'hide', reports: [id] };
        const answer = await api.holdWords(item.documentId, item.writer === null ? hold : { ...hold, personId: item.writer.personId });
        if (answer.ok && act === 'hold') this.lastHeld = answer.value.held.id;
        return answer;
      }
      case 'restore':
        return item.held === null ? null : await api.decideHeld(item.held.id, { to: 'restored', words });
      case 'no-action':
        return item.kind === 'report' ? await api.decideReports({ reports: [item.id], outcome: 'no-action', words }) : null;
      case 'warn':
        return item.writer === null
          ? null
          : await api.warnPerson(item.writer.personId, { placeId: item.placeId, reason: item.reason, words });
      case 'away':
        return item.writer === null
          ? null
          : await api.removePerson(item.writer.personId, { placeId: item.placeId, reason: item.reason, words, untilMs });
      case 'lift':
        return await api.answerRemoval(item.id, { lift, words });
    }
  }
}
