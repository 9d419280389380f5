/** Every opcode of the wire × who sends it × the client that sends it, as raw bytes against the running program. */
import { randomClientId } from '@ginnel/base/ports';
import type { DocumentId } from '@ginnel/base/ids';
import { textAt } from '@ginnel/merge/edits/open';
import { writeEdit } from '@ginnel/merge/edits/write-edit';
import { readAwareness, writeAwareness } from '@ginnel/protocol/awareness';
import {
  awarenessFrame,
  FRAME,
  readServerMessage,
  SUBPROTOCOL,
  SYNC,
  syncStep1Frame,
  syncStep2Frame,
  updateFrame,
} from '@ginnel/protocol/frames';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import * as decoding from 'lib0/decoding';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { RunningServer } from '../running-server.ts';
import { begunByImran, Borough, FIRST_CLIENT, type Principal } from './borough.ts';

const random = seededRandom(0x6f_70);
const NOTHING = new Uint8Array([0, 0]);

interface Sender {
  readonly name: string;
  readonly token: string | null;
  readonly as: string;
  readonly client: number;
}

let server: RunningServer;
let borough: Borough;
let documentId: DocumentId;
const senders = new Map<string, Sender>();

beforeAll(async () => {
  server = await RunningServer.start();
  borough = await Borough.of(server.folder);
  documentId = await borough.documentOfImran('priorities', 'drafting');
  const sender = ({ name, token, capacity }: Principal): Sender => ({ name, token, as: capacity.id, client: randomClientId(random) });
  senders.set('watcher', sender(borough.principal('councillor', 'here')));
  const resident = sender(borough.principal('resident', 'here'));
  senders.set('member', resident);
  senders.set('moderator', sender(borough.principal('moderator', 'above')));
  senders.set('guest', sender(borough.principal('guest', 'here')));
  senders.set('visitor', sender(borough.principal('resident', 'elsewhere')));
  senders.set('kept away', sender(await borough.keptAway('resident')));
  senders.set('ended capacity', sender(await borough.withEndedCapacity('officer')));
  senders.set('ended session', sender(await borough.withEndedSession('officer')));
  senders.set('nobody', { ...resident, token: null });
  senders.set("somebody else's capacity", { ...resident, as: borough.principal('admin', 'above').capacity.id });
});
afterAll(async () => {
  await borough.close();
  await server.stop();
});

const typed = (clientId: number): Uint8Array => writeEdit('priorities', NOTHING, clientId, (doc) => textAt(doc, 'notes')?.insert(0, 'x'));

/** Imran's next letters, as he would have sent them. */
const forged = (): Uint8Array =>
  writeEdit('priorities', begunByImran('priorities'), FIRST_CLIENT, (doc) => textAt(doc, 'notes')?.insert(0, 'x'));

const FRAMES = {
  'sync step 1': () => syncStep1Frame(new Uint8Array([0])),
  'sync step 2 that says nothing': () => syncStep2Frame(NOTHING),
  'sync step 2 with an edit': ({ client }) => syncStep2Frame(typed(client)),
  'update with an edit': ({ client }) => updateFrame(typed(client)),
  'update under the clientID of somebody else': () => updateFrame(forged()),
  'query presence': () => new Uint8Array([FRAME.queryAwareness]),
  presence: ({ client }) =>
    awarenessFrame(writeAwareness([{ clientId: client, clock: 1, state: new TextEncoder().encode('{"user":{"name":"Mallory"}}') }])),
  auth: () => new Uint8Array([FRAME.auth, 0, 2, 110, 111]),
  'a message of the server': () => new Uint8Array([FRAME.ginnel, 2, 123, 125]),
  'an unknown type': () => new Uint8Array([9, 1, 1]),
  'an unknown kind of sync': () => new Uint8Array([FRAME.sync, 3, 0]),
  'an empty frame': () => new Uint8Array(),
  'bytes left over': () => new Uint8Array([...syncStep1Frame(new Uint8Array([0])), 7]),
} as const satisfies Record<string, (sender: Sender) => Uint8Array>;

type Opcode = keyof typeof FRAMES;

const WRITES: readonly Opcode[] = ['sync step 2 with an edit', 'update with an edit', 'update under the clientID of somebody else'];
const UNREADABLE: readonly Opcode[] = [
  'auth',
  'a message of the server',
  'an unknown type',
  'an unknown kind of sync',
  'an empty frame',
  'bytes left over',
];

/** A reader at the table: resolves when an edit, or the presence, of a clientID is shown. */
class Watcher {
  readonly #socket: WebSocket;
  readonly #doc = new Y.Doc();
  readonly #names = new Map<number, string>();
  readonly #waiting = new Set<() => void>();

  constructor({ token }: Sender) {
    this.#socket = new WebSocket(`${server.syncAddress}/${documentId}`, { headers: { authorization: `Bearer ${token}` } });
    this.#socket.on('message', (bytes: Buffer) => {
      const decoder = decoding.createDecoder(new Uint8Array(bytes));
      const type = decoding.readVarUint(decoder);
      if (type === FRAME.sync && decoding.readVarUint(decoder) === SYNC.update)
        Y.applyUpdate(this.#doc, decoding.readVarUint8Array(decoder));
      if (type === FRAME.awareness) this.#present(decoding.readVarUint8Array(decoder));
      for (const look of this.#waiting) look();
    });
  }

