/**
 * Owns sockets, timers and the log, and lends them to the rooms. Decides nothing about words: that is the room's affair.
 * Every upgrade is accepted and then, if need be, closed with a code that a client understands.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { DocumentId, PersonId } from '@ginnel/base/ids';
import type { Clock } from '@ginnel/base/ports';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { MAX_UPDATE_BYTES } from '@ginnel/merge/contract';
import { CLOSE } from '@ginnel/protocol/close-codes';
import { SUBPROTOCOL } from '@ginnel/protocol/frames';
import type { Hints } from '@ginnel/fanout/ports/hints';
import type { DocumentLog } from '@ginnel/store/ports/document-log';
import { WebSocketServer, type WebSocket } from 'ws';
import { ClaimsOfPeople } from './claims-of-people.ts';
import { Connection, type AroundConnection } from './connection.ts';
import { enter } from './entry.ts';
import { Flusher } from './flusher.ts';
import { sayGoodbye, TurnedAway } from './goodbye.ts';
import { HELD_LIMITS, HeldBudget, type HeldLimits } from './held-budget.ts';
import { OtherNodes } from './nodes/other-nodes.ts';
import { OpenRoom } from './open-room.ts';
import type { Doorkeeper, RoomNews, SyncGauges, SyncMetrics } from './ports.ts';
import { SESSIONS_MS, SessionsWatch } from './sessions-watch.ts';
import { SavedPace } from './saved-pace.ts';
import { Snapshots } from './snapshots.ts';
import { readUpgrade, type Asked } from './upgrade.ts';

/** The largest update with its frame's wrapping. */
const MAX_FRAME_BYTES = MAX_UPDATE_BYTES + 512 * 1024;
/** Parts of one message; browsers send large ones in parts of 64 kB and more. Each costs more than its bytes. */
const MAX_FRAGMENTS = 1024;
/** Who is gone without a word is let go within three of these, and before a stock reader would forget them by itself (30 s). */
const CALL_OUT_MS = 10_000;
/** Called one group after the other: ten thousand calls at once would hold everybody up. */
const CALL_OUT_GROUPS = 20;
/** Who has said nothing at the third look is no client. */
const NEWCOMERS_MS = 5_000;
const SWEEP_MS = 2_000;
/** An empty room is forgotten after this long; a tab that reloads finds it still open. */
const EMPTY_MS = 15_000;
/** A Yjs document in which nobody writes is let go after this long. */
const UNWRITTEN_MS = 120_000;
/** Live documents at most; beyond, the least recently used go first. 1,000 of 100 kB take some 500 MB. */
const MAX_LIVE_DOCUMENTS = 1000;
/** Sockets that have not said who they are. */
const MAX_AT_THE_DOOR = 2000;
/** Twenty open documents on each of ten devices. */
const MAX_PER_PERSON = 200;

export interface SyncHostOptions {
  readonly log: DocumentLog;
  readonly doorkeeper: Doorkeeper;
  readonly clock: Clock;
  readonly metrics: SyncMetrics;
  /** How nodes tell each other that documents have moved; none: this node is alone with its database. */
  readonly hints?: Hints | null;
  /** What sockets may make the node hold (PR18). */
  readonly held?: HeldLimits;
  /** For the server's journal: no words, names or addresses are in it. */
  readonly report: (what: string, error: unknown) => void;
}

export interface SyncHost extends RoomNews {
  /** For node:http's `upgrade` event, for paths that begin with `/sync/`. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Sends everybody out of a document, to come again, until the work is done: for what writers would never let finish. */
  whileClosed(documentId: DocumentId, work: () => Promise<void>): Promise<void>;
  /** The server itself has written in this document, up to this row of the log: readers here and on other nodes are shown it. */
  written(documentId: DocumentId, seq: number): void;
  gauges(): SyncGauges;
  /** Takes no more, makes durable what has arrived, and closes every socket with 1012. At most `timeoutMs`. */
  stop(options?: { timeoutMs?: number }): Promise<void>;
}

export function createSyncHost(options: SyncHostOptions): SyncHost {
  return new Host(options);
}

