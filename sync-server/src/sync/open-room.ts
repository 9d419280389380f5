/** One open room with its sockets: carries out what the room asks for, and hands back what comes of it. */
import { setTimeout as wait } from 'node:timers/promises';
import { unreachable } from '@ginnel/base/assert';
import type { Clock } from '@ginnel/base/ports';
import type { Author } from '@ginnel/domain/people';
import { CLOSE } from '@ginnel/protocol/close-codes';
import type { ConnectionId, RoomInput, RoomOutput, Standpoint } from '@ginnel/room/contract';
import { Room, type RoomOptions } from '@ginnel/room/room';
import type { Append, DocumentHead, DocumentLog, LogRow } from '@ginnel/store/ports/document-log';
import { joining, LARGE_ANSWER_BYTES, type Connection } from './connection.ts';
import type { Flusher, Windowed } from './flusher.ts';
import type { OtherNodes } from './nodes/other-nodes.ts';
import type { Doorkeeper, SyncMetrics } from './ports.ts';
import type { Snapshots } from './snapshots.ts';
import { binaryMessage, binaryParts } from './ws-frame.ts';

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 4000;
/** Rows of other nodes that are taken in one step. */
const MAX_ROWS = 1000;

/** What rooms share. */
export interface Surroundings {
  readonly log: DocumentLog;
  readonly doorkeeper: Doorkeeper;
  readonly clock: Clock;
  readonly metrics: SyncMetrics;
  readonly snapshots: Snapshots;
  readonly flusher: Flusher;
  /** `null`: this node is alone. */
  readonly others: Pick<OtherNodes, 'show'> | null;
  readonly report: (what: string, error: unknown) => void;
}

export class OpenRoom implements Windowed {
  readonly room: Room;
  readonly connections = new Map<ConnectionId, Connection>();
  /** When anything last came, went or was written, in milliseconds of the monotonic clock. */
  usedAtMs = performance.now();
  isOver = false;
  readonly #around: Surroundings;
  /** Writers whose sockets are not read until their frames are judged. */
  readonly #paused = new Set<Connection>();
  /** In this step. */
  readonly #acknowledged: Connection[] = [];
  #hasLoaded = false;
  #isLooking = false;
  #looksAgain = false;

  constructor(options: RoomOptions, around: Surroundings) {
    this.room = new Room(options);
    this.#around = around;
    void this.#load();
  }

  feed(input: RoomInput): void {
    if (this.isOver) return;
    this.#step(input);
    if (!this.isOver) this.#around.flusher.note(this);
  }

  get headSeq(): number | null {
    return this.room.headSeq;
  }

  get flushAtMs(): number | null {
    return this.isOver ? null : this.room.flushAtMs;
  }

  /** Ends the room's window. @returns the append that it asks for, to be committed with those of other rooms */
  endWindow(): Append | null {
    if (this.isOver) return null;
    const append = this.#step({ type: 'flush' });
    this.#wake();
    if (!this.isOver) this.#around.flusher.note(this);
    return append;
  }

