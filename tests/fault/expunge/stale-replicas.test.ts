import { once } from 'node:events';
import { memoryStorage } from '@ginnel/client/device/memory';
import type { LiveSession } from '@ginnel/client/live-session';
import { openDocument } from '@ginnel/client/open-document';
import { ownEdit } from '@ginnel/merge/edits/open';
import { syncStep2Frame, updateFrame } from '@ginnel/protocol/frames';
import { demoServer } from '@ginnel/sync-server/testing/demo-server';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { filesWith } from './scan.ts';
import { CANARY, expunge, signIn, socketOf, stockClient, until, writeAs, type Signed } from './scene.ts';

const OF_EACH = 25;
const PEOPLE = ['sheila-entwistle', 'imran-shah', 'mia-lomax', 'dan-okafor', 'amina-hussain'];

/** A network that can be cut and mended. */
function network(token: string): { readonly WebSocket: typeof globalThis.WebSocket; cut(): void; mend(): void } {
  let isCut = false;
  const open = new Set<WebSocket>();
  class Cuttable extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(isCut ? 'ws://127.0.0.1:9' : address, protocols, { headers: { authorization: `Bearer ${token}` } });
      open.add(this);
      this.on('close', () => open.delete(this));
    }
  }
  return {
    WebSocket: Cuttable as unknown as typeof globalThis.WebSocket,
    cut: () => {
      isCut = true;
      open.forEach((socket) => socket.terminate());
    },
    mend: () => void (isCut = false),
  };
}

test('[RM12, EP6, EP7] a hundred stale replicas, honest and hostile, bring nothing back; what honest ones had not sent is offered back', async () => {
  const server = await demoServer();
  onTestFinished(() => server.stop());
  const people = await Promise.all(PEOPLE.map((person) => signIn(server, person)));
  const [sheila, , , dan] = people as [Signed, Signed, Signed, Signed];
  const listed = await server.api.documents({ place: 'radcliffe-west' });
  const id = listed.ok ? (listed.value.documents.find(({ kind }) => kind === 'priorities')?.id ?? '') : '';
  await writeAs(server, id, 'priorities', dan, (doc) => doc.getText('notes').insert(0, `${CANARY} written by Dan. `));
  await writeAs(server, id, 'priorities', sheila, (doc) => doc.getText('notes').insert(0, 'Sheila stays. '));

  // Ginnel's own client, cut off with words that it could not send.
  const sessions: { session: LiveSession; net: ReturnType<typeof network>; words: string }[] = [];
  for (let i = 0; i < OF_EACH; i++) {
    const { token, person, api } = people[i % people.length] as Signed;
    const me = await api.me();
    const capacityId = me.ok ? (me.value.capacities[0]?.id ?? '') : '';
    const net = network(token);
    const serverUrl = `${server.address.replace('http', 'ws')}/sync`;
    const session = openDocument({
      documentId: id,
      kind: 'priorities',
      personId: person,
      capacityId,
      epoch: 1,
      shapeVersion: 1,
      serverUrl,
      storage: memoryStorage(),
      WebSocket: net.WebSocket,
      random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
    });
    sessions.push({ session, net, words: `Unsent ${i} of ${person}. ` });
  }
  // Stock clients with the old words, which go on typing while they are away.
  const stock = Array.from({ length: OF_EACH }, (_, i) => {
    const doc = new Y.Doc();
    return { doc, provider: stockClient(server, id, (people[i % people.length] as Signed).token, doc) };
  });
  await until(() => sessions.every(({ session }) => session.doc.getText('notes').toString().includes(CANARY)));
  await until(() => stock.every(({ doc }) => doc.getText('notes').toString().includes(CANARY)));
  for (const { session, net, words } of sessions) {
    net.cut();
    ownEdit(session.doc, () => session.doc.getText('notes').insert(0, words));
  }
  for (const { provider, doc } of stock.slice(0, OF_EACH - 5)) {
    provider.disconnect();
    doc.getText('notes').insert(0, 'Typed away. ');
  }
  const old = Y.encodeStateAsUpdate((stock[0] as { doc: Y.Doc }).doc);
  const connected = stock.slice(OF_EACH - 5).map(
    ({ provider }) =>
      new Promise<number>((resolve) => {
        provider.on('connection-close', (event) => resolve(event?.code ?? 0));
      }),
  );

  const [helen, tom] = [await signIn(server, 'helen-brooks'), await signIn(server, 'tom-hargreaves')];
  await expunge(helen, tom, { kind: 'person', personId: 'dan-okafor' as never, documentId: null });
  expect(await Promise.all(connected)).toEqual(Array.from({ length: 5 }, () => 4410));

  // Everybody comes back at once, and fifty hostile sockets with them: the old state under any name, epoch and person.
  for (const { net } of sessions) net.mend();
  for (const { provider } of stock) provider.connect();
  const hostile = Array.from({ length: 2 * OF_EACH }, async (_, i) => {
    const { token } = people[i % people.length] as Signed;
    const socket =
      i % 2 === 0
        ? new WebSocket(`${server.address.replace('http', 'ws')}/sync/${id}?epoch=2&shape=1`, 'ginnel.v1', {
            headers: { authorization: `Bearer ${token}` },
          })
        : new (socketOf(token) as unknown as typeof WebSocket)(`${server.address.replace('http', 'ws')}/sync/${id}`);
    await once(socket, 'open');
    socket.send(i % 3 === 0 ? updateFrame(old) : syncStep2Frame(old));
    await once(socket, 'close', { signal: AbortSignal.timeout(1500) }).catch(() => null);
    socket.terminate();
  });
  await Promise.all(hostile);
  await until(
    () => sessions.every(({ session }) => session.state.connection.kind === 'ended' && session.state.notAccepted.length > 0),
    60_000,
  );
  for (const { session, words } of sessions) {
    expect(session.state.connection).toEqual({ kind: 'ended', because: 'epoch-over' });
    expect(JSON.stringify(session.state.notAccepted)).toContain(words.trim());
    expect(JSON.stringify(session.state.notAccepted)).not.toContain(CANARY);
    await session.close();
  }
  for (const { provider, doc } of stock) {
    provider.destroy();
    doc.destroy();
  }
  const now = await server.api.document(id);
  expect(now.ok && now.value.notes).toContain('Sheila stays.');
  expect(JSON.stringify(now)).not.toContain(CANARY);
  expect([...filesWith(server.folder, [CANARY]).keys()]).toEqual([]);
});