class Host implements SyncHost {
  readonly #options: SyncHostOptions;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    maxFragments: MAX_FRAGMENTS,
    clientTracking: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  readonly #rooms = new Map<DocumentId, OpenRoom>();
  /** Documents that nobody may be in for a moment. */
  readonly #closed = new Set<DocumentId>();
  readonly #connections = new Set<Connection>();
  /** They are in and have said nothing yet. */
  readonly #newcomers = new Set<Connection>();
  readonly #turnedAway = new TurnedAway();
  readonly #socketsOf = new Map<PersonId, number>();
  readonly #claims: ClaimsOfPeople;
  readonly #held: HeldBudget<Connection>;
  readonly #aroundConnections: AroundConnection;
  readonly #flusher: Flusher;
  readonly #snapshots: Snapshots;
  readonly #timers: readonly NodeJS.Timeout[];
  /** `null`: this node is alone. */
  readonly #others: OtherNodes | null;
  /** Counts decisions: one made while somebody comes in may be missing in what they come in with. */
  #decisions = 0;
  #lastId = 0;
  #calledGroup = 0;
  #atTheDoor = 0;
  #isStopping = false;

  constructor(options: SyncHostOptions) {
    const { log, clock, metrics, report, hints = null, held: limits = HELD_LIMITS } = options;
    this.#options = options;
    this.#claims = new ClaimsOfPeople(clock);
    const cutOff = (connection: Connection): void => {
      if (connection.cutOff(CLOSE.tryAgain, 'too-much')) metrics.count('closes', 1, String(CLOSE.tryAgain));
    };
    this.#held = new HeldBudget({ limits, holders: () => this.#connections, cutOff });
    this.#aroundConnections = {
      note: (bytes) => this.#held.note(bytes),
      pace: new SavedPace(),
      saved: (waitedMs) => {
        metrics.count('framesOut', 1);
        metrics.observe('acknowledgeMs', waitedMs);
      },
      tooSlow: () => metrics.count('closes', 1, String(CLOSE.tryAgain)),
    };
    this.#flusher = new Flusher({ log, clock, metrics, hints, report });
    this.#snapshots = new Snapshots(log, createLiveDocument, report);
    const here = {
      rightsChanged: (documentId: DocumentId) => this.#rightsChanged(documentId),
      personChanged: (personId: PersonId) => this.#personChanged(personId),
      personRenamed: (personId: PersonId) => this.#personRenamed(personId),
      sessionEnded: (sessionId: string) => this.#sessionEnded(sessionId),
    };
    const sessionIds = () => [...this.#connections].flatMap(({ session }) => session?.sessionId ?? []);
    const sessions = new SessionsWatch({ doorkeeper: options.doorkeeper, sessionIds, ended: here.sessionEnded, report });
    this.#timers = [
      setInterval(() => this.#callOut(), CALL_OUT_MS / CALL_OUT_GROUPS).unref(),
      setInterval(() => this.#lookAtNewcomers(), NEWCOMERS_MS).unref(),
      setInterval(() => this.#sweep(), SWEEP_MS).unref(),
      setInterval(() => void sessions.look(), SESSIONS_MS).unref(),
    ];
    this.#others = hints === null ? null : new OtherNodes({ hints, log, rooms: () => this.#rooms, here, report });
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // The answer to the upgrade goes with the greeting, in one system call, unless that takes waiting for.
    socket.cork();
    afterMicrotasks(() => socket.uncork());
    this.#sockets.handleUpgrade(request, socket, head, (ws) => {
      const asked = readUpgrade(request);
      // ws has answered already: 1009 for a message over the limit, 1002 for a broken frame. It reads on, unheard, so that the answer arrives.
      ws.on('error', () => undefined);
      const turnAway = (code: number, reason: string): void => {
        this.#options.metrics.count('closes', 1, String(code));
        sayGoodbye(ws, socket, code, reason);
        this.#turnedAway.add(ws);
      };
      if (asked === null) return turnAway(CLOSE.noSuchDocument, 'no-such-document');
      if (this.#isStopping) return turnAway(CLOSE.restart, 'restart');
      if (this.#atTheDoor >= MAX_AT_THE_DOOR) return turnAway(CLOSE.tryAgain, 'busy');
      void this.#letIn(request, asked, ws, socket);
    });
  }

  async #letIn(request: IncomingMessage, asked: Asked, ws: WebSocket, socket: Duplex): Promise<void> {
    const { doorkeeper, metrics, report } = this.#options;
    const connection = new Connection(++this.#lastId, asked.documentId, ws, socket, this.#aroundConnections);
    const turnAway = (code: number, reason: string): void => {
      metrics.count('closes', 1, String(code));
      connection.close(code, reason);
      if (connection.session === null) this.#turnedAway.add(ws);
    };
    let room: OpenRoom | null = null;
    this.#connections.add(connection);
    ws.on('close', () => this.#left(connection, room));
    // Nothing is read of whoever waits at the door; most do not wait.
    afterMicrotasks(() => connection.isAtTheDoor && connection.pause());
    this.#atTheDoor += 1;
    try {
      const decisions = this.#decisions;
      const entry = await enter(request, asked, connection.id, doorkeeper);
      if (!connection.isOpen) return;
      if (this.#isStopping) return turnAway(CLOSE.restart, 'restart');
      if (!entry.ok) return turnAway(entry.code, entry.reason);
      if (this.#closed.has(asked.documentId)) return turnAway(CLOSE.tryAgain, 'try-again');
      const { person } = entry.session;
      if (!this.#mayHaveAnother(person.id)) return turnAway(CLOSE.tooFast, 'too-many');
      const open = this.#openRoom(asked.documentId);
      room = open;
      open.connections.set(connection.id, connection);
      open.feed({ type: 'joined', joining: { ...entry.joining, claims: this.#claims.of(person.id) } });
      connection.letIn(entry.session, (data, isBinary) => {
        if (isBinary) open.receive(connection, data);
        else turnAway(CLOSE.badFrame, 'malformed');
      });
      this.#newcomers.add(connection);
      if (this.#decisions !== decisions) open.feed({ type: 'rights-changed' });
    } catch (error) {
      report('nobody can be let in', error);
      turnAway(CLOSE.tryAgain, 'try-again');
    } finally {
      this.#atTheDoor -= 1;
    }
  }

  /** Counts the socket, until it has left. */
  #mayHaveAnother(personId: PersonId): boolean {
    const sockets = this.#socketsOf.get(personId) ?? 0;
    if (sockets >= MAX_PER_PERSON) return false;
    this.#socketsOf.set(personId, sockets + 1);
    return true;
  }

  /** @param room  `null`: never let in */
  #left(connection: Connection, room: OpenRoom | null): void {
    this.#connections.delete(connection);
    connection.forget();
    const personId = connection.session?.person.id;
    if (room === null || personId === undefined) return;
    const sockets = (this.#socketsOf.get(personId) ?? 1) - 1;
    if (sockets > 0) this.#socketsOf.set(personId, sockets);
    else this.#socketsOf.delete(personId);
    room.leave(connection);
  }

  #callOut(): void {
    this.#calledGroup = (this.#calledGroup + 1) % CALL_OUT_GROUPS;
    for (const connection of this.#connections) if (connection.id % CALL_OUT_GROUPS === this.#calledGroup) connection.callOut();
  }

  #lookAtNewcomers(): void {
    for (const connection of this.#newcomers) if (connection.isSettledNewcomer()) this.#newcomers.delete(connection);
  }

  #openRoom(documentId: DocumentId): OpenRoom {
    const open = this.#rooms.get(documentId);
    if (open !== undefined && !open.isOver) return open;
    const { log, doorkeeper, clock, metrics, report } = this.#options;
    const around = {
      log,
      doorkeeper,
      clock,
      metrics,
      report,
      others: this.#others,
      flusher: this.#flusher,
      snapshots: this.#snapshots,
    };
    const room = new OpenRoom({ documentId, clock, createDocument: createLiveDocument, sharesLog: this.#others !== null }, around);
    this.#rooms.set(documentId, room);
    this.#others?.opened(documentId);
    return room;
  }

  async whileClosed(documentId: DocumentId, work: () => Promise<void>): Promise<void> {
    this.#closed.add(documentId);
    this.#rooms.get(documentId)?.end(CLOSE.tryAgain, 'try-again');
    try {
      await work();
    } finally {
      this.#closed.delete(documentId);
    }
  }

  rightsChanged(documentId: DocumentId): void {
    this.#rightsChanged(documentId);
    this.#others?.tell({ type: 'rights-changed', documentId });
  }

  personChanged(personId: PersonId): void {
    this.#personChanged(personId);
    this.#others?.tell({ type: 'person-changed', personId });
  }

  sessionEnded(sessionId: string): void {
    this.#sessionEnded(sessionId);
    this.#others?.tell({ type: 'session-ended', sessionId });
  }

  #rightsChanged(documentId: DocumentId): void {
    this.#decisions += 1;
    this.#rooms.get(documentId)?.feed({ type: 'rights-changed' });
  }

  #personChanged(personId: PersonId): void {
    this.#decisions += 1;
    const documents = new Set<DocumentId>();
    for (const { session, documentId } of this.#connections) if (session?.person.id === personId) documents.add(documentId);
    for (const documentId of documents) this.#rightsChanged(documentId);
  }

  personRenamed(personId: PersonId): void {
    this.#personRenamed(personId);
    this.#others?.tell({ type: 'person-renamed', personId });
  }

  #personRenamed(personId: PersonId): void {
    for (const connection of this.#connections) {
      if (connection.session?.person.id === personId) connection.close(CLOSE.restart, 'restart');
    }
  }

  #sessionEnded(sessionId: string): void {
    for (const connection of this.#connections) {
      if (connection.session?.sessionId === sessionId) connection.close(CLOSE.signIn, 'signed-out');
    }
  }

  written(documentId: DocumentId, seq: number): void {
    this.#options.hints?.publish({ documentId, seq });
    void this.#rooms.get(documentId)?.reach(seq);
  }

  gauges(): SyncGauges {
    const rooms = [...this.#rooms.values()].map(({ room }) => room);
    return {
      connections: this.#connections.size,
      rooms: rooms.length,
      liveDocuments: rooms.filter(({ isLive }) => isLive).length,
      backlogRows: rooms.reduce((sum, { backlog }) => sum + backlog, 0),
      storageWritable: rooms.every(({ isWritable }) => isWritable),
    };
  }

  /** Forgets what nobody uses, and lets go of documents that nobody writes in. Only what is durable is let go of. */
  #sweep(): void {
    const nowMs = performance.now();
    for (const [documentId, open] of this.#rooms) {
      if (open.isOver) this.#rooms.delete(documentId);
      else if (open.room.isSettled) this.#letGo(documentId, open, nowMs);
    }
    this.#claims.sweep((personId) => this.#socketsOf.has(personId));
    const live = [...this.#rooms.values()].filter(({ room }) => room.isLive);
    if (live.length <= MAX_LIVE_DOCUMENTS) return;
    live.sort((a, b) => a.usedAtMs - b.usedAtMs);
    for (const open of live.slice(0, live.length - MAX_LIVE_DOCUMENTS)) if (open.room.isSettled) this.#rest(open);
  }

  #letGo(documentId: DocumentId, open: OpenRoom, nowMs: number): void {
    const unusedMs = nowMs - open.usedAtMs;
    if (unusedMs > UNWRITTEN_MS && open.room.isLive) this.#rest(open);
    if (open.connections.size > 0 || unusedMs < EMPTY_MS) return;
    this.#rest(open);
    open.isOver = true;
    this.#flusher.forget(open);
    this.#rooms.delete(documentId);
  }

  #rest(open: OpenRoom): void {
    if (open.room.isLive) this.#options.metrics.count('evictions', 1);
    open.feed({ type: 'rest' });
  }

  async stop({ timeoutMs = 10_000 }: { timeoutMs?: number } = {}): Promise<void> {
    this.#isStopping = true;
    const deadlineMs = performance.now() + timeoutMs;
    this.#timers.forEach(clearInterval);
    this.#others?.stop();
    for (const connection of this.#connections) connection.pause();
    await this.#makeDurable(deadlineMs);
    // So that the next start serves from stored bytes; what there is no time for is made at the next rest.
    for (const open of this.#rooms.values()) if (open.room.isSettled) open.feed({ type: 'rest' });
    this.#flusher.stop();
    for (const open of this.#rooms.values()) open.end(CLOSE.restart, 'restart');
    for (const connection of this.#connections) connection.close(CLOSE.restart, 'restart');
    await this.#goodbye();
    await this.#snapshots.settle(Math.max(0, deadlineMs - performance.now()));
  }

  /** What waits for an answer, about rights or from the log, falls due only when that has come. */
  async #makeDurable(deadlineMs: number): Promise<void> {
    const isWaiting = ({ isOver, room }: OpenRoom): boolean => !isOver && room.backlog > 0;
    for (let leftMs = deadlineMs - performance.now(); leftMs > 0; leftMs = deadlineMs - performance.now()) {
      await this.#flusher.settle(leftMs);
      if (![...this.#rooms.values()].some(isWaiting)) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async #goodbye(): Promise<void> {
    const deadlineMs = performance.now() + 2500;
    while (this.#connections.size > 0 && performance.now() < deadlineMs) await new Promise((resolve) => setTimeout(resolve, 10));
    for (const connection of this.#connections) connection.terminate();
  }
}

/** When all that needs no waiting for has been done: SQLite answers at once, PostgreSQL later. */
function afterMicrotasks(work: () => void): void {
  queueMicrotask(() => process.nextTick(work));
}
