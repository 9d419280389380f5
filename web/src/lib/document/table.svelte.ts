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

export class Table {
  #given: () => Given;
  #live = $state.raw<LiveTable | null>(null);
  #held = $state.raw<HeldView | null>(null);
  #kept = $state.raw<KeptHere>({ leftBehind: [], notAccepted: [] });
  #said = $state('');
  /** The server has said that this person has no place at this table. */
  closed = $state(false);

  constructor(given: () => Given) {
    this.#given = given;
  }

  get live(): LiveTable | null {
    return this.#live;
  }

  set live(live: LiveTable | null) {
    this.#live = live;
  }

  /** Words that were not accepted, and those that cannot be sent any more. */
  get refused(): readonly RefusedWords[] {
    const accepted = this.#live?.refused ?? this.#kept.notAccepted;
    const ids = new Set(accepted.map(({ id }) => id));
    return [...accepted, ...this.#kept.leftBehind.filter(({ id }) => !ids.has(id))];
  }

  get leftBehind(): readonly RefusedWords[] {
    return this.#kept.leftBehind;
  }

  /** Looks on this device for words that cannot be sent any more. Where it cannot be asked, it keeps none. */
  async lookForLeftBehind(personId: string, capacityIds: readonly string[]): Promise<void> {
    const { wordsLeftBehind } = await import('#lib/live/words-here.ts');
    const leftBehind = await wordsLeftBehind(this.#given().document, personId, capacityIds).catch(() => []);
    this.#kept = { ...this.#kept, leftBehind };
  }

  /** For somebody without a live side. */
  async lookForNotAccepted(personId: string): Promise<void> {
    const { wordsNotAccepted } = await import('#lib/live/words-here.ts');
    const notAccepted = await wordsNotAccepted(this.#given().document, personId).catch(() => []);
    this.#kept = { ...this.#kept, notAccepted };
  }

  /** The person is done with these words. */
  async letGo(personId: string, id: string): Promise<void> {
    this.#live?.letGo(id);
    const { letGoHere } = await import('#lib/live/words-here.ts');
    await letGoHere(this.#given().document, personId, id);
    const others = (entries: readonly RefusedWords[]) => entries.filter((entry) => entry.id !== id);
    this.#kept = { leftBehind: others(this.#kept.leftBehind), notAccepted: others(this.#kept.notAccepted) };
  }

  /** The content: live, or as the page was given it. */
  content<Kind extends DocumentKind>(): ContentByKind[Kind] {
    return (this.#live?.content ?? this.#given().document.content) as ContentByKind[Kind];
  }

  get organisations(): readonly Organisation[] {
    return this.#given().organisations;
  }

  /** An organisation's name; `null` for an id that is not known. */
  nameOf = (id: string): string | null => this.organisations.find((organisation) => organisation.id === id)?.name ?? null;

  reason(path: Path): Reason | null {
    if (this.#live !== null) return this.#live.reason(path);
    if (!this.#given().signedIn) return 'signed-out';
    return this.closed ? 'not-allowed' : 'opening';
  }

  get #heldView(): HeldView {
    return this.#held ?? this.#given().held;
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
    if (answers?.[0]) this.#held = { marks: answers[0].held, own: answers[1]?.held.map(({ id }) => id) ?? [] };
  }

  /** Whether a field is worth showing when nothing stands in it: somebody here may write, or is about to be able to. */
  invites(path: Path): boolean {
    const reason = this.reason(path);
    return reason === null || reason === 'opening';
  }

  may(path: Path): boolean {
    return this.#live !== null && this.reason(path) === null;
  }

  /** What was last said aloud. */
  get said(): string {
    return this.#said;
  }

  /** Says something in the page's one polite live region; the same words twice are said twice. */
  say(words: string): void {
    this.#said = this.#said === words ? `${words}\u00a0` : words;
  }
}

export function giveTable(given: () => Given): Table {
  return setContext(KEY, new Table(given));
}

export function useTable(): Table {
  return getContext<Table>(KEY);
}
