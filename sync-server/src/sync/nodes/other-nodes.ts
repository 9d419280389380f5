/**
 * What this node tells the others and hears of them: that documents have moved, what was decided, who is here. Nothing
 * relies on it: what is durable and decided is read from the database, here at once and otherwise within a second.
 */
import type { DocumentId } from '@ginnel/base/ids';
import type { Hint, Hints, News } from '@ginnel/fanout/ports/hints';
import { readAwareness, type AwarenessEntry } from '@ginnel/protocol/awareness';
import type { RoomInput } from '@ginnel/room/contract';
import type { RoomNews } from '../ports.ts';
import { HeadsWatch, type HeadsWatchOptions, type Watched } from './heads-watch.ts';
import { PeopleElsewhere } from './people-elsewhere.ts';

/** How long a hint that was lost can go unnoticed. */
const LOOK_MS = 1_000;
/** Who is here is said again this often, so that a node that died leaves nobody behind (RM22). */
const ROUND_MS = 5_000;

export interface OpenHere extends Watched {
  feed(input: RoomInput): void;
  look(): Promise<void>;
}

export interface OtherNodesOptions extends HeadsWatchOptions {
  readonly hints: Hints;
  readonly rooms: () => ReadonlyMap<DocumentId, OpenHere>;
  /** Tells the rooms of this node only. */
  readonly here: RoomNews;
}

export class OtherNodes {
  readonly #options: OtherNodesOptions;
  readonly #watch: HeadsWatch;
  readonly #people: PeopleElsewhere;
  readonly #endings: readonly (() => void)[];

  constructor(options: OtherNodesOptions) {
    const { hints } = options;
    this.#options = options;
    this.#watch = new HeadsWatch(options);
    this.#people = new PeopleElsewhere(hints);
    const timers = [setInterval(() => void this.#watch.look(), LOOK_MS), setInterval(() => this.#feedAll({ type: 'round' }), ROUND_MS)];
    this.#endings = [
      hints.subscribe((hint) => this.#hears(hint)),
      hints.onNews((news, node) => this.#hearsNews(news, node)),
      hints.onListening((listening) => listening && this.#meetAgain()),
      ...timers.map((timer) => () => clearInterval(timer.unref())),
    ];
  }

  tell(news: News): void {
    this.#options.hints.tell(news);
  }

  /** A document is open here that was not: others say who is in it. */
  opened(documentId: DocumentId): void {
    this.tell({ type: 'who-is-here', documentId });
  }

  /** These people of this node have changed. */
  show(documentId: DocumentId, entries: readonly AwarenessEntry[]): void {
    this.#people.show(documentId, entries);
  }

  /** Hears nothing more, and says that the people here are no longer with this node. */
  stop(): void {
    for (const end of this.#endings) end();
    this.#people.flush();
    this.tell({ type: 'node-leaves' });
  }

  #hears({ documentId, seq }: Hint): void {
    const open = this.#options.rooms().get(documentId);
    if (open !== undefined && seq > (open.headSeq ?? seq)) void open.look();
  }

  #hearsNews(news: News, node: string): void {
    const { here, rooms } = this.#options;
    switch (news.type) {
      case 'rights-changed':
        return here.rightsChanged(news.documentId);
      case 'person-changed':
        return here.personChanged(news.personId);
      case 'person-renamed':
        return here.personRenamed(news.personId);
      case 'session-ended':
        return here.sessionEnded(news.sessionId);
      case 'who-is-here':
        return rooms()
          .get(news.documentId)
          ?.feed({ type: 'elsewhere', said: { type: 'asked' } });
      case 'people': {
        const entries = readAwareness(news.update);
        if (entries !== null)
          rooms()
            .get(news.documentId)
            ?.feed({ type: 'elsewhere', said: { type: 'people', node, entries } });
        return;
      }
      case 'node-leaves':
        return this.#feedAll({ type: 'node-left', node });
    }
  }

  /** Something may have been missed in both directions. */
  #meetAgain(): void {
    void this.#watch.look();
    for (const documentId of this.#options.rooms().keys()) this.opened(documentId);
    this.#feedAll({ type: 'asked' });
  }

  #feedAll(said: (RoomInput & { type: 'elsewhere' })['said']): void {
    for (const open of this.#options.rooms().values()) open.feed({ type: 'elsewhere', said });
  }
}
