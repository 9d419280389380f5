import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { addEntry } from '@ginnel/merge/edits/entries';
import { openRoots, textAt } from '@ginnel/merge/edits/open';
import { syncStep2Frame, updateFrame } from '@ginnel/protocol/frames';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { newDocument, signIn, socketOf, stockProvider, synced, until, type Writer } from './people.ts';
import { RunningServer } from './running-server.ts';

const COMMITMENT = 'c_8fk2m1xq90za';
const GROUP = 'radcliffe-litter-pickers';
const COMMITMENT_OF_GROUP = ['commitments', COMMITMENT, 'parts', GROUP, 'text'] as const;

let server: RunningServer;
let documentId: string;
let amina: Writer;
let jo: Writer;
/** Jo writes honestly all along, and a reader looks on. */
const honest = new Y.Doc();
const watched = new Y.Doc();
let providers: WebsocketProvider[] = [];

beforeAll(async () => {
  server = await RunningServer.start();
  [amina, jo] = await Promise.all([signIn(server, 'amina-hussain'), signIn(server, 'jo-kowalski')]);
  documentId = await newDocument(jo, 'deal');
  for (const doc of [honest, watched]) openRoots('deal', doc);
  providers = [
    stockProvider(server, documentId, honest, socketOf(jo.token)),
    stockProvider(server, documentId, watched, socketOf(amina.token)),
  ];
  await Promise.all(providers.map(synced));
  addEntry('deal', honest, ['commitments'], { id: COMMITMENT, fields: { title: 'Cleaner lanes' } });
  addEntry('deal', honest, ['commitments', COMMITMENT, 'parts'], { id: GROUP, fields: { text: 'We pick litter.' } });
  honest.getText('notes').insert(0, 'Notes. ');
  await until(watched, () => watched.getText('notes').length === honest.getText('notes').length);
});
afterAll(async () => {
  for (const provider of providers) provider.destroy();
  await server.stop();
});

function connect(token: string, { at = documentId, origin }: { at?: string; origin?: string } = {}): WebSocket {
  const headers = { ...(token === '' ? {} : { authorization: `Bearer ${token}` }), ...(origin === undefined ? {} : { origin }) };
  return new WebSocket(`${server.syncAddress}/${at}`, { headers });
}

/** Sends one frame as that person. @returns the code and the reason with which the server closes */
async function refusalOf(frame: Uint8Array, { token }: Writer): Promise<string> {
  const socket = connect(token);
  await once(socket, 'open');
  socket.send(frame);
  return closing(socket);
}

async function closing(socket: WebSocket): Promise<string> {
  socket.on('error', () => undefined);
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return `${code} ${reason.toString()}`.trim();
}

/** An update that somebody makes upon the document as it stands. */
function updateBy(clientId: number, change: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(honest));
  openRoots('deal', doc);
  const before = Y.encodeStateVector(doc);
  doc.clientID = clientId;
  change(doc);
  return Y.encodeStateAsUpdate(doc, before);
}

async function standing(): Promise<{ hash: string; seq: number }> {
  const answer = await jo.api.document(documentId);
  if (!answer.ok) throw new Error(answer.error.title);
  return { hash: answer.value.hash, seq: answer.value.seq };
}

/** The document unchanged, the server up, and the honest writer's next words kept and shown. */
async function expectUnharmed(before: { hash: string; seq: number }): Promise<void> {
  expect(await standing()).toEqual(before);
  expect((await fetch(`${server.address}/healthz`)).status).toBe(200);
  honest.getText('notes').insert(honest.getText('notes').length, 'Still here. ');
  const words = honest.getText('notes').toString();
  await until(watched, () => watched.getText('notes').toString() === words);
  expect(server.isUp).toBe(true);
}

const notesBy = (clientId: number) => updateBy(clientId, (doc) => doc.getText('notes').insert(0, 'x'));

