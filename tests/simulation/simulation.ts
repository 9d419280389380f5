/** One seed: people, nodes, a disk and bad luck, all from one number. Throws `Broken` at the first thing that is not so. */
import type { CapacityId, DocumentId, PersonId, PlaceId } from '@ginnel/base/ids';
import type { DocumentInfo } from '@ginnel/domain/documents';
import type { Standing } from '@ginnel/domain/standing';
import { readAwareness, type AwarenessEntry } from '@ginnel/protocol/awareness';
import { FRAME, SYNC } from '@ginnel/protocol/frames';
import { claimsBudget, type Budget } from '@ginnel/room/budget';
import type { ConnectionId, Joining, RoomOutput, Standpoint } from '@ginnel/room/contract';
import { Room } from '@ginnel/room/room';
import type { Append } from '@ginnel/store/ports/document-log';
import { seededRandom, type SeededRandom } from '@ginnel/testkit/seeded-random';
import { wholeFrame } from '@ginnel/testkit/wire/whole-frame';
import * as decoding from 'lib0/decoding';
import { Broken } from './broken.ts';
import { contentOf } from './durable.ts';
import { hostileFrame } from './hostile.ts';
import { clientIdsIn } from './speaking.ts';
import { SimClient } from './sim-client.ts';
import { SimLog, type LogFaults } from './sim-log.ts';
import { SimNode, type NodeFaults, type RoomClass } from './sim-node.ts';
import { Timeline } from './timeline.ts';

/** What is under test, and what is made wrong about it. */
export interface Subject {
  readonly RoomClass: RoomClass;
  readonly log: LogFaults;
  readonly node: NodeFaults;
}

export const SOUND: Subject = { RoomClass: Room, log: {}, node: {} };

export interface Outcome {
  readonly seed: number;
  /** Edits of which somebody was told "saved". */
  readonly acknowledged: number;
  readonly rows: number;
  readonly events: number;
}

const HEALING_MS = 120_000;

export function simulate(seed: number, subject: Subject = SOUND): Outcome {
  const simulation = new Simulation(seed, subject);
  return simulation.run();
}

class Simulation {
  readonly #seed: number;
  readonly #random: SeededRandom;
  readonly #timeline = new Timeline();
  readonly #log: SimLog;
  readonly #nodes: SimNode[] = [];
  readonly #clients: SimClient[] = [];
  readonly #documents: DocumentId[] = [];
  readonly #standings = new Map<string, Standing | null>();
  /** When somebody's rights last moved: refusals around that moment are right. */
  readonly #moved = new Set<string>();
  readonly #acknowledged: { documentId: DocumentId; epoch: number; update: Uint8Array }[] = [];
  /** ClientIDs under which anything has arrived. */
  readonly #spoken = new Set<number>();
  readonly #claims = new Map<string, Budget>();
  #connections = 0;

  constructor(seed: number, { RoomClass, log, node }: Subject) {
    this.#seed = seed;
    this.#random = seededRandom(seed);
    const random = this.#random;
    const timeline = this.#timeline;
    this.#log = new SimLog(
      log,
      (author) => this.#mayWrite(author.personId),
      (clientId) => this.#spoken.has(clientId),
    );
    for (let i = 1 + random.int(2); i > 0; i--) this.#documents.push(`d${i}` as DocumentId);
    for (const id of this.#documents) this.#log.put(documentInfo(id));
    const nodes = 1 + random.int(3);
    for (let i = nodes; i > 0; i--) {
      const around = {
        sharesLog: nodes > 1,
        timeline,
        random,
        log: this.#log,
        RoomClass,
        faults: node,
        standpointsOf: (joining: Joining) => this.#standpointsOf(joining.name),
        arrived: (bytes: Uint8Array) => {
          for (const clientId of clientIdsIn(bytes)) this.#spoken.add(clientId);
        },
        watch: (documentId: DocumentId, output: RoomOutput & { type: 'send' }) => this.#watch(documentId, output),
        hint: (from: SimNode, documentId: DocumentId, append: Append) => this.#hint(from, documentId, append, node.hintsAsData === true),
        people: (from: SimNode, documentId: DocumentId, entries: readonly AwarenessEntry[]) =>
          this.#tellOfPeople(from, documentId, entries),
      };
      this.#nodes.push(new SimNode(around));
    }
    for (let i = 2 + random.int(4); i > 0; i--) this.#clients.push(this.#newClient(`p${i}`));
  }