  async ready(): Promise<void> {
    await once(this.#socket, 'message');
    this.#socket.send(syncStep1Frame(new Uint8Array([0])));
  }

  /** Calls back once. */
  when(client: number, what: 'edit' | 'presence', tell: (name: string) => void): void {
    const look = (): void => {
      const name = what === 'edit' ? (this.#doc.store.clients.has(client) ? '' : undefined) : this.#names.get(client);
      if (name === undefined) return;
      this.#waiting.delete(look);
      tell(name);
    };
    this.#waiting.add(look);
  }

  close(): void {
    this.#socket.terminate();
  }

  #present(update: Uint8Array): void {
    for (const { clientId, state } of readAwareness(update) ?? []) {
      const said = JSON.parse(new TextDecoder().decode(state)) as { user?: { name?: string } } | null;
      if (said?.user?.name !== undefined) this.#names.set(clientId, said.user.name);
    }
  }
}

/** What comes of one frame: the first thing that says so. */
async function outcomeOf(
  sender: Sender,
  opcode: Opcode,
  { speaksGinnel, watcher }: { speaksGinnel: boolean; watcher: Watcher },
): Promise<string> {
  const client = randomClientId(random);
  const address = `${server.syncAddress}/${documentId}${speaksGinnel ? `?as=${sender.as}&client=${client}` : ''}`;
  const headers = sender.token === null ? {} : { authorization: `Bearer ${sender.token}` };
  const socket = new WebSocket(address, speaksGinnel ? [SUBPROTOCOL] : [], { headers });
  let began = false;
  let refused: string | null = null;
  const outcome = await new Promise<string>((resolve) => {
    socket.on('close', (code) => resolve(`closed ${code}`));
    socket.on('message', (bytes: Buffer) => {
      const decoder = decoding.createDecoder(new Uint8Array(bytes));
      const type = decoding.readVarUint(decoder);
      const inner = type === FRAME.sync ? decoding.readVarUint(decoder) : null;
      if (!began) {
        if (inner !== SYNC.step1) return;
        began = true;
        if (opcode === 'presence') watcher.when(client, 'presence', (name) => resolve(`shown as ${name}`));
        else if (!speaksGinnel) watcher.when(client, 'edit', () => resolve('saved'));
        socket.send(FRAMES[opcode]({ ...sender, client }));
        // What is not acknowledged, or has no answer while nobody is there: that the client stays is seen by another answer.
        if (opcode === 'query presence' || (opcode === 'sync step 2 that says nothing' && !speaksGinnel))
          socket.send(FRAMES['sync step 1']());
        return;
      }
      const message = type === FRAME.ginnel ? readServerMessage(decoder) : null;
      if (message?.type === 'refused') refused = message.refusal.kind;
      if (message?.type === 'saved') resolve(refused === null ? 'saved' : `refused ${refused}`);
      if (inner === SYNC.step2) resolve('answered');
    });
  });
  socket.removeAllListeners();
  socket.terminate();
  return outcome;
}

/** What the specification of the wire says. */
function expected(who: string, { name }: Sender, opcode: Opcode, speaksGinnel: boolean): string {
  if (['nobody', 'ended session', 'ended capacity'].includes(who)) return 'closed 4401';
  // Only a client of ours names a capacity; a stock client is given its person's own.
  if (who === 'kept away' || (who === "somebody else's capacity" && speaksGinnel)) return 'closed 4403';
  if (UNREADABLE.includes(opcode)) return 'closed 4400';
  if (opcode === 'presence') return `shown as ${name}`;
  if (!WRITES.includes(opcode)) return opcode === 'sync step 2 that says nothing' && speaksGinnel ? 'saved' : 'answered';
  if (opcode === 'update under the clientID of somebody else') return speaksGinnel ? 'refused forged-author' : 'closed 4403';
  if (who === 'visitor') return speaksGinnel ? 'refused not-allowed' : 'closed 4403';
  return 'saved';
}

const PEOPLE = [
  'member',
  'moderator',
  'guest',
  'visitor',
  'kept away',
  'ended capacity',
  'ended session',
  'nobody',
  "somebody else's capacity",
] as const;

describe.each(PEOPLE)('a frame of %s', (who) => {
  it.each(Object.keys(FRAMES) as Opcode[])('[PR2, PR4, PR5, PR6] %s: what comes of it is what the wire promises', async (opcode) => {
    const sender = senders.get(who) as Sender;
    const watcher = new Watcher(senders.get('watcher') as Sender);
    await watcher.ready();
    for (const speaksGinnel of [true, false])
      expect(`${speaksGinnel}: ${await outcomeOf(sender, opcode, { speaksGinnel, watcher })}`).toBe(
        `${speaksGinnel}: ${expected(who, sender, opcode, speaksGinnel)}`,
      );
    watcher.close();
  });
});