  /** A room that falls over takes no other with it: it is closed, and opens anew from the log, which alone is believed. */
  #step(input: RoomInput): Append | null {
    try {
      return this.#carryOut(this.room.input(input));
    } catch (error) {
      this.#around.report('a room has fallen over', error);
      this.end(CLOSE.tryAgain, 'try-again');
      return null;
    }
  }

  receive(connection: Connection, bytes: Uint8Array): void {
    this.usedAtMs = performance.now();
    this.feed({ type: 'frame', connection: connection.id, bytes });
    if (!this.room.isOverloaded(connection.id)) return;
    connection.pause();
    this.#paused.add(connection);
  }

  leave(connection: Connection): void {
    this.connections.delete(connection.id);
    this.#paused.delete(connection);
    this.usedAtMs = performance.now();
    this.feed({ type: 'left', connection: connection.id });
  }

  /** Closes every socket and lets nothing more in. */
  end(code: number, reason: string): void {
    this.isOver = true;
    this.#around.flusher.forget(this);
    for (const connection of this.connections.values()) this.#close(connection, code, reason);
  }

  #wake(): void {
    for (const connection of this.#paused) {
      if (this.room.isOverloaded(connection.id)) continue;
      this.#paused.delete(connection);
      connection.resume();
    }
  }

  #carryOut(outputs: readonly RoomOutput[]): Append | null {
    if (outputs.length === 0) return null;
    let append: Append | null = null;
    const gathering = this.#gatherForThoseWithMany(outputs);
    for (const output of outputs) {
      switch (output.type) {
        case 'append':
          append = output.append;
          this.usedAtMs = performance.now();
          break;
        case 'send':
          if (output.savedSinceMs === undefined) this.#send(output);
          else this.#acknowledge(output, output.savedSinceMs);
          break;
        case 'close': {
          const connection = this.connections.get(output.connection);
          if (connection !== undefined) this.#close(connection, output.code, output.reason);
          break;
        }
        case 'people':
          this.#around.others?.show(this.room.documentId, output.entries);
          break;
        case 'refused':
          this.#around.metrics.count('refusals', 1, output.refusal.kind);
          break;
        case 'dealt-with':
          this.#around.metrics.observe('acknowledgeMs', this.#msSince(output.arrivedAtMs));
          break;
        case 'load':
          void this.#load();
          break;
        case 'read':
          void this.#read(output.afterSeq);
          break;
        case 'reread-rights':
          void this.#readRights(output.who);
          break;
        case 'snapshot':
          this.#around.snapshots.offer({ documentId: this.room.documentId, epoch: output.epoch, snapshot: output.snapshot });
          break;
        case 'ended':
          this.end(CLOSE.restart, 'ended');
          break;
        default:
          unreachable(output);
      }
    }
    if (gathering !== null) {
      const join = joining();
      for (const connection of gathering) connection.release(join);
    }
    if (this.#acknowledged.length > 0) for (const connection of this.#acknowledged.splice(0)) connection.settle();
    return append;
  }

  /** Who gets several messages of one step (others' words, where they are, "saved") gets them in one system call. */
  #gatherForThoseWithMany(outputs: readonly RoomOutput[]): Iterable<Connection> | null {
    if (outputs.length < 2) return null;
    const sends = outputs.filter(isToBeWritten);
    const [first] = sends;
    if (first === undefined || sends.length < 2) return null;
    // What goes to a whole hall is written to most at once: whoever gets anything besides may get this, too.
    const largest = sends.reduce((most, send) => (send.to.length > most.to.length ? send : most), first);
    const gathering = new Set<Connection>();
    for (const send of sends) {
      if (send === largest) continue;
      for (const id of send.to) {
        const connection = this.connections.get(id);
        if (connection !== undefined) gathering.add(connection);
      }
    }
    for (const connection of gathering) connection.gather();
    return gathering;
  }

  /** Encodes once and writes to all. */
  #send({ to, bytes, body, edits }: RoomOutput & { type: 'send' }): void {
    const { metrics, flusher } = this.#around;
    const isLarge = bytes.length + (body?.length ?? 0) >= LARGE_ANSWER_BYTES;
    const { head, message } = isLarge ? binaryParts(bytes, body) : { head: null, message: binaryMessage(bytes, body) };
    // What one connection alone is sent answers a question of its own.
    const isAnswer = edits === undefined && to.length === 1;
    for (const id of to) this.connections.get(id)?.write(message, { isAnswer, head });
    metrics.count('framesOut', to.length);
    if (edits === undefined) return;
    metrics.count('editsOut', edits * to.length);
    flusher.delivered(edits * to.length);
  }

  /** Goes with what else is said in this step, or soon. */
  #acknowledge({ to, bytes }: RoomOutput & { type: 'send' }, sinceMs: number): void {
    for (const id of to) {
      const connection = this.connections.get(id);
      if (connection === undefined) continue;
      connection.acknowledge(bytes, this.#msSince(sinceMs));
      this.#acknowledged.push(connection);
    }
  }

  #msSince(wallMs: number): number {
    return Math.max(0, this.#around.clock.nowMs() - wallMs);
  }

  #close(connection: Connection, code: number, reason: string): void {
    this.#around.metrics.count('closes', 1, String(code));
    connection.close(code, reason);
  }

  /** A first load that fails refuses everyone; later ones are tried until the document can be read again. */
  async #load(): Promise<void> {
    const { log, report } = this.#around;
    for (let waitMs = FIRST_RETRY_MS; !this.isOver; waitMs = Math.min(LONGEST_RETRY_MS, waitMs * 2)) {
      try {
        const stored = await log.load(this.room.documentId);
        if (stored === null) return this.end(CLOSE.noSuchDocument, 'no-such-document');
        this.#hasLoaded = true;
        return this.feed({ type: 'loaded', stored });
      } catch (error) {
        report('a document could not be loaded', error);
        if (!this.#hasLoaded) return this.end(CLOSE.tryAgain, 'not-loaded');
        await wait(waitMs, undefined, { ref: false });
      }
    }
  }

  /** Where the document stands in the log, as one question for all rooms found it. */
  stands({ epoch, rightsVersion, headSeq }: DocumentHead): void {
    const { room } = this;
    if (room.headSeq === null) return;
    if (epoch !== room.info?.epoch || rightsVersion !== room.info.rightsVersion) this.feed({ type: 'rights-changed' });
    if (headSeq > room.headSeq) void this.look();
  }

  /** Reads what other nodes have written. Not more often than it is answered; who asks meanwhile is served after. */
  async look(): Promise<void> {
    this.#looksAgain = true;
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      while (this.#looksAgain && this.room.headSeq !== null && !this.isOver) {
        this.#looksAgain = false;
        const found = await this.#rowsAfter(this.room.headSeq);
        if (found === null) return this.end(CLOSE.noSuchDocument, 'no-such-document');
        if (found.rows.length > 0) this.feed({ type: 'rows', epoch: found.head.epoch, rows: found.rows, asked: false });
        this.#looksAgain ||= found.rows.length === MAX_ROWS;
      }
    } catch (error) {
      this.#around.report('the log could not be read', error);
    } finally {
      this.#isLooking = false;
    }
  }

  /** Shows what the log holds up to this row: at once, or when an append of the room's own or its first load is over. */
  async reach(seq: number): Promise<void> {
    for (let waitMs = 10; !this.isOver && (this.room.headSeq ?? 0) < seq; waitMs = Math.min(LONGEST_RETRY_MS, waitMs * 2)) {
      await this.look();
      if ((this.room.headSeq ?? 0) < seq) await wait(waitMs, undefined, { ref: false });
    }
  }

  /** To the end of the log: the room refuses nobody before it knows all of it. */
  async #read(afterSeq: number): Promise<void> {
    let readSeq = afterSeq;
    for (let waitMs = FIRST_RETRY_MS; !this.isOver; waitMs = Math.min(LONGEST_RETRY_MS, waitMs * 2)) {
      try {
        const found = await this.#rowsAfter(readSeq);
        if (found === null) return this.end(CLOSE.noSuchDocument, 'no-such-document');
        const { head, rows } = found;
        const isLast = rows.length < MAX_ROWS;
        this.feed({ type: 'rows', epoch: head.epoch, rows, asked: isLast });
        if (isLast) return;
        readSeq = rows.at(-1)?.seq ?? readSeq;
        waitMs = FIRST_RETRY_MS / 2;
      } catch (error) {
        this.#around.report('the log could not be read', error);
        await wait(waitMs, undefined, { ref: false });
      }
    }
  }

  async #rowsAfter(afterSeq: number): Promise<{ readonly head: DocumentHead; readonly rows: readonly LogRow[] } | null> {
    const { log } = this.#around;
    const rows = await log.read(this.room.documentId, afterSeq, MAX_ROWS);
    // Read after the rows: an epoch only rises, so rows of a later one are never taken for this one's.
    const [head] = await log.heads([this.room.documentId]);
    return head === undefined ? null : { head, rows };
  }

  async #readRights(who: ReadonlyMap<ConnectionId, readonly Author[]>): Promise<void> {
    const { doorkeeper, report } = this.#around;
    const asked = [...who];
    for (let waitMs = FIRST_RETRY_MS; !this.isOver; waitMs = Math.min(LONGEST_RETRY_MS, waitMs * 2)) {
      try {
        const authors = asked.flatMap(([, theirs]) => theirs);
        const rights = await doorkeeper.rightsOf(this.room.documentId, authors);
        if (rights === null) return this.end(CLOSE.noSuchDocument, 'no-such-document');
        let at = 0;
        const standpoints = new Map<ConnectionId, readonly Standpoint[]>();
        for (const [connection, theirs] of asked)
          standpoints.set(connection, standpointsOf(theirs, rights.actors.slice(at, (at += theirs.length))));
        return this.feed({ type: 'rights', info: rights.info, standpoints });
      } catch (error) {
        report('rights could not be read', error);
        await wait(waitMs, undefined, { ref: false });
      }
    }
  }
}

/** "Saved" goes with whatever else its writer is told, or waits. */
function isToBeWritten(output: RoomOutput): output is RoomOutput & { type: 'send' } {
  return output.type === 'send' && output.savedSinceMs === undefined;
}

/** The first author's own standpoint leads: when that capacity is gone, so is the connection's right to be here. */
function standpointsOf(authors: readonly Author[], actors: readonly (Standpoint['actor'] | null)[]): readonly Standpoint[] {
  const standpoints: Standpoint[] = [];
  for (const [i, author] of authors.entries()) {
    const actor = actors[i] ?? null;
    if (actor !== null) standpoints.push({ author, actor });
    else if (i === 0) return [];
  }
  return standpoints;
}
