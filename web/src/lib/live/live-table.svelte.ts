/** The live side of a document page: one open session of the client, in the words that the page's fields and lists ask for. */
import { randomId } from '@ginnel/base/ports';
import type { LiveSession, SessionState } from '@ginnel/client/live-session';
import type { DocumentKind, Phase } from '@ginnel/domain/documents';
import type { Actor } from '@ginnel/domain/standing';
import { fieldAt, lastSetBy, type Field } from '@ginnel/merge/bindings/fields';
import type { OwnPresence } from '@ginnel/merge/bindings/presence';
import { watchDocument } from '@ginnel/merge/bindings/watch';
import type { ContentByKind } from '@ginnel/merge/canonical/content';
import { project } from '@ginnel/merge/canonical/project';
import { addEntry, moveEntry, putBack, setValue, takeOut } from '@ginnel/merge/edits/entries';
import type { Messages } from '@ginnel/i18n/messages';
import { tick, untrack } from 'svelte';
import type * as Y from 'yjs';
import { apiFor } from '#lib/api/read.ts';
import type {
  ChangesView,
  ChangeView,
  Ending,
  LiveTable,
  NewEntry,
  Path,
  Present,
  Reason,
  RefusedWords,
  SaveView,
} from '#lib/document/contract.ts';
import { changesBetween, withAuthors } from './changes.ts';
import { entriesWithFocus, keepFocus } from './focus.ts';
import { keepSeen, lastSeen } from './last-seen.ts';
import { keptShown } from './kept-shown.ts';
import { PeopleHere } from './people-here.svelte.ts';
import { nameIn, type RemoteCaret } from './presence.ts';
import PlainField from './PlainField.svelte';
import { reasonAt } from './reasons.ts';
import { refusedWords } from './refused-words.ts';
import RichField from './RichField.svelte';
import { saveViewOf } from './save-view.ts';
import { sharing } from './sharing.ts';

export interface LiveTableOptions {
  readonly session: LiveSession;
  readonly kind: DocumentKind;
  readonly documentId: string;
  readonly person: { readonly id: string; readonly name: string };
  readonly words: Messages;
  /** An organisation's name by its id. */
  readonly nameOf: (id: string) => string | null;
  /** What the person is here until the server has said so: on a device without a connection, as when last here. */
  readonly assumed: { readonly actor: Actor; readonly phase: Phase; readonly label: string };
}

/** Typing elsewhere on the page changes names in lists and tables; a moment later is soon enough. */
const TEXT_SHOWN_AFTER_MS = 250;
const LISTS_SHOWN_AFTER_MS = 16;

/** The first letters of entries' ids, by list. */
const ID_LETTERS: Readonly<Record<string, string>> = {
  priorities: 'p',
  commitments: 'c',
  assets: 's',
  actions: 'a',
  indicators: 'i',
  cards: 'k',
  groups: 'g',
};

export class LiveDocumentTable implements LiveTable {
  readonly Words = PlainField;
  readonly Prose = RichField;
  readonly #options: LiveTableOptions;
  readonly #session: LiveSession;
  #content: ContentByKind[DocumentKind] = $state.raw()!;
  #state: SessionState = $state.raw()!;
  // Of the state, what every field on the page reads: it changes seldom, and the rest with every key.
  readonly #rights = $derived(this.#state.rights);
  readonly #readOnly = $derived(this.#state.readOnly);
  readonly #connection = $derived(this.#state.connection);
  /** Fields that want to know which container holds them. */
  readonly #watchers = new Set<() => void>();
  readonly #here: PeopleHere;
  /** By path, who took out the entries that stay on this screen because the person is in them. */
  #kept: ReadonlyMap<string, string | null> = $state.raw(new Map());
  /** The paths of fields that hold more words than the document has room for. */
  readonly #over = new Set<string>();
  #changes: ChangesView | null = $state.raw(null);
  #compared = false;
  #canUndo = $state(false);
  #canRedo = $state(false);
  /** The device's own word that it has a network: heard long before a silent socket is known to be dead. */
  #online = $state(true);
  /** Rises when the session's document was replaced: everything bound to it is bound anew. */
  #generation = $state(0);
  #due: { readonly timer: ReturnType<typeof setTimeout>; readonly afterMs: number } | null = null;
  #unbind: () => void = () => undefined;
  readonly #unsubscribe: (() => void)[];