  run(): Outcome {
    const { acknowledged, rows, events } = this.#live();
    return { seed: this.#seed, acknowledged, rows, events };
  }

  #live(): { acknowledged: number; rows: number; events: number } {
    const random = this.#random;
    const timeline = this.#timeline;
    let events = 0;
    const advance = (untilMs: number): void => {
      while (timeline.step(untilMs)) events += 1;
      timeline.nowMs = Math.max(timeline.nowMs, untilMs);
    };
    const poll = (): void => {
      for (const node of this.#nodes) if (node.isUp) node.poll();
      timeline.after(1000, poll);
    };
    timeline.after(1000, poll);
    const actions = 100 + random.int(200);
    for (let i = 0; i < actions; i++) {
      this.#act();
      advance(timeline.nowMs + random.int(60));
    }
    this.#heal();
    const deadlineMs = timeline.nowMs + HEALING_MS;
    do {
      for (const client of this.#clients) if (!client.isConnected) client.connect();
      advance(timeline.nowMs + 500);
      if (timeline.nowMs > deadlineMs) throw this.#whatIsWrong();
    } while (!this.#isQuiet());
    this.#checkEnd();
    return { acknowledged: this.#acknowledged.length, rows: this.#documents.reduce((sum, id) => sum + this.#log.headSeq(id), 0), events };
  }

  #act(): void {
    const random = this.#random;
    const client = random.pick(this.#clients);
    const dice = random.int(100);
    if (dice < 50) client.edit();
    else if (dice < 60) client.connect();
    else if (dice < 76) this.#breakLine(client);
    else if (dice < 80) this.#crash(random.pick(this.#nodes));
    else if (dice < 83) this.#log.isFull = !this.#log.isFull;
    else if (dice < 87) this.#decide(client);
    else if (dice < 89) this.#expunge(random.pick(this.#documents));
    else if (dice < 95) random.pick(this.#nodes).rest();
    else this.#attack(client);
  }

  /** Gone for a while; or at once back, perhaps at a node that knows less. */
  #breakLine(client: SimClient): void {
    client.cut();
    if (this.#random.int(4) > 0) client.connect();
  }

  #crash(node: SimNode): void {
    if (!node.isUp) return node.restart();
    node.crash();
    this.#timeline.after(50 + this.#random.int(1500), () => node.restart());
  }

  /** Rights move in the database, at once; nodes hear of it sooner or later. */
  #decide({ name }: SimClient): void {
    this.#standings.set(name, this.#random.pick<Standing | null>(['member', 'member', 'visitor', null]));
    this.#moved.add(name);
    for (const id of this.#documents) {
      const info = this.#log.info(id);
      this.#log.put({ ...info, rightsVersion: info.rightsVersion + 1 });
      const node = this.#random.pick(this.#nodes);
      if (this.#random.int(2) === 0) node.rightsChanged(id);
    }
  }

  #expunge(documentId: DocumentId): void {
    const info = this.#log.info(documentId);
    this.#log.put({ ...info, epoch: info.epoch + 1, rightsVersion: info.rightsVersion + 1 });
    if (this.#random.int(2) === 0) this.#random.pick(this.#nodes).rightsChanged(documentId);
  }

  #attack(victim: SimClient): void {
    const mallory =
      this.#clients.find(({ name, documentId }) => name === 'mallory' && documentId === victim.documentId) ??
      this.#newMallory(victim.documentId);
    mallory.connect();
    this.#timeline.after(100, () => {
      const leased = this.#log.load(victim.documentId).leases.map(({ clientId }) => clientId);
      mallory.sendRaw(hostileFrame(victim.wire.doc, leased, this.#random));
    });
  }

  #newMallory(documentId: DocumentId): SimClient {
    const mallory = this.#newClient('mallory', documentId);
    this.#clients.push(mallory);
    return mallory;
  }

  #hint(from: SimNode, documentId: DocumentId, append: Append, isData: boolean): void {
    const random = this.#random;
    for (const node of this.#nodes) {
      if (node === from) continue;
      for (let copies = random.pick([0, 0, 0, 0, 0, 0, 1, 2]); copies > 0; copies--) {
        this.#timeline.after(1 + random.int(40), () => (isData ? node.hintedRows(documentId, append) : node.hint(documentId)));
      }
    }
  }

  #tellOfPeople(from: SimNode, documentId: DocumentId, entries: readonly AwarenessEntry[]): void {
    const random = this.#random;
    for (const node of this.#nodes) {
      if (node === from) continue;
      for (let copies = random.pick([0, 1, 1, 2]); copies > 0; copies--) {
        this.#timeline.after(1 + random.int(80), () => node.people(`n${this.#nodes.indexOf(from)}`, documentId, entries));
      }
    }
  }

  #heal(): void {
    this.#log.isFull = false;
    for (const node of this.#nodes) node.restart();
    this.#standings.clear();
    for (const id of this.#documents) this.#log.put({ ...this.#log.info(id), rightsVersion: this.#log.info(id).rightsVersion + 1 });
  }

  #isQuiet(): boolean {
    return this.#isAtRest() && this.#honest().every((client) => this.#holdsAll(client));
  }

