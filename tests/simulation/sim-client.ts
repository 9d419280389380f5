/** A person with a tab: types on and off line, loses the connection, comes back, and is never told what is not so. */
import type { DocumentId } from '@ginnel/base/ids';
import { randomClientId } from '@ginnel/base/ports';
import type { DocumentKind } from '@ginnel/domain/documents';
import { addEntry } from '@ginnel/merge/edits/entries';
import { textAt } from '@ginnel/merge/edits/open';
import { writeAwareness } from '@ginnel/protocol/awareness';
import { awarenessFrame, updateFrame } from '@ginnel/protocol/frames';
import type { ServerMessage } from '@ginnel/protocol/messages';
import type { ConnectionId, Joining } from '@ginnel/room/contract';
import type { SeededRandom } from '@ginnel/testkit/seeded-random';
import { WireClient } from '@ginnel/testkit/wire/wire-client';
import { Broken } from './broken.ts';
import type { SimNode } from './sim-node.ts';
import type { Timeline } from './timeline.ts';

export interface ClientSurroundings {
  readonly timeline: Timeline;
  readonly random: SeededRandom;
  readonly nextConnection: () => ConnectionId;
  readonly pickNode: (last: SimNode | null) => SimNode | null;
  readonly joiningOf: (client: SimClient, connection: ConnectionId) => Joining | null;
  /** The server says that these updates are saved. */
  readonly acknowledged: (client: SimClient, epoch: number, updates: readonly Uint8Array[]) => void;
  /** Whether this person may be refused now: their rights have changed, or their copy is of an older epoch. */
  readonly mayBeRefused: (client: SimClient) => boolean;
}

interface Socket {
  readonly connection: ConnectionId;
  readonly node: SimNode;
  isOpen: boolean;
  upAtMs: number;
  downAtMs: number;
}

const WORDS = ['bins ', 'lamps ', 'path ', 'youth club ', 'green ', 'buses '];

export class SimClient {
  readonly name: string;
  readonly documentId: DocumentId;
  readonly kind: DocumentKind;
  readonly speaksGinnel: boolean;
  readonly #around: ClientSurroundings;
  wire: WireClient;
  epoch: number;
  /** Something on this connection was refused: what follows it may be refused too. */
  wasRefused = false;
  #socket: Socket | null = null;
  #lastNode: SimNode | null = null;
  #pointed = 0;
  #heard = 0;
  #acknowledged = 0;

  constructor(name: string, documentId: DocumentId, kind: DocumentKind, epoch: number, speaksGinnel: boolean, around: ClientSurroundings) {
    this.name = name;
    this.documentId = documentId;
    this.kind = kind;
    this.epoch = epoch;
    this.speaksGinnel = speaksGinnel;
    this.#around = around;
    this.wire = this.#newWire();
  }

  get isConnected(): boolean {
    return this.#socket !== null;
  }

  /** Everything typed has been sent, and acknowledged where acknowledgements are given. */
  get isSettled(): boolean {
    const { synced, unsent, sent, saved } = this.wire;
    return this.isConnected && synced && unsent.length === 0 && (!this.speaksGinnel || (sent.length > 0 && saved === sent.length));
  }