describe('a bad frame is refused whole with a reason, and harms nobody', () => {
  const cases: readonly [what: string, frame: () => Uint8Array, answer: string][] = [
    ["words under another person's clientID", () => updateFrame(notesBy(honest.clientID)), '4403 forged-author'],
    [
      "an edit of a party's part by somebody else",
      () => updateFrame(updateBy(5, (doc) => textAt(doc, ...COMMITMENT_OF_GROUP)?.insert(0, 'They pay. '))),
      '4403 not-your-part',
    ],
    [
      "a deletion in a party's part by somebody else",
      () => syncStep2Frame(updateBy(5, (doc) => textAt(doc, ...COMMITMENT_OF_GROUP)?.delete(0, 3))),
      '4403 not-your-part',
    ],
    ['an unknown root', () => updateFrame(updateBy(5, (doc) => doc.getText('elsewhere').insert(0, 'x'))), '4400 unknown-path'],
    ['a frame cut short by one byte', () => updateFrame(notesBy(5)).slice(0, -1), '4400 malformed'],
    ['an update cut short by one byte', () => updateFrame(notesBy(5).slice(0, -1)), '4400 malformed'],
    ['bytes that are no frame', () => new Uint8Array(randomBytes(64)).fill(250, 0, 1), '4400 malformed'],
    [
      'an update without the one before it',
      () => {
        const doc = new Y.Doc();
        doc.getText('notes').insert(0, 'first');
        const before = Y.encodeStateVector(doc);
        doc.getText('notes').insert(5, 'second');
        return updateFrame(Y.encodeStateAsUpdate(doc, before));
      },
      '4400 gap',
    ],
    ['a frame of 50 MB', () => new Uint8Array(50_000_000), '1009'],
  ];
  test.each(cases)('%s', async (_what, frame, answer) => {
    const before = await standing();
    expect(await refusalOf(frame(), amina)).toBe(answer);
    await expectUnharmed(before);
  });

  test('a text message where bytes belong', async () => {
    const before = await standing();
    const socket = connect(amina.token);
    await once(socket, 'open');
    socket.send('hello');
    expect(await closing(socket)).toBe('4400 malformed');
    await expectUnharmed(before);
  });
});

describe('a connection that may not be is accepted, then closed with a code that a provider takes as final', () => {
  test('no session, or a token that is none', async () => {
    expect(await closing(connect(''))).toBe('4401 signed-out');
    expect(await closing(connect('no-such-token'))).toBe('4401 signed-out');
  });

  test('a foreign Origin with the session cookie', async () => {
    const cookie = await cookieOf('amina-hussain');
    const withCookie = (origin: string) => new WebSocket(`${server.syncAddress}/${documentId}`, { headers: { cookie, origin } });
    expect(await closing(withCookie('https://elsewhere.example'))).toBe('4403 foreign-origin');
    const socket = withCookie(server.origin);
    await once(socket, 'message');
    socket.close();
  });

  test('an unknown document', async () => {
    expect(await closing(connect(amina.token, { at: 'nosuchdocument00' }))).toMatch(/^4404 /);
  });
});

async function cookieOf(person: string): Promise<string> {
  const signedIn = await fetch(`${server.address}/api/demo/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.origin },
    body: JSON.stringify({ person }),
  });
  return signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

describe('a bad request is answered by a problem document', () => {
  const post = (headers: Record<string, string>, body: string, path = '/api/documents') =>
    fetch(server.address + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  const wanted = JSON.stringify({ kind: 'plan', placeId: 'radcliffe-west', title: 'A plan' });

  const cases: readonly [what: string, send: () => Promise<Response>, status: number][] = [
    ['no session', () => post({}, wanted), 401],
    [
      'a foreign Origin with the session cookie',
      async () => post({ cookie: await cookieOf('amina-hussain'), origin: 'https://elsewhere.example' }, wanted),
      403,
    ],
    ['a body that is no JSON', () => post({ authorization: `Bearer ${amina.token}` }, '{'), 400],
    ['an unknown kind', () => post({ authorization: `Bearer ${amina.token}` }, wanted.replace('plan', 'novel')), 400],
    ['an unknown document', () => fetch(`${server.address}/api/documents/nosuchdocument00`), 404],
    ['an unknown path', () => fetch(`${server.address}/api/nothing`), 404],
  ];
  test.each(cases)('%s', async (_what, send, status) => {
    const response = await send();
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const problem = (await response.json()) as Record<string, unknown>;
    expect(problem).toMatchObject({ status, title: expect.any(String) as string, type: expect.any(String) as string });
    expect(response.status).toBe(status);
  });
});

test('two stock providers converge whichever way they write', async () => {
  const id = await newDocument(jo, 'priorities');
  const [a, b] = [new Y.Doc(), new Y.Doc()];
  const both = [stockProvider(server, id, a, socketOf(amina.token)), stockProvider(server, id, b, socketOf(jo.token))];
  await Promise.all(both.map(synced));
  a.getText('notes').insert(0, 'from amina');
  b.getText('notes').insert(0, 'from jo');
  const whole = (doc: Y.Doc) => doc.getText('notes').toString();
  const isBoth = (doc: Y.Doc) => until(doc, () => whole(doc).includes('from amina') && whole(doc).includes('from jo'));
  await Promise.all([isBoth(a), isBoth(b)]);
  expect(whole(a)).toBe(whole(b));
  for (const provider of both) provider.destroy();
});