  #isAtRest(): boolean {
    return this.#nodes.every(({ isQuiet }) => isQuiet) && this.#honest().every(({ isSettled }) => isSettled);
  }

  #honest(): readonly SimClient[] {
    return this.#clients.filter(({ name }) => name !== 'mallory');
  }

  /** Whether a copy is what the log says: the same words, not only the same state vector. */
  #holdsAll({ wire, documentId, kind }: SimClient): boolean {
    return contentOf(kind, wire.doc) === this.#log.durable(documentId).content();
  }

  #whatIsWrong(): Broken {
    const different = this.#honest().filter((client) => !this.#holdsAll(client));
    if (this.#isAtRest())
      return new Broken('diverged', `${different.map(({ name }) => name).join(', ')} read something else than the log says`);
    return new Broken('stuck', 'things do not come to rest after all is well again');
  }

  #checkEnd(): void {
    for (const { documentId, epoch, update } of this.#acknowledged) {
      if (!this.#log.durable(documentId, epoch).covers(update)) throw new Broken('lost', `an acknowledged edit of ${documentId}`);
    }
  }

  #watch(documentId: DocumentId, output: RoomOutput & { type: 'send' }): void {
    const decoder = decoding.createDecoder(wholeFrame(output));
    const type = decoding.readVarUint(decoder);
    if (type === FRAME.awareness) return this.#watchPresence(documentId, decoding.readVarUint8Array(decoder));
    if (type !== FRAME.sync) return;
    const inner = decoding.readVarUint(decoder);
    const body = decoding.readVarUint8Array(decoder);
    const isDurable = this.#log.wasDurable(documentId, (durable) =>
      inner === SYNC.step1 ? durable.coversState(body) : durable.covers(body),
    );
    if (!isDurable) throw new Broken('shown-before-durable', `${documentId} sends what is not durable`);
  }

  #watchPresence(documentId: DocumentId, update: Uint8Array): void {
    for (const { clientId } of readAwareness(update) ?? []) {
      if (!this.#log.wasLeased(documentId, clientId))
        throw new Broken('shown-before-durable', `${documentId} shows somebody under ${clientId}, which is nobody's yet`);
    }
  }

  #newClient(name: string, documentId: DocumentId = this.#random.pick(this.#documents)): SimClient {
    const random = this.#random;
    return new SimClient(name, documentId, 'priorities', this.#log.info(documentId).epoch, name !== 'mallory' && random.int(4) > 0, {
      timeline: this.#timeline,
      random,
      nextConnection: () => ++this.#connections,
      pickNode: (last) => {
        const up = this.#nodes.filter(({ isUp }) => isUp);
        const others = up.filter((node) => node !== last);
        // More often another: it may know less.
        const picked = others.length > 0 && random.int(2) === 0 ? others : up;
        return picked.length === 0 ? null : random.pick(picked);
      },
      joiningOf: (client, connection) => this.#joiningOf(client, connection),
      acknowledged: (client, epoch, updates) => {
        for (const update of updates) {
          if (!this.#log.durable(client.documentId, epoch).covers(update))
            throw new Broken('lost', `${client.name} was told "saved" of what is not durable`);
          this.#acknowledged.push({ documentId: client.documentId, epoch, update });
        }
      },
      mayBeRefused: (client) =>
        client.name === 'mallory' ||
        this.#moved.has(client.name) ||
        client.epoch !== this.#log.info(client.documentId).epoch ||
        this.#log.info(client.documentId).epoch > 1,
    });
  }

  #joiningOf(client: SimClient, connection: ConnectionId): Joining | null {
    const [first, ...others] = this.#standpointsOf(client.name);
    if (first === undefined) return null;
    return {
      connection,
      standpoints: [first, ...others],
      rightsVersion: this.#log.info(client.documentId).rightsVersion,
      name: client.name,
      label: 'resident of Radcliffe West',
      speaksGinnel: client.speaksGinnel,
      shapeVersion: 1,
      epoch: client.speaksGinnel ? client.epoch : null,
      clientId: client.speaksGinnel ? client.wire.doc.clientID : null,
      claims: this.#claimsOf(client.name),
    };
  }

  #claimsOf(name: string): Budget {
    const claims = this.#claims.get(name) ?? claimsBudget(this.#timeline.nowMs);
    this.#claims.set(name, claims);
    return claims;
  }

  #standpointsOf(name: string): readonly Standpoint[] {
    const standing = this.#standingOf(name);
    if (standing === null) return [];
    return [
      { author: { personId: name as PersonId, capacityId: `${name}.resident` as CapacityId }, actor: { standing, party: 'residents' } },
    ];
  }

  #standingOf(name: string): Standing | null {
    if (name === 'mallory') return 'visitor';
    const standing = this.#standings.get(name);
    return standing === undefined ? 'member' : standing;
  }

  #mayWrite(name: string): boolean {
    const standing = this.#standingOf(name);
    return standing !== null && standing !== 'visitor';
  }
}

function documentInfo(id: DocumentId): DocumentInfo {
  return {
    id,
    kind: 'priorities',
    placeId: 'radcliffe-west' as PlaceId,
    title: 'Priorities',
    phase: 'drafting',
    shapeVersion: 1,
    epoch: 1,
    rightsVersion: 1,
    createdBy: null,
    createdAtMs: 0,
  };
}
