/** The whole program with a disk that cannot be read, and with a document of which a bit has turned: refused, never served as empty. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SUBPROTOCOL } from '@ginnel/protocol/frames';
import { WireClient } from '@ginnel/testkit/wire/wire-client';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { newDocument, signIn } from '../../conformance/people.ts';
import { RunningServer } from '../../conformance/running-server.ts';
import { startCluster, within } from '../nodes/cluster.ts';
import { startOnFailingDisk } from './failing-disk.ts';
import { WireSocket } from './wire-socket.ts';

const SOON_MS = 60_000;

interface Served {
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
}

/** Two documents with words in them, and somebody who comes and goes. */
async function twoDocuments(server: Served) {
  const { token, api } = await signIn(server, 'amina-hussain');
  const enter = (documentId: string): WireSocket => {
    const client = new WireClient('priorities', randomInt(1, 2 ** 47));
    const headers = { authorization: `Bearer ${token}` };
    const socket = new WebSocket(
      `${server.address.replace('http', 'ws')}/sync/${documentId}?client=${client.doc.clientID}`,
      [SUBPROTOCOL],
      { headers },
    );
    socket.binaryType = 'arraybuffer';
    return new WireSocket(socket, client);
  };
  const write = async (documentId: string, words: string): Promise<void> => {
    const one = enter(documentId);
    await one.synced();
    one.type(words);
    await one.allSaved();
    one.socket.terminate();
  };
  const ids = [await newDocument({ token, api }, 'priorities'), await newDocument({ token, api }, 'priorities')] as const;
  await write(ids[0], 'Dulcimer. '.repeat(300));
  await write(ids[1], 'Accordion. '.repeat(300));
  return {
    ids,
    enter,
    write,
    /** How somebody is turned away: nothing of the document comes before. */
    async turnedAway(documentId: string): Promise<{ code: number; reason: string }> {
      const one = enter(documentId);
      const [code, reason] = (await once(one.socket, 'close')) as [number, Buffer];
      expect(one.client.synced).toBe(false);
      expect(one.client.notes()).toBe('');
      return { code, reason: reason.toString() };
    },
    read: (documentId: string) => fetch(`${server.address}/api/documents/${documentId}`),
    /** Every document has been looked at since the start. */
    allVerified: () =>
      within(SOON_MS, 'all documents are looked at', async () => {
        const answer = await fetch(`${server.address}/healthz`);
        return ((await answer.json()) as { verified: string }).verified === 'all';
      }),
    async health(): Promise<{ status: number; body: unknown }> {
      const answer = await fetch(`${server.address}/healthz`);
      return { status: answer.status, body: await answer.json() };
    },
  };
}

test('[ST10, ST22, RM3] a document of which one bit has turned is known before anybody opens it, and refused to everybody; the others go on', async () => {
  const server = await RunningServer.start();
  onTestFinished(() => server.stop());
  const { ids, turnedAway, write, read, health, allVerified } = await twoDocuments(server);
  const [damaged, whole] = ids;
  await allVerified();
  expect(await health()).toEqual({ status: 200, body: { ready: true, unreadableDocuments: 0, verified: 'all' } });
  await server.end('SIGTERM');
  const file = join(server.folder, 'ginnel.sqlite');
  const asItWas = readFileSync(file);
  const turned = Buffer.from(asItWas);
  let found = 0;
  for (let at = turned.indexOf('Dulcimer'); at >= 0; at = turned.indexOf('Dulcimer', at + 1)) {
    turned[at] = (turned[at] ?? 0) ^ 1;
    found++;
  }
  expect(found).toBeGreaterThan(0);
  writeFileSync(file, turned);
  await server.startAgain();
  await allVerified();
  expect(await health()).toEqual({ status: 200, body: { ready: true, unreadableDocuments: 1, verified: 'all' } });
  expect(await (await read(whole)).json()).toMatchObject({ notes: 'Accordion. '.repeat(300) });

  for (let i = 0; i < 3; i++) expect(await turnedAway(damaged)).toEqual({ code: 1013, reason: 'not-loaded' });
  const answer = await read(damaged);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ kind: 'storage-failed' });
  await write(whole, 'Fiddle. ');
  expect(await (await read(whole)).json()).toMatchObject({ notes: `${'Accordion. '.repeat(300)}Fiddle. ` });
  expect(await health()).toEqual({ status: 200, body: { ready: true, unreadableDocuments: 1, verified: 'all' } });
});

test('[ST7, RM9] while the disk answers EIO nothing is served as empty, and health tells; afterwards everything goes on by itself', async () => {
  const { server, fail, heal } = await startOnFailingDisk('pread64');
  onTestFinished(() => server.stop());
  const { ids, enter, turnedAway, read, health } = await twoDocuments(server);
  const [unread, open] = ids;
  await server.end('SIGTERM');
  await server.startAgain();
  const writer = enter(open);
  await writer.synced();
  writer.type('Fiddle. ');
  await writer.allSaved();

  fail();
  expect(await turnedAway(unread)).toMatchObject({ code: 1013 });
  expect((await read(unread)).status).toBe(503);
  await within(SOON_MS, 'health tells', async () => (await health()).status === 503);
  expect(writer.client.notes()).toContain('Fiddle. ');
  heal();

  await within(SOON_MS, 'healthy again', async () => (await health()).status === 200);
  writer.type('Drum. ');
  await writer.allSaved();
  const reader = enter(unread);
  await reader.synced();
  expect(reader.client.notes()).toBe('Dulcimer. '.repeat(300));
});

test('[ST7, ST10, ST22] when PostgreSQL answers with an error in the middle of a document, or with a row that has changed, it is refused and others go on', async () => {
  const cluster = await startCluster({ valkey: false });
  onTestFinished(() => cluster.remove());
  const node = await cluster.startNode();
  const { ids, enter } = await twoDocuments(node);
  const [asked, open] = ids;
  const writer = enter(open);
  await writer.synced();
  const other = await cluster.startNode(); // it has read neither
  const there = await twoDocuments(other);
  await there.allVerified();
  const sql = (statement: string): void => cluster.postgres.execute(cluster.databaseUrl, statement);

  // The last question of a load is for the leases.
  sql('alter table client_lease rename to client_lease_away');
  expect(await there.turnedAway(asked)).toEqual({ code: 1013, reason: 'not-loaded' });
  expect((await there.read(asked)).status).toBe(500);
  expect(await there.health()).toMatchObject({ status: 200, body: { ready: true, unreadableDocuments: 1 } });
  sql('alter table client_lease_away rename to client_lease');
  await there.write(asked, 'Fiddle. ');
  expect(await there.health()).toMatchObject({ status: 200, body: { ready: true, unreadableDocuments: 0 } });

  sql(`update document_update set bytes = set_byte(bytes, length(bytes) - 8, get_byte(bytes, length(bytes) - 8) # 1)
       from document where document.key = document_update.document and document.id = '${asked}'`);
  const fresh = await cluster.startNode();
  const later = await twoDocuments(fresh);
  await later.allVerified();
  expect(await later.health()).toEqual({ status: 200, body: { ready: true, unreadableDocuments: 1, verified: 'all' } });
  expect(await later.turnedAway(asked)).toEqual({ code: 1013, reason: 'not-loaded' });
  expect((await later.read(asked)).status).toBe(503);
  await later.write(open, 'Drum. ');
  expect(await later.health()).toMatchObject({ status: 200, body: { ready: true, unreadableDocuments: 1 } });
  writer.type('Whistle. ');
  await writer.allSaved();
});