  connect(): void {
    const { timeline, random, nextConnection, pickNode, joiningOf } = this.#around;
    const node = pickNode(this.#lastNode);
    if (this.#socket !== null || node === null) return;
    this.#lastNode = node;
    const socket: Socket = { connection: nextConnection(), node, isOpen: true, upAtMs: 0, downAtMs: 0 };
    this.#socket = socket;
    this.#heard = 0;
    this.#acknowledged = 0;
    this.wasRefused = false;
    const hello = this.wire.connect();
    const line = {
      connection: socket.connection,
      deliver: (bytes: Uint8Array) => this.#down(socket, () => this.#hear(socket, bytes)),
      closed: (code: number) => this.#down(socket, () => this.#closed(socket, code)),
    };
    timeline.after(1 + random.int(20), () => {
      if (!socket.isOpen) return;
      const joining = joiningOf(this, socket.connection);
      if (!node.isUp) this.#closed(socket, 1006);
      else if (joining === null) this.#closed(socket, 4403);
      else {
        node.join(this.documentId, joining, line);
        for (const bytes of hello) this.#up(socket, bytes);
      }
    });
  }

  /** The connection breaks: what is on its way is lost, and the server notices later. */
  cut(): void {
    const socket = this.#socket;
    if (socket === null) return;
    this.#socket = null;
    socket.isOpen = false;
    const { timeline, random } = this.#around;
    timeline.after(1 + random.int(200), () => socket.node.leave(this.documentId, socket.connection));
  }

  edit(): void {
    const { random } = this.#around;
    const { doc } = this.wire;
    const notes = doc.getText('notes');
    const choice = random.int(10);
    if (choice < 6) notes.insert(random.int(notes.length + 1), random.pick(WORDS));
    else if (choice < 8 && notes.length > 0) {
      const at = random.int(notes.length);
      notes.delete(at, Math.min(notes.length - at, 1 + random.int(6)));
    } else {
      const entries = [...doc.getMap('priorities').keys()];
      const title = entries.length > 3 ? textAt(doc, 'priorities', random.pick(entries), 'title') : null;
      if (title !== null) title.insert(random.int(title.length + 1), random.pick(WORDS));
      else
        addEntry(this.kind, doc, ['priorities'], {
          id: `p_${random
            .int(2 ** 30)
            .toString(36)
            .padStart(8, '0')}`,
        });
    }
    this.send();
    if (random.int(2) === 0) this.point();
  }

  send(): void {
    const socket = this.#socket;
    if (socket === null || this.wire.sent.length === 0) return;
    for (const update of this.wire.unsent.splice(0)) {
      // A client that is unsure sends twice.
      const copies = this.#around.random.int(12) === 0 ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) {
        this.wire.sent.push(update);
        this.#up(socket, updateFrame(update));
      }
    }
  }

  /** Says where the cursor is. */
  point(): void {
    const state = new TextEncoder().encode(JSON.stringify({ cursor: this.#around.random.int(100) }));
    this.sendRaw(awarenessFrame(writeAwareness([{ clientId: this.wire.doc.clientID, clock: ++this.#pointed, state }])));
  }

  /** Sends bytes as they are. */
  sendRaw(bytes: Uint8Array): void {
    if (this.#socket !== null) this.#up(this.#socket, bytes);
  }

  /** Begins a new copy under a new clientID: the old words are offered to the person, not sent. */
  startAnew(epoch: number): void {
    this.cut();
    this.epoch = epoch;
    this.wire = this.#newWire();
  }

  #newWire(): WireClient {
    return new WireClient(this.kind, randomClientId(this.#around.random));
  }

  #up(socket: Socket, bytes: Uint8Array): void {
    const { timeline, random } = this.#around;
    socket.upAtMs = Math.max(socket.upAtMs, timeline.nowMs + 1 + random.int(30));
    timeline.after(socket.upAtMs - timeline.nowMs, () => {
      if (socket.isOpen) socket.node.frame(this.documentId, socket.connection, bytes);
    });
  }

  #down(socket: Socket, happen: () => void): void {
    const { timeline, random } = this.#around;
    socket.downAtMs = Math.max(socket.downAtMs, timeline.nowMs + 1 + random.int(30));
    timeline.after(socket.downAtMs - timeline.nowMs, () => {
      if (socket.isOpen) happen();
    });
  }

  #hear(socket: Socket, bytes: Uint8Array): void {
    for (const answer of this.wire.hear(bytes)) this.#up(socket, answer);
    const { pendingStructs, pendingDs } = this.wire.doc.store;
    // A copy of an older epoch does not fit the new one; the server closes it as soon as it sees that.
    if ((pendingStructs !== null || pendingDs !== null) && !this.#around.mayBeRefused(this))
      throw new Broken('pending', `${this.name} was sent what does not stand on what came before`);
    this.send();
    for (const message of this.wire.messages.slice(this.#heard)) this.#listen(message);
    this.#heard = this.wire.messages.length;
  }

  #listen(message: ServerMessage): void {
    if (message.type === 'saved') {
      this.#around.acknowledged(this, message.epoch, this.wasRefused ? [] : this.wire.sent.slice(this.#acknowledged, message.frames));
      this.#acknowledged = message.frames;
    } else if (message.type === 'refused') {
      if (!this.wasRefused && !this.#around.mayBeRefused(this))
        throw new Broken('refused-honest', `${this.name} was refused: ${JSON.stringify(message.refusal)}`);
      this.wasRefused = true;
      this.startAnew(this.epoch);
    } else if (message.type === 'epoch') this.epoch = message.epoch;
  }

  #closed(socket: Socket, code: number): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    socket.isOpen = false;
    if (code < 4400) return;
    if (!this.#around.mayBeRefused(this)) throw new Broken('refused-honest', `${this.name} was closed with ${code}`);
    this.startAnew(this.epoch);
  }
}
