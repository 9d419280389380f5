/** One server in virtual time: rooms, windows, one commit at a time. Does what the real host does, without sockets. */
import type { DocumentId } from '@ginnel/base/ids';
import { createLiveDocument } from '@ginnel/merge/live-document';
import type { AwarenessEntry } from '@ginnel/protocol/awareness';
import type { ConnectionId, Joining, RoomInput, RoomOutput, Standpoint } from '@ginnel/room/contract';
import type { Room } from '@ginnel/room/room';
import type { Append } from '@ginnel/store/ports/document-log';
import type { SeededRandom } from '@ginnel/testkit/seeded-random';
import { wholeFrame } from '@ginnel/testkit/wire/whole-frame';
import type { SimLog } from './sim-log.ts';
import type { Timeline } from './timeline.ts';

export type RoomClass = typeof Room;

/** The far end of a socket. */
export interface Line {
  readonly connection: ConnectionId;
  /** Frames arrive in order, some time later. */
  deliver(bytes: Uint8Array): void;
  closed(code: number): void;
}

export interface NodeFaults {
  /** A hint carries the rows themselves, at the moment in which they are sent to the disk. */
  readonly hintsAsData?: boolean;
  /** Sockets outlive a crash: the new room goes on with them where the old one was. */
  readonly staleSockets?: boolean;
  /** What people may do is read once, when they come, and never again. */
  readonly cachesRights?: boolean;
  /** "durable" is believed before fsync has returned. */
  readonly believesEarly?: boolean;
  /** A "saved" that waits is said only if something else is said. */
  readonly forgetsOwed?: boolean;
}

export interface NodeSurroundings {
  readonly timeline: Timeline;
  readonly random: SeededRandom;
  readonly log: SimLog;
  readonly RoomClass: RoomClass;
  /** Whether there are other nodes. */
  readonly sharesLog: boolean;
  readonly faults: NodeFaults;
  readonly standpointsOf: (joining: Joining, documentId: DocumentId) => readonly Standpoint[];
  /** Looks at everything that arrives. */
  readonly arrived: (bytes: Uint8Array) => void;
  /** Looks at everything that leaves. */
  readonly watch: (documentId: DocumentId, output: RoomOutput & { type: 'send' }) => void;
  readonly hint: (from: SimNode, documentId: DocumentId, append: Append) => void;
  /** Other nodes are told who is here, or not. */
  readonly people: (from: SimNode, documentId: DocumentId, entries: readonly AwarenessEntry[]) => void;
}

interface Open {
  readonly room: Room;
  readonly lines: Map<ConnectionId, Line>;
  readonly joinings: Map<ConnectionId, Joining>;
  /** The last "saved" of each writer who is to be told, and has not been. */
  readonly owed: Map<ConnectionId, Uint8Array>;
  rightsVersion: number;
}

export class SimNode {
  readonly #around: NodeSurroundings;
  #rooms = new Map<DocumentId, Open>();
  isUp = true;
  /** Counts lives: what was planned in an earlier one does not happen. */
  #life = 0;
  #isCommitting = false;
  #isFlushPlanned = false;
  #retryMs = 0;

  constructor(around: NodeSurroundings) {
    this.#around = around;
  }

  join(documentId: DocumentId, joining: Joining, line: Line): void {
    const open = this.#open(documentId);
    open.lines.set(joining.connection, line);
    open.joinings.set(joining.connection, joining);
    this.#feed(documentId, { type: 'joined', joining });
  }

