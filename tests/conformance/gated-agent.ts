/**
 * One agent of a trace: a stock provider whose incoming frames wait at a gate, so that the agent's document holds
 * exactly what the recorded person had seen. The network may deliver late; it alters, drops and reorders nothing.
 */
import { each, insertedIn, minus, NOTHING, rangesOf, sizeOf, union, type Ranges } from '@ginnel/client/rebuild/ranges';
import { readClientFrame } from '@ginnel/protocol/frames';
import { WebSocket } from 'ws';
import type { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { socketOf, stockProvider, synced, until } from './people.ts';
import type { RunningServer } from './running-server.ts';

/** What an agent did up to one of its edits, since the last one that somebody stood exactly after. */
export interface Done {
  readonly inserted: Ranges;
  readonly deleted: Ranges;
}

export class GatedAgent {
  readonly doc = new Y.Doc();
  readonly text = this.doc.getText('notes');
  /** All that has arrived, delivered or not. */
  readonly #arrived = new Y.Doc();
  readonly #waiting: (() => void)[] = [];
  #provider: WebsocketProvider | null = null;
  #isOpen = true;
  #done: Done = { inserted: NOTHING, deleted: NOTHING };

  /** @param clientId  Yjs orders what was put beside one deleted letter at once by clientID; the recording did by agent */
  constructor(clientId: number) {
    this.doc.clientID = clientId;
    this.doc.on('update', (update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
      if (origin === this.#provider) return;
      this.#note(transaction);
      // What others write stands on this agent's own words, which the server does not send back.
      Y.applyUpdate(this.#arrived, update);
    });
  }

  async connect(server: RunningServer, documentId: string, token: string): Promise<void> {
    const arrive = (data: ArrayBuffer, deliver: () => void): void => this.#arrive(data, deliver);
    class Gated extends WebSocket {
      constructor(...options: ConstructorParameters<typeof WebSocket>) {
        super(...options);
        let handler: ((event: { data: ArrayBuffer }) => void) | null = null;
        Object.defineProperty(this, 'onmessage', {
          set(given: typeof handler) {
            handler = given;
          },
        });
        this.on('message', (data: ArrayBuffer) => arrive(data, () => handler?.({ data })));
      }
    }
    this.#provider = stockProvider(server, documentId, this.doc, socketOf(token, Gated as typeof WebSocket));
    await synced(this.#provider);
    this.#isOpen = false;
  }

  /** What this agent did since this was last asked. */
  takeDone(): Done {
    const done = this.#done;
    this.#done = { inserted: NOTHING, deleted: NOTHING };
    return done;
  }

  /** Resolves when all of that has arrived here, delivered or not. */
  async arrival({ inserted, deleted }: Done): Promise<void> {
    await until(this.#arrived, () => has(this.#arrived, inserted, deleted));
  }

  /** Delivers, frame by frame, until all of that is in the document. */
  deliver({ inserted, deleted }: Done): void {
    while (!has(this.doc, inserted, deleted)) this.#deliverOne();
  }

  /** Opens the gate for good. */
  open(): void {
    while (this.#waiting.length > 0) this.#deliverOne();
    this.#isOpen = true;
  }

  destroy(): void {
    this.#provider?.destroy();
  }

  #deliverOne(): void {
    const deliver = this.#waiting.shift();
    if (deliver === undefined) throw new Error('Nothing is waiting at the gate.');
    deliver();
  }

  #arrive(data: ArrayBuffer, deliver: () => void): void {
    const frame = readClientFrame(new Uint8Array(data));
    if (this.#isOpen) deliver();
    else this.#waiting.push(deliver);
    if (frame?.type === 'sync-step-2' || frame?.type === 'update') Y.applyUpdate(this.#arrived, frame.update);
  }

  #note({ beforeState, afterState, deleteSet }: Y.Transaction): void {
    const { clientID } = this.doc;
    const clock = beforeState.get(clientID) ?? 0;
    const inserted = rangesOf([[clientID, { clock, length: (afterState.get(clientID) ?? 0) - clock }]]);
    const deleted = rangesOf(
      [...deleteSet.clients].flatMap(([client, items]) => items.map(({ clock, len }) => [client, { clock, length: len }] as const)),
    );
    this.#done = { inserted: union(this.#done.inserted, inserted), deleted: union(this.#done.deleted, deleted) };
  }
}

function has(doc: Y.Doc, inserted: Ranges, deleted: Ranges): boolean {
  if (sizeOf(minus(inserted, insertedIn(doc))) > 0) return false;
  for (const [client, { clock, length }] of each(deleted)) {
    for (let at = clock; at < clock + length; at++) if (!Y.getItem(doc.store, Y.createID(client, at)).deleted) return false;
  }
  return true;
}