  constructor(options: LiveTableOptions) {
    this.#options = options;
    this.#session = options.session;
    this.#state = this.#session.state;
    const { session, person, assumed } = options;
    this.#here = new PeopleHere(session, () => {
      const { name, label } = this.#state.rights ?? { name: person.name, label: assumed.label };
      return { personId: person.id, name, label };
    });
    this.#bind();
    const onNetwork = () => (this.#online = navigator.onLine);
    onNetwork();
    for (const event of NETWORK_EVENTS) addEventListener(event, onNetwork);
    addEventListener('pagehide', this.#keepSeen);
    addEventListener('focusout', this.#letGoSoon);
    this.#unsubscribe = [
      () => {
        for (const event of NETWORK_EVENTS) removeEventListener(event, onNetwork);
        removeEventListener('pagehide', this.#keepSeen);
        removeEventListener('focusout', this.#letGoSoon);
      },
      this.#session.subscribe((state) => {
        this.#state = state;
        this.#here.lookSoon();
        this.#compareOnce();
      }),
      this.#session.onRebuilt(() => {
        this.#unbind();
        this.#bind();
        this.#generation++;
      }),
    ];
    this.#compareOnce();
  }

  get content(): ContentByKind[DocumentKind] {
    return this.#content;
  }

  get generation(): number {
    return this.#generation;
  }

  get kind(): DocumentKind {
    return this.#options.kind;
  }

  /** Not reactive: read `generation` too. */
  get doc(): Y.Doc {
    return this.#session.doc;
  }

  get session(): LiveSession {
    return this.#session;
  }

  get told(): number {
    return this.#state.told;
  }

  get phase(): Phase {
    return this.#rights?.phase ?? this.#options.assumed.phase;
  }

  get connected(): boolean {
    return this.#connection.kind === 'online' && this.#online;
  }

  get ended(): Ending | null {
    if (this.#connection.kind === 'ended') return this.#connection.because;
    return this.#readOnly === 'older-shape' ? 'older-shape' : null;
  }

  get keepsOnDevice(): boolean {
    return this.#state.keepsOnDevice;
  }

  get save(): SaveView {
    return saveViewOf(this.#state, this.#online);
  }

  get refused(): readonly RefusedWords[] {
    return this.#state.notAccepted.map((entry) =>
      refusedWords(entry, entry.refusal.kind === 'too-large' && this.#over.has(entry.refusal.path)),
    );
  }

  get people(): readonly Present[] {
    return this.#here.people;
  }

  get changes(): ChangesView | null {
    return this.#changes;
  }

  takenOutHere(path: Path): string | null | undefined {
    return this.#kept.get(path.join('/'));
  }

  get canUndo(): boolean {
    return this.#canUndo;
  }

  get canRedo(): boolean {
    return this.#canRedo;
  }

  caretsAt(path: string): readonly RemoteCaret[] {
    return this.#here.caretsAt(path);
  }

  /**
   * Tells which container holds a field: at once, and whenever another takes its place. What is written in it is not told.
   *
   * @returns stops it
   */
  watchField(path: string, onField: (field: Field | null) => void): () => void {
    const look = () => onField(fieldAt(this.kind, this.doc, path));
    look();
    this.#watchers.add(look);
    return () => this.#watchers.delete(look);
  }

  /** The colour of somebody's caret; not reactive. */
  toneOf = (personId: string): number => this.#here.toneOf(personId);

  reason(path: Path): Reason | null {
    if (this.#readOnly !== null) return this.ended === 'signed-out' ? 'signed-out' : 'stopped';
    return reasonAt(this.kind, path, this.#rights ?? this.#options.assumed.actor, this.phase);
  }

  add(list: Path, { id, fields }: NewEntry): string {
    const entryId = id ?? `${ID_LETTERS[list[0]] ?? 'e'}_${randomId(BROWSER_RANDOM, 12)}`;
    addEntry(this.kind, this.doc, list, { id: entryId, ...(fields && { fields }) });
    this.#project();
    return entryId;
  }

  move(list: Path, id: string, index: number): void {
    // Its place among those that stand, without the one that only this screen still shows.
    const shown = entriesAt(this.#content, list);
    const before = shown.slice(0, index).filter((entry) => this.#kept.has([...list, entry.id].join('/'))).length;
    moveEntry(this.doc, list, id, index - before);
    this.#project();
  }

  set(list: Path, id: string, field: string, value: string): void {
    setValue(this.doc, list, id, field, value);
    this.#project();
  }

  takeOut(list: Path, id: string): void {
    takeOut(this.doc, list, id);
    this.#project([...list, id].join('/'));
  }

  putBack(list: Path, id: string): void {
    putBack(this.doc, list, id);
    this.#project();
  }

  undo(): boolean {
    return this.#session.undo.undo() !== null;
  }

  redo(): boolean {
    return this.#session.undo.redo() !== null;
  }

  /** Keeps on the device what a field has no room for. */
  keepOver(path: string, words: string, asSeen: string): void {
    if (words === '') this.#over.delete(path);
    else this.#over.add(path);
    void this.#session.keepOver(path, words, asSeen);
  }

  letGo(id: string): void {
    void this.#session.dismiss(id);
  }

  /** Says to the others where this person writes. */
  present(presence: OwnPresence): void {
    const { awareness } = this.#session;
    const state = awareness.getLocalState() ?? {};
    if ('at' in state && JSON.stringify([state['at'], state['caret']]) === JSON.stringify([presence.at, presence.caret])) return;
    awareness.setLocalState({ ...state, ...presence });
  }

  leave(): void {
    this.#keepSeen();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#unbind();
    void this.#session.close();
  }

  #bind(): void {
    const { doc, awareness, undo } = this.#session;
    const stopWatching = watchDocument(doc, (what) => {
      this.#projectSoon(what === 'lists' ? LISTS_SHOWN_AFTER_MS : TEXT_SHOWN_AFTER_MS);
      // Typing puts no field into another container.
      if (what === 'lists') for (const look of this.#watchers) look();
    });
    const onAwareness = () => this.#here.lookSoon();
    const onStack = () => {
      this.#canUndo = undo.undoStack.length > 0;
      this.#canRedo = undo.redoStack.length > 0;
    };
    awareness.on('change', onAwareness);
    for (const event of STACK_EVENTS) undo.on(event, onStack);
    this.#unbind = () => {
      stopWatching();
      awareness.off('change', onAwareness);
      for (const event of STACK_EVENTS) undo.off(event, onStack);
      if (this.#due !== null) clearTimeout(this.#due.timer);
      this.#due = null;
    };
    // A window that never said anything of itself is at clock 0, which other windows overlook.
    this.present({ at: null, caret: null });
    this.#show();
    onStack();
    this.#here.look();
  }

  /** Once the server's words are here: what is different from when this person last looked. */
  #compareOnce(): void {
    if (this.#compared || this.#connection.kind !== 'online') return;
    this.#compared = true;
    const { documentId, kind, person, words, nameOf } = this.#options;
    const seen = lastSeen(person.id, documentId);
    if (seen === null) return;
    const list = changesBetween(seen.content, project(kind, this.doc), { kind, words, nameOf });
    if (list.length === 0) return;
    this.#changes = { sinceMs: seen.atMs, list };
    void this.#sayWhose(seen.atMs, list);
  }

  async #sayWhose(sinceMs: number, list: readonly ChangeView[]): Promise<void> {
    const { documentId, words } = this.#options;
    const written = await apiFor(fetch)
      .documentAuthors(documentId, { since: sinceMs })
      .catch(() => null);
    if (written?.ok) this.#changes = { sinceMs, list: withAuthors(list, written.value, words) };
  }

  /** From now on this is what the person has seen. */
  #keepSeen = (): void => {
    if (!this.#compared) return;
    const { documentId, kind, person } = this.#options;
    keepSeen(person.id, documentId, { atMs: Date.now(), content: project(kind, this.doc) });
  };

  #projectSoon(afterMs: number): void {
    if (this.#due !== null && this.#due.afterMs <= afterMs) return;
    if (this.#due !== null) clearTimeout(this.#due.timer);
    this.#due = { afterMs, timer: setTimeout(() => this.#project(), afterMs) };
  }

  /** @param out  the path of an entry that the person has just taken out themself */
  #project(out?: string): void {
    if (this.#due !== null) clearTimeout(this.#due.timer);
    this.#due = null;
    const keep = keepFocus();
    this.#show(out);
    void tick().then(keep);
  }

  #show(out?: string): void {
    const now = project(this.kind, this.doc);
    const within = entriesWithFocus().filter((path) => path !== out);
    const before = untrack(() => this.#content as typeof now | undefined) ?? now;
    const { content, kept } = keptShown(now, before, within);
    // What says the same is the same, so that only what has changed is drawn again.
    this.#content = sharing(before, content);
    if (kept.length > 0 || this.#kept.size > 0)
      this.#kept = new Map(kept.map((path) => [path, this.#kept.get(path) ?? this.#tookOut(path)]));
  }

  /** The name of who took out an entry, while they are at the table. */
  #tookOut(path: string): string | null {
    const client = lastSetBy(this.kind, this.doc, `${path}/removed`);
    return client === null || client === this.doc.clientID ? null : nameIn(this.#session.awareness.getStates(), client);
  }

  /** Once focus has settled elsewhere, what was kept for the person in it goes to its place among what was taken out. */
  #letGoSoon = (): void => {
    if (this.#kept.size > 0) this.#projectSoon(0);
  };
}

const NETWORK_EVENTS = ['online', 'offline'] as const;
const STACK_EVENTS = ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const;
const BROWSER_RANDOM = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };

function entriesAt(content: object, [root, id, list]: Path): readonly { readonly id: string }[] {
  const entries = (content as Record<string, readonly { readonly id: string }[] | undefined>)[root] ?? [];
  const inner = list === undefined ? undefined : entries.find((entry) => entry.id === id);
  return list === undefined ? entries : inner === undefined ? [] : entriesAt(inner, [list]);
}
