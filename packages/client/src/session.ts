/** One open document: joins the working copy, the device and the wire, and tells the view what becomes of the person's edits. */
import { unreachable } from '@ginnel/base/assert';
import { REFUSALS, type Refusal } from '@ginnel/domain/refusals';
import type { ServerMessage } from '@ginnel/protocol/messages';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { LocalWords } from './device/local-words.ts';
import type { DeviceStorage } from './device/storage.ts';
import type { Link, LinkEvent } from './link.ts';
import type { Connection, Ending, LiveSession, Rights, SessionState } from './live-session.ts';
import type { NotAccepted } from './not-accepted/entry.ts';
import { moveOver } from './rebuild/move-over.ts';
import { advance, BEFORE, saveStateOf, unsentCount, type SaveEvent } from './save-state.ts';
import { takeUpTo } from './sent-frames.ts';
import { destroyWorking, newWorking, unitsOf, type Working, type WorkingOptions } from './working.ts';

export interface Timers {
  /** @returns cancels it */
  after(ms: number, run: () => void): () => void;
}

/** What the page is told of the world. Each returns what stops it. */
export interface Surroundings {
  /** The device has lost its network. A socket would notice only after half a minute. */
  onNetworkLost(listener: () => void): () => void;
  /** The page goes out of sight and may never come back. */
  onHidden(listener: () => void): () => void;
}

export interface SessionOptions extends WorkingOptions {
  readonly personId: string;
  readonly storage: DeviceStorage;
  readonly timers: Timers;
  readonly surroundings: Surroundings;
}

/** How often what the server has confirmed is noted on the device. Late is safe: it only makes more look unsent after a crash. */
const CONFIRM_EVERY_MS = 250;
/** While only others write: nothing of the person's hangs on it, and it costs a look at the whole document. */
const CONFIRM_OTHERS_EVERY_MS = 2000;
/** Rebuilds in a row after which edits are no longer made again, but offered back as words. */
const MOST_REBUILDS = 8;
/** The origin of edits that a rebuild makes again. */
const MADE_AGAIN = Symbol('ginnel.made-again');

