/** A room with people in it and a log in memory, step by step: for tests. Nothing happens until a test says so. */
import { assert } from '@ginnel/base/assert';
import type { DocumentId, PersonId, PlaceId, CapacityId } from '@ginnel/base/ids';
import type { DocumentInfo } from '@ginnel/domain/documents';
import type { Standing } from '@ginnel/domain/standing';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { createMemoryLog } from '@ginnel/store/memory/log';
import type { Append, LogRow } from '@ginnel/store/ports/document-log';
import { wholeFrame } from './whole-frame.ts';
import { WireClient } from './wire-client.ts';
import { claimsBudget } from '@ginnel/room/budget';
import type { ConnectionId, Joining, RoomInput, RoomOutput, Standpoint } from '@ginnel/room/contract';
import { Room } from '@ginnel/room/room';

export const DOCUMENT: DocumentInfo = {
  id: 'd1' as DocumentId,
  kind: 'priorities',
  placeId: 'radcliffe-west' as PlaceId,
  title: 'Priorities of Radcliffe West',
  phase: 'drafting',
  shapeVersion: 1,
  epoch: 1,
  rightsVersion: 1,
  createdBy: null,
  createdAtMs: 0,
};

export interface Guest {
  readonly connection: ConnectionId;
  readonly client: WireClient;
  readonly frames: Uint8Array[];
  closed: { readonly code: number; readonly reason: string } | null;
}

export function standpoint(name: string, standing: Standing = 'member'): Standpoint {
  return {
    author: { personId: name as PersonId, capacityId: `${name}.resident` as CapacityId },
    actor: { standing, party: 'residents' },
  };
}

export class Rehearsal {
  readonly log = createMemoryLog();
  readonly guests = new Map<ConnectionId, Guest>();
  readonly outputs: RoomOutput[] = [];
  info: DocumentInfo;
  nowMs = 1_000_000;
  room: Room;
  /** The append that the room has asked for and that nobody has answered. */
  asked: Append | null = null;
  /** What a look at the log will find. */
  unread: readonly LogRow[] = [];
  #lastConnection = 0;

  readonly #sharesLog: boolean;

  constructor(changes: Partial<DocumentInfo> = {}, { sharesLog = false }: { readonly sharesLog?: boolean } = {}) {
    this.#sharesLog = sharesLog;
    this.info = { ...DOCUMENT, ...changes };
    this.log.putDocument(this.info);
    this.room = this.#newRoom();
  }

  #newRoom(): Room {
    const clock = { nowMs: () => this.nowMs };
    return new Room({ documentId: this.info.id, clock, createDocument: createLiveDocument, sharesLog: this.#sharesLog });
  }

  /** Hands the stored document over. */
  async load(): Promise<void> {
    const stored = await this.log.load(this.info.id);
    assert(stored !== null, 'the document is in the log');
    this.feed({ type: 'loaded', stored });
  }

  /** Forgets the room and opens another over the same log. */
  async reopen(): Promise<void> {
    this.guests.clear();
    this.asked = null;
    this.room = this.#newRoom();
    await this.load();
  }

  join(name: string, { clientId = 1000 + this.#lastConnection, ...changes }: Partial<Joining> = {}, client?: WireClient): Guest {
    const connection = ++this.#lastConnection;
    const guest: Guest = { connection, client: client ?? new WireClient(this.info.kind, clientId ?? connection), frames: [], closed: null };
    this.guests.set(connection, guest);
    const joining: Joining = {
      connection,
      standpoints: [standpoint(name)],
      rightsVersion: this.info.rightsVersion,
      name,
      label: 'resident of Radcliffe West',
      speaksGinnel: true,
      shapeVersion: 1,
      epoch: null,
      clientId: changes.speaksGinnel === false ? null : clientId,
      claims: claimsBudget(this.nowMs),
      ...changes,
    };
    const hello = guest.client.connect();
    this.feed({ type: 'joined', joining });
    for (const bytes of hello) this.feed({ type: 'frame', connection, bytes });
    return guest;
  }

  /** A stock client: it names nothing and hears nothing of ours. */
  joinStock(name: string, client?: WireClient): Guest {
    return this.join(name, { speaksGinnel: false }, client);
  }

  say(guest: Guest, bytes: Uint8Array): void {
    this.feed({ type: 'frame', connection: guest.connection, bytes });
  }

  /** Types into the notes, and sends it. */
  type(guest: Guest, words: string): void {
    guest.client.type(words);
    for (const bytes of guest.client.send()) this.say(guest, bytes);
  }

  flush(): void {
    this.feed({ type: 'flush' });
  }

  /** Lets the log answer the append that is under way. */
  async commit(): Promise<void> {
    const append = this.asked;
    assert(append !== null, 'an append is under way');
    this.asked = null;
    const [result] = await this.log.append([append]);
    assert(result !== undefined, 'the log answers');
    this.feed({ type: 'appended', result });
  }

  fail(): void {
    assert(this.asked !== null, 'an append is under way');
    this.asked = null;
    this.feed({ type: 'append-failed' });
  }

  /** Windows end and appends are durable until nothing waits. */
  async settle(): Promise<void> {
    do {
      this.nowMs += 200;
      this.flush();
      if (this.asked !== null) await this.commit();
    } while (this.room.flushAtMs !== null);
  }

  feed(input: RoomInput): void {
    let reads: number | null = null;
    const answers: { connection: ConnectionId; bytes: Uint8Array }[] = [];
    for (const output of this.room.input(input)) {
      this.outputs.push(output);
      if (output.type === 'read') reads = output.afterSeq;
      else if (output.type === 'append') {
        assert(this.asked === null, 'at most one append is under way');
        this.asked = output.append;
      } else if (output.type === 'send') {
        for (const connection of output.to) {
          const guest = this.guests.get(connection);
          assert(guest !== undefined && guest.closed === null, 'nothing is sent to a closed socket');
          const frame = wholeFrame(output);
          guest.frames.push(frame);
          for (const bytes of guest.client.hear(frame)) answers.push({ connection, bytes });
        }
      } else if (output.type === 'close') {
        const guest = this.guests.get(output.connection);
        assert(guest !== undefined && guest.closed === null, 'a socket is closed once');
        guest.closed = output;
      }
    }
    if (reads !== null) this.feed({ type: 'rows', epoch: this.info.epoch, rows: this.unread, asked: true });
    for (const { connection, bytes } of answers) this.feed({ type: 'frame', connection, bytes });
  }

  count(type: RoomOutput['type']): number {
    return this.outputs.filter((output) => output.type === type).length;
  }
}
