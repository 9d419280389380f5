/** The real program with a document and somebody who writes in it: for tests in which others do their worst. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { SUBPROTOCOL } from '@ginnel/protocol/frames';
import { WireClient } from '@ginnel/testkit/wire/wire-client';
import { WebSocket } from 'ws';
import { newDocument, signIn } from '../../conformance/people.ts';
import { RunningServer } from '../../conformance/running-server.ts';
import { WireSocket } from './wire-socket.ts';

export interface Besieged {
  readonly server: RunningServer;
  readonly documentId: string;
  /** Bearer tokens, by person. */
  readonly tokens: ReadonlyMap<string, string>;
  /** In the document that there is, and as somebody new, unless said otherwise. */
  enter(person: string, documentId?: string, client?: WireClient): WireSocket;
  /** Somebody new comes in, writes, and has it acknowledged. */
  serves(person: string): Promise<void>;
  /** A figure of `/metrics`. */
  figure(name: string): Promise<number>;
}

export async function besiege(...people: readonly string[]): Promise<Besieged> {
  const server = await RunningServer.start();
  const writers = await Promise.all(people.map((person) => signIn(server, person)));
  const tokens = new Map(people.map((person, i) => [person, writers[i]?.token ?? '']));
  const [first] = writers;
  if (first === undefined) throw new Error('somebody must open the document');
  const documentId = await newDocument(first, 'priorities');
  const enter: Besieged['enter'] = (person, where = documentId, client = new WireClient('priorities', randomInt(1, 2 ** 47))) => {
    const headers = { authorization: `Bearer ${tokens.get(person)}` };
    const socket = new WebSocket(`${server.syncAddress}/${where}?client=${client.doc.clientID}`, [SUBPROTOCOL], { headers });
    socket.binaryType = 'arraybuffer';
    return new WireSocket(socket, client);
  };
  return {
    server,
    documentId,
    tokens,
    enter,
    async serves(person) {
      const one = enter(person);
      await one.synced();
      one.type('x');
      await one.allSaved();
      const closed = once(one.socket, 'close');
      one.socket.close();
      await closed;
    },
    async figure(name) {
      const text = await (await fetch(`${server.address}/metrics`)).text();
      const line = text.split('\n').find((each) => each.startsWith(`${name} `));
      if (line === undefined) throw new Error(`there is no figure ${name}`);
      return Number(line.slice(name.length + 1));
    },
  };
}

export const MEMORY = 'process_resident_memory_bytes';
export const SOCKETS = 'ginnel_connections';