export class LiveDocumentSession implements LiveSession {
  readonly whenLoaded: Promise<void>;
  readonly #options: SessionOptions;
  readonly #device: LocalWords;
  readonly #listeners = new Set<(state: SessionState) => void>();
  readonly #rebuilt = new Set<() => void>();
  #working: Working;
  #progress = BEFORE;
  #connection: Connection = { kind: 'connecting' };
  #rights: Rights | null = null;
  #told = 0;
  #olderShape = false;
  #notAccepted: readonly NotAccepted[] = [];
  #state: SessionState;
  /** Edit frames of this connection that were not covered by `saved`, by number. */
  #sent = new Map<number, Uint8Array>();
  /** A frame was refused: the link to the server's state, upon which the person's other edits are made again. */
  #rebuilding: { readonly fresh: Working; readonly refusal: Refusal; readonly update: Uint8Array } | null = null;
  #rebuilds = 0;
  #isAskingDevice = false;
  #confirmDue: { readonly afterMs: number; readonly cancel: () => void } | null = null;
  #background: Promise<void> = Promise.resolve();
  readonly #stopListening: readonly (() => void)[];
  #closed = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#device = new LocalWords(options);
    this.#working = this.#newWorking();
    this.#state = this.#currentState();
    const { surroundings } = options;
    this.#stopListening = [surroundings.onNetworkLost(() => this.#onNetworkLost()), surroundings.onHidden(() => this.#confirm())];
    this.whenLoaded = this.#load();
  }

  get doc(): Y.Doc {
    return this.#working.doc;
  }

  get awareness(): Awareness {
    return this.#working.awareness;
  }

  get undo(): Y.UndoManager {
    return this.#working.undo;
  }

  get state(): SessionState {
    return this.#state;
  }

  subscribe(listener: (state: SessionState) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  onRebuilt(listener: () => void): () => void {
    this.#rebuilt.add(listener);
    return () => void this.#rebuilt.delete(listener);
  }

  async dismiss(notAcceptedId: string): Promise<void> {
    await this.#device.dismiss(notAcceptedId);
    await this.#readNotAccepted();
  }

  keepOver(path: string, words: string, asSeen: string): Promise<void> {
    this.#later(async () => {
      await this.#device.keepOver(path, words, asSeen);
      await this.#readNotAccepted();
    });
    return this.#background;
  }

  async flush(): Promise<void> {
    await this.#background;
    this.#confirm();
    await this.#device.flush();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const stop of this.#stopListening) stop();
    this.#confirmDue?.cancel();
    await this.whenLoaded;
    await this.flush();
    if (this.#rebuilding !== null) destroyWorking(this.#rebuilding.fresh);
    destroyWorking(this.#working);
    await this.#device.close();
  }

  async #load(): Promise<void> {
    const unsent = await this.#device.open(this.#working.doc);
    this.#step({ type: 'loaded', unsent });
    await this.#readNotAccepted();
    if (!this.#closed) this.#working.link.connect();
  }

  #newWorking(): Working {
    const working: Working = newWorking(this.#options, {
      onLink: (event) => this.#onLink(working.link, event),
      onUpdate: (transaction) => this.#onUpdate(working, transaction),
    });
    return working;
  }

  #onUpdate(working: Working, transaction: Y.Transaction): void {
    if (working !== this.#working) return;
    if (transaction.origin === working.link.origin) {
      if (unsentCount(this.#progress) > 0) this.#device.noteRemote(transaction);
    } else if (transaction.origin !== this.#device.origin) {
      this.#step({ type: 'edited', units: unitsOf(transaction) });
    }
    this.#confirmSoon(unsentCount(this.#progress) > 0 ? CONFIRM_EVERY_MS : CONFIRM_OTHERS_EVERY_MS);
  }

  #onLink(link: Link, event: LinkEvent): void {
    if (this.#closed) return;
    if (this.#rebuilding !== null && link === this.#rebuilding.fresh.link) this.#onFreshLink(event);
    else if (this.#rebuilding === null && link === this.#working.link) this.#onWorkingLink(event);
  }

  #onWorkingLink(event: LinkEvent): void {
    switch (event.type) {
      case 'connected':
        this.#sent.clear();
        return this.#step({ type: 'connected' });
      case 'sent':
        this.#sent.set(event.frame, event.update);
        return this.#step({ type: 'sent', frame: event.frame, everything: event.everything, isPart: event.isPart });
      case 'message':
        return this.#onMessage(event.message);
      case 'synced':
        return this.#connect({ kind: 'online' });
      case 'disconnected':
        return this.#onCut();
      case 'ended':
        return this.#onEnded(event.because);
      default:
        return unreachable(event);
    }
  }

  #onMessage(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome': {
        const { phase, you, shapeVersion } = message;
        this.#rights = { phase, ...you };
        this.#olderShape = shapeVersion > this.#options.shapeVersion;
        return this.#show();
      }
      case 'rights':
        this.#told += 1;
        if (this.#rights !== null) {
          this.#rights = { ...this.#rights, phase: message.phase, standing: message.standing, party: message.party };
        }
        return this.#show();
      case 'saved':
        if (message.epoch !== this.#options.epoch || this.#progress.refused) return;
        this.#device.committed(takeUpTo(this.#sent, message.frames));
        this.#step({ type: 'saved', frames: message.frames });
        return this.#confirmSoon(this.#device.hasConfirmed ? CONFIRM_EVERY_MS : 0);
      case 'refused':
        return this.#onRefused(inField(message.refusal), this.#sent.get(message.frame));
      case 'storage':
        this.#step({ type: 'storage', writable: message.writable });
        // What was refused meanwhile is in no later frame: the first sync of a new connection brings it.
        if (message.writable && this.#progress.refused) this.#working.link.reconnect();
        return;
      case 'epoch':
        return;
    }
  }

  #onNetworkLost(): void {
    const { kind } = this.#connection;
    if (!this.#closed && kind !== 'ended' && this.#progress.loaded) (this.#rebuilding?.fresh ?? this.#working).link.reconnect();
  }

  #onCut(): void {
    this.#step({ type: 'disconnected' });
    this.#connect({ kind: 'offline' });
  }

  #onEnded(because: Ending): void {
    this.#step({ type: 'ended' });
    this.#connect({ kind: 'ended', because });
    this.#later(async () => {
      await this.#device.keepAtEnd(because, this.#working.doc);
      await this.#readNotAccepted();
    });
  }

  #onRefused(refusal: Refusal, update: Uint8Array | undefined): void {
    if (this.#progress.refused) return;
    this.#step({ type: 'refused' });
    switch (REFUSALS[refusal.kind]) {
      case 'fix':
        return this.#beginRebuild(refusal, update);
      case 'reload':
        if (refusal.kind === 'gap') this.#beginRebuild(refusal, update);
        return;
      case 'back-off':
        if (refusal.kind === 'storage-failed') this.#step({ type: 'storage', writable: false });
        else this.#working.link.backOff();
        return;
      case 'sign-in':
        // The server closes next, and says why.
        return;
    }
  }

  /** Leaves the connection on which something was refused, and reads the server's state under a new clientID. */
  #beginRebuild(refusal: Refusal, update: Uint8Array | undefined): void {
    this.#rebuilds++;
    const fresh = this.#newWorking();
    this.#rebuilding = { fresh, refusal, update: update ?? EMPTY_UPDATE };
    this.#working.link.destroy();
    this.#later(() => Promise.resolve(fresh.link.connect()));
  }

  /** The fresh copy stands at the server's state once its own first frame was committed: all that was sent before it has been judged. */
  #onFreshLink(event: LinkEvent): void {
    switch (event.type) {
      case 'connected':
      case 'sent':
        return;
      case 'synced':
        return this.#connect({ kind: 'online' });
      case 'message':
        if (event.message.type === 'welcome') this.#onMessage(event.message);
        if (event.message.type === 'saved' && event.message.frames > 0) this.#swap();
        return;
      case 'disconnected':
        return this.#onCut();
      case 'ended':
        return this.#onEnded(event.because);
      default:
        return unreachable(event);
    }
  }

  #swap(): void {
    if (this.#rebuilding === null) return;
    const { fresh, refusal, update } = this.#rebuilding;
    const old = this.#working;
    fresh.link.hold();
    this.#progress = advance(this.#progress, { type: 'rebuilt' });
    this.#working = fresh;
    const moving = { old: old.doc, fresh: fresh.doc, mine: this.#device.clientIds, buried: this.#device.buried };
    const giveUp = this.#rebuilds > MOST_REBUILDS || (refusal.kind === 'gap' && this.#rebuilds > 1);
    const words = moveOver({ ...moving, refusal, update, giveUp }, MADE_AGAIN);
    const presence = old.awareness.getLocalState();
    if (presence !== null) fresh.awareness.setLocalState(presence);
    this.#rebuilding = null;
    this.#sent.clear();
    const kept = this.#device.entryOf(refusal, words);
    if (kept !== null) this.#setNotAccepted([...this.#notAccepted.filter(({ id }) => id !== kept.id), kept]);
    for (const listener of this.#rebuilt) listener();
    this.#later(async () => {
      await this.#device.moveTo(fresh.doc, kept);
      fresh.link.release();
      destroyWorking(old);
    });
  }

  #later(run: () => Promise<void>): void {
    this.#background = this.#background.then(run);
  }

  #confirmSoon(afterMs: number): void {
    if (this.#closed || (this.#confirmDue !== null && this.#confirmDue.afterMs <= afterMs)) return;
    this.#confirmDue?.cancel();
    const cancel = this.#options.timers.after(afterMs, () => {
      this.#confirmDue = null;
      this.#confirm();
    });
    this.#confirmDue = { afterMs, cancel };
  }

  #confirm(): void {
    const { loaded } = this.#progress;
    if (loaded && this.#rebuilding === null) this.#device.confirm(unsentCount(this.#progress) === 0 ? this.#working.doc : null);
  }

  async #readNotAccepted(): Promise<void> {
    this.#setNotAccepted(await this.#device.notAccepted());
  }

  #setNotAccepted(entries: readonly NotAccepted[]): void {
    this.#notAccepted = entries;
    this.#step({ type: 'not-accepted', entries: entries.length });
  }

  #connect(connection: Connection): void {
    this.#connection = connection;
    this.#show();
  }

  #step(event: SaveEvent): void {
    this.#progress = advance(this.#progress, event);
    const { kind } = saveStateOf(this.#progress);
    if (kind === 'saved' || kind === 'not-accepted') this.#rebuilds = 0;
    this.#show();
  }

  /** While nothing is sent, asks the device whether it has written what was typed. */
  async #watchDevice(): Promise<void> {
    if (this.#isAskingDevice) return;
    this.#isAskingDevice = true;
    while (this.#awaitsDevice) {
      const { edited } = this.#progress;
      const { doc } = this.#working;
      await this.#device.flush();
      if (doc === this.#working.doc) this.#progress = advance(this.#progress, { type: 'on-device', edited });
    }
    this.#isAskingDevice = false;
    this.#show();
  }

  get #awaitsDevice(): boolean {
    const { link, storageWritable, onDevice, edited } = this.#progress;
    return !this.#closed && (link !== 'up' || !storageWritable) && onDevice < edited;
  }

  #show(): void {
    if (this.#awaitsDevice) void this.#watchDevice();
    const state = this.#currentState();
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return;
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }

  #currentState(): SessionState {
    const ended = this.#connection.kind === 'ended';
    return {
      save: saveStateOf(this.#progress),
      connection: this.#connection,
      rights: this.#rights,
      told: this.#told,
      readOnly: ended ? 'ended' : this.#olderShape ? 'older-shape' : null,
      notAccepted: this.#notAccepted,
      keepsOnDevice: this.#device.keeps,
    };
  }
}

/** The rights tables write `#` for what stands inside a text; here the field is meant. */
function inField({ kind, path }: Refusal): Refusal {
  return { kind, path: path.replace(/\/#$/, '') };
}

/** An update that brings and deletes nothing. */
const EMPTY_UPDATE = new Uint8Array([0, 0]);