  frame(documentId: DocumentId, connection: ConnectionId, bytes: Uint8Array): void {
    if (this.#rooms.get(documentId)?.lines.has(connection) !== true) return;
    this.#around.arrived(bytes);
    this.#feed(documentId, { type: 'frame', connection, bytes });
  }

  leave(documentId: DocumentId, connection: ConnectionId): void {
    const open = this.#rooms.get(documentId);
    if (open === undefined || !open.lines.delete(connection)) return;
    open.owed.delete(connection);
    this.#feed(documentId, { type: 'left', connection });
  }

  /** Another node says that a document has moved. */
  hint(documentId: DocumentId): void {
    const headSeq = this.#rooms.get(documentId)?.room.headSeq ?? null;
    if (!this.isUp || headSeq === null) return;
    this.#later(() =>
      this.#feed(documentId, {
        type: 'rows',
        epoch: this.#around.log.info(documentId).epoch,
        rows: this.#around.log.read(documentId, headSeq),
        asked: false,
      }),
    );
  }

  /** The fault of taking a hint for data. */
  hintedRows(documentId: DocumentId, { epoch, baseSeq, rows }: Append): void {
    if (this.isUp)
      this.#feed(documentId, { type: 'rows', epoch, rows: rows.map((row, i) => ({ ...row, seq: baseSeq + i + 1 })), asked: false });
  }

  /** Another node says who is with it. */
  people(node: string, documentId: DocumentId, entries: readonly AwarenessEntry[]): void {
    if (this.isUp) this.#feed(documentId, { type: 'elsewhere', said: { type: 'people', node, entries } });
  }

  rightsChanged(documentId: DocumentId): void {
    if (this.isUp) this.#feed(documentId, { type: 'rights-changed' });
  }

  /** What every node does once a second: looks whether hints were missed. */
  poll(): void {
    for (const [documentId, open] of this.#rooms) {
      const { rightsVersion, epoch } = this.#around.log.info(documentId);
      if (open.rightsVersion !== rightsVersion + epoch * 1000) this.rightsChanged(documentId);
      open.rightsVersion = rightsVersion + epoch * 1000;
      this.hint(documentId);
    }
  }

  /** Lets go of documents at random, as time would. */
  rest(): void {
    for (const [documentId, open] of this.#rooms) {
      if (!open.room.isSettled) continue;
      this.#feed(documentId, { type: 'rest' });
      if (open.lines.size === 0) this.#rooms.delete(documentId);
    }
  }

  crash(): void {
    this.isUp = false;
    this.#life += 1;
    this.#isCommitting = false;
    this.#isFlushPlanned = false;
    const rooms = this.#rooms;
    this.#rooms = new Map();
    if (this.#around.faults.staleSockets === true) {
      this.isUp = true;
      for (const [documentId, { lines, joinings }] of rooms) {
        for (const [connection, line] of lines) this.join(documentId, joinings.get(connection) as Joining, line);
      }
      return;
    }
    for (const { lines } of rooms.values()) for (const line of lines.values()) line.closed(1006);
  }

  restart(): void {
    this.isUp = true;
  }

  get isQuiet(): boolean {
    return !this.#isCommitting && [...this.#rooms.values()].every(({ room }) => room.isSettled && room.flushAtMs === null);
  }

  #open(documentId: DocumentId): Open {
    const known = this.#rooms.get(documentId);
    if (known !== undefined) return known;
    const { timeline, RoomClass, log, sharesLog } = this.#around;
    const room = new RoomClass({ documentId, clock: { nowMs: () => timeline.nowMs }, createDocument: createLiveDocument, sharesLog });
    const { rightsVersion, epoch } = log.info(documentId);
    const open: Open = { room, lines: new Map(), joinings: new Map(), owed: new Map(), rightsVersion: rightsVersion + epoch * 1000 };
    this.#rooms.set(documentId, open);
    this.#load(documentId, open);
    return open;
  }

  #load(documentId: DocumentId, open: Open): void {
    const stored = (): void => {
      if (this.#rooms.get(documentId) === open) this.#feed(documentId, { type: 'loaded', stored: this.#around.log.load(documentId) });
    };
    this.#later(stored);
  }

  #feed(documentId: DocumentId, input: RoomInput): void {
    const open = this.#rooms.get(documentId);
    if (open === undefined) return;
    for (const output of open.room.input(input)) this.#carryOut(documentId, open, output);
    this.#plan();
  }

  #carryOut(documentId: DocumentId, open: Open, output: RoomOutput): void {
    const { log, watch } = this.#around;
    switch (output.type) {
      case 'append':
        this.#appends.push({ append: output.append, open });
        return;
      case 'send':
        watch(documentId, output);
        for (const connection of output.to) {
          if (output.savedSinceMs !== undefined) this.#owe(open, connection, output.bytes);
          else this.#say(open, connection, wholeFrame(output));
        }
        return;
      case 'close': {
        const line = open.lines.get(output.connection);
        this.#pay(open, output.connection);
        open.lines.delete(output.connection);
        line?.closed(output.code);
        return;
      }
      case 'people':
        return this.#around.people(this, documentId, output.entries);
      case 'load':
        return this.#load(documentId, open);
      case 'read':
        return this.#later(() =>
          this.#feed(documentId, {
            type: 'rows',
            epoch: log.info(documentId).epoch,
            rows: log.read(documentId, output.afterSeq),
            asked: true,
          }),
        );
      case 'reread-rights':
        return this.#later(() => {
          const standpoints = new Map<ConnectionId, readonly Standpoint[]>();
          for (const connection of output.who.keys()) {
            const joining = open.joinings.get(connection) as Joining;
            const isCached = this.#around.faults.cachesRights === true;
            standpoints.set(connection, isCached ? joining.standpoints : this.#around.standpointsOf(joining, documentId));
          }
          this.#feed(documentId, { type: 'rights', info: log.info(documentId), standpoints });
        });
      case 'snapshot':
        return log.keepSnapshot(documentId, output.epoch, output.snapshot);
      case 'ended':
        this.#rooms.delete(documentId);
        return;
      case 'refused':
      case 'dealt-with':
        return;
    }
  }

  /** "Saved" waits for other words to the same writer, or some time; a later one takes its place (PR4). */
  #owe(open: Open, connection: ConnectionId, saved: Uint8Array): void {
    const { random, faults } = this.#around;
    open.owed.set(connection, saved);
    if (random.int(3) === 0) this.#pay(open, connection);
    else if (faults.forgetsOwed !== true) this.#later(() => this.#pay(open, connection), random.int(400));
  }

  #pay(open: Open, connection: ConnectionId): void {
    const saved = open.owed.get(connection);
    open.owed.delete(connection);
    if (saved !== undefined) open.lines.get(connection)?.deliver(saved);
  }

  #say(open: Open, connection: ConnectionId, bytes: Uint8Array): void {
    this.#pay(open, connection);
    open.lines.get(connection)?.deliver(bytes);
  }

  #appends: { append: Append; open: Open }[] = [];

  #plan(): void {
    if (this.#isFlushPlanned || this.#isCommitting) return;
    const due = [...this.#rooms.values()].some(({ room }) => room.flushAtMs !== null);
    if (!due) return;
    this.#isFlushPlanned = true;
    this.#later(() => this.#flush(), 5 + this.#retryMs);
  }

  #flush(): void {
    const { log, faults, hint } = this.#around;
    this.#isFlushPlanned = false;
    this.#appends = [];
    for (const [documentId, { room }] of this.#rooms) if (room.flushAtMs !== null) this.#feedWindow(documentId);
    const appends = this.#appends;
    this.#appends = [];
    if (appends.length === 0) return this.#plan();
    this.#isCommitting = true;
    if (faults.hintsAsData === true) for (const { append } of appends) hint(this, append.documentId, append);
    const commit = (): void => {
      const results = log.isFull ? null : appends.map(({ append }) => log.commit(append));
      this.#retryMs = results === null ? 100 : 0;
      const answer = (): void => {
        this.#isCommitting = false;
        appends.forEach(({ append, open }, i) => {
          const result = results?.[i] ?? null;
          if (result?.outcome === 'durable' && faults.hintsAsData !== true) hint(this, append.documentId, append);
          if (this.#rooms.get(append.documentId) !== open) return;
          this.#feed(append.documentId, result === null ? { type: 'append-failed' } : { type: 'appended', result });
        });
        this.#plan();
      };
      this.#later(answer);
    };
    if (faults.believesEarly === true) {
      this.#isCommitting = false;
      for (const { append } of appends) {
        this.#feed(append.documentId, { type: 'appended', result: { outcome: 'durable', headSeq: append.baseSeq + append.rows.length } });
      }
      return this.#later(() => appends.forEach(({ append }) => log.commit(append)));
    }
    // What is on its way to the disk may arrive there although its sender has died.
    if (this.#around.random.int(3) === 0) this.#around.timeline.after(1 + this.#around.random.int(12), commit);
    else this.#later(commit);
  }

  #feedWindow(documentId: DocumentId): void {
    const open = this.#rooms.get(documentId);
    if (open === undefined) return;
    for (const output of open.room.input({ type: 'flush' })) this.#carryOut(documentId, open, output);
  }

  /** Happens after a while, in this life only. */
  #later(happen: () => void, delayMs = 1 + this.#around.random.int(12)): void {
    const life = this.#life;
    this.#around.timeline.after(delayMs, () => {
      if (life === this.#life) happen();
    });
  }
}
