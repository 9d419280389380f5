/** The table at which a document is written: its words as last known, and the live side once it has loaded. */
import type { DocumentKind } from '@ginnel/domain/documents';
import type { ContentByKind } from '@ginnel/merge/canonical/content';
import type { HeldMark } from '@ginnel/api/schemas/holding';
import { getContext, setContext } from 'svelte';
import { apiFor, ifThere } from '#lib/api/read.ts';
import type { DocumentView } from '#lib/api/types.ts';
import type { LiveTable, Path, Reason, RefusedWords } from './contract.ts';

const KEY = Symbol('table');

interface Organisation {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

/** Where words are held or hidden, and which of them are the reader's own. */
export interface HeldView {
  readonly marks: readonly HeldMark[];
  readonly own: readonly string[];
}

/** Words of this person that the device keeps and that do not come with the live side. */
interface KeptHere {
  /** Written in capacities that are not theirs any more. */
  readonly leftBehind: readonly RefusedWords[];
  /** Not accepted while they had a place at the table; they come with the live side where there is one. */
  readonly notAccepted: readonly RefusedWords[];
}

interface Given {
  readonly document: DocumentView;
  readonly organisations: readonly Organisation[];
  readonly signedIn: boolean;
  readonly held: HeldView;
}

/** What is one for the whole page. */
class Common {
  live = $state.raw<LiveTable | null>(null);
  held = $state.raw<HeldView | null>(null);
  kept = $state.raw<KeptHere>({ leftBehind: [], notAccepted: [] });
  said = $state('');
  closed = $state(false);
}

export class Table {
  readonly #given: () => Given;
  readonly #common: Common;
  /** The live side as far as this part of the page has come to it. */
  readonly #liveHere: () => LiveTable | null;

  constructor(given: () => Given, common = new Common(), liveHere = () => common.live) {
    this.#given = given;
    this.#common = common;
    this.#liveHere = liveHere;
  }

  /** The same table for a part of the page that becomes live in its turn. */
  inTurn(liveHere: () => LiveTable | null): Table {
    return new Table(this.#given, this.#common, liveHere);
  }

  get live(): LiveTable | null {
    return this.#liveHere();
  }

  set live(live: LiveTable | null) {
    this.#common.live = live;
  }

  /** The server has said that this person has no place at this table. */
  get closed(): boolean {
    return this.#common.closed;
  }

  set closed(closed: boolean) {
    this.#common.closed = closed;
  }

  /** Words that were not accepted, and those that cannot be sent any more. */
  get refused(): readonly RefusedWords[] {
    const accepted = this.#common.live?.refused ?? this.#common.kept.notAccepted;
    const ids = new Set(accepted.map(({ id }) => id));
    return [...accepted, ...this.#common.kept.leftBehind.filter(({ id }) => !ids.has(id))];
  }

  get leftBehind(): readonly RefusedWords[] {
    return this.#common.kept.leftBehind;
  }

  /** Looks on this device for words that cannot be sent any more. Where it cannot be asked, it keeps none. */
  async lookForLeftBehind(personId: string, capacityIds: readonly string[]): Promise<void> {
    const { wordsLeftBehind } = await import('#lib/live/words-here.ts');
    const leftBehind = await wordsLeftBehind(this.#given().document, personId, capacityIds).catch(() => []);
    this.#common.kept = { ...this.#common.kept, leftBehind };
  }

  /** For somebody without a live side. */
  async lookForNotAccepted(personId: string): Promise<void> {
    const { wordsNotAccepted } = await import('#lib/live/words-here.ts');
    const notAccepted = await wordsNotAccepted(this.#given().document, personId).catch(() => []);
    this.#common.kept = { ...this.#common.kept, notAccepted };
  }

  /** The person is done with these words. */
  async letGo(personId: string, id: string): Promise<void> {
    this.#common.live?.letGo(id);
    const { letGoHere } = await import('#lib/live/words-here.ts');
    await letGoHere(this.#given().document, personId, id);
    const others = (entries: readonly RefusedWords[]) => entries.filter((entry) => entry.id !== id);
    this.#common.kept = { leftBehind: others(this.#common.kept.leftBehind), notAccepted: others(this.#common.kept.notAccepted) };
  }

  /** The content: live, or as the page was given it. */
  content<Kind extends DocumentKind>(): ContentByKind[Kind] {
    return (this.#common.live?.content ?? this.#given().document.content) as ContentByKind[Kind];
  }

  get organisations(): readonly Organisation[] {
    return this.#given().organisations;
  }

  /** An organisation's name; `null` for an id that is not known. */
  nameOf = (id: string): string | null => this.organisations.find((organisation) => organisation.id === id)?.name ?? null;

  reason(path: Path): Reason | null {
    const { live } = this;
    if (live !== null) return live.reason(path);
    if (!this.#given().signedIn) return 'signed-out';
    return this.closed ? 'not-allowed' : 'opening';
  }

  get #heldView(): HeldView {
    return this.#common.held ?? this.#given().held;
  }

  /** What is held or hidden in a field. */
  heldAt(path: Path): readonly HeldMark[] {
    const at = path.join('/');
    return this.#heldView.marks.filter((mark) => mark.path === at);
  }

  /** What is held or hidden anywhere in an entry. */
  heldIn(path: Path): readonly HeldMark[] {
    const at = `${path.join('/')}/`;
    return this.#heldView.marks.filter((mark) => mark.path.startsWith(at));
  }

  isOwn({ id }: HeldMark): boolean {
    return this.#heldView.own.includes(id);
  }

  async readHeld(documentId: string, signedIn: boolean): Promise<void> {
    const api = apiFor(fetch);
    const answers = await Promise.all([ifThere(api.heldMarks(documentId)), signedIn ? ifThere(api.ownHeld()) : null]).catch(() => null);
    if (answers?.[0]) this.#common.held = { marks: answers[0].held, own: answers[1]?.held.map(({ id }) => id) ?? [] };
  }

  /** Whether a field is worth showing when nothing stands in it: somebody here may write, or is about to be able to. */
  invites(path: Path): boolean {
    const reason = this.reason(path);
    return reason === null || reason === 'opening';
  }

  may(path: Path): boolean {
    return this.live !== null && this.reason(path) === null;
  }

  /** What was last said aloud. */
  get said(): string {
    return this.#common.said;
  }

  /** Says something in the page's one polite live region; the same words twice are said twice. */
  say(words: string): void {
    this.#common.said = this.#common.said === words ? `${words}\u00a0` : words;
  }
}

export function giveTable(given: () => Given): Table {
  return setContext(KEY, new Table(given));
}

/** To what is within a part of the page that becomes live in its turn. */
export function giveTableInTurn(table: Table): void {
  setContext(KEY, table);
}

export function useTable(): Table {
  return getContext<Table>(KEY);
}
