import { once } from 'node:events';
import type { DocumentAuthors } from '@ginnel/api/schemas/authors';
import { setValue } from '@ginnel/merge/edits/entries';
import { textAt } from '@ginnel/merge/edits/open';
import { WireClient } from '@ginnel/testkit/wire/wire-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

let server: DemoServer;
beforeAll(async () => void (server = await demoServer()));
afterAll(() => server.stop());

async function authorsOf(id: string): Promise<DocumentAuthors> {
  const answer = await server.api.documentAuthors(id);
  if (!answer.ok) throw new Error(answer.error.title);
  return answer.value;
}

/** `[name, text]` of each run of a field. */
function runsAt({ authors, fields }: DocumentAuthors, path: string): (readonly [string | null, string])[] {
  const runs = fields.find((field) => field.path === path)?.runs ?? [];
  return runs.map(({ author, text }) => [author === null ? null : (authors[author]?.name ?? null), text] as const);
}

async function documentOf(place: string, kind: string): Promise<string> {
  const listed = await server.api.documents({ place });
  return (listed.ok && listed.value.documents.find((each) => each.kind === kind)?.id) || '';
}

/** Writes as a demo person, over a real connection, until it is saved. */
async function writeAs(person: string, id: string, clientId: number, edit: (doc: WireClient['doc']) => void): Promise<void> {
  const { token } = await server.as(person);
  const client = new WireClient('priorities', clientId);
  const socket = new WebSocket(`${server.address.replace('http', 'ws')}/sync/${id}`, ['ginnel.v1'], {
    headers: { authorization: `Bearer ${token}` },
  });
  const done = new Promise<void>((resolve, reject) => {
    socket.on('error', reject).on('close', () => reject(new Error('closed before it was saved')));
    socket.on('open', () => {
      for (const frame of client.connect()) socket.send(frame);
    });
    let edited = false;
    socket.on('message', (frame: Buffer) => {
      for (const answer of client.hear(new Uint8Array(frame))) socket.send(answer);
      if (!edited && client.synced) {
        edited = true;
        edit(client.doc);
        for (const own of client.send()) socket.send(own);
      }
      if (edited && client.saved === client.sent.length) resolve();
    });
  });
  await done;
  socket.removeAllListeners('close');
  socket.close();
  await once(socket, 'close');
}

describe('who wrote what', () => {
  it('gives the why of a priority to who wrote it, with capacity and day', async () => {
    const answer = await authorsOf(await documentOf('radcliffe-west', 'priorities'));
    const field = answer.fields.find(({ path }) => path === 'priorities/p_000library/why');
    expect(field?.runs).toHaveLength(1);
    expect(answer.authors[field?.runs[0]?.author ?? -1]).toEqual({
      personId: 'mia-lomax',
      name: 'Mia Lomax',
      label: expect.stringContaining('Youth Voice') as string,
    });
    expect(field?.runs[0]).toMatchObject({ route: 'typed', text: expect.stringContaining('It will be ours for longest.') as string });
    expect(Math.round((Date.now() - (field?.runs[0]?.atMs ?? 0)) / 86_400_000)).toBe(18);
    expect(runsAt(answer, 'priorities/p_000ginnels/evidence').map(([name]) => name)).toEqual(['Jo Kowalski', 'Imran Shah']);
  });

  it('says who made the changes since a time: words, what was chosen and what was moved, and nothing of before', async () => {
    const id = await documentOf('radcliffe-east', 'priorities');
    const [entry] = ((await authorsOf(id)).fields.find(({ path }) => path.endsWith('/title'))?.path ?? '').split('/title');
    const ask = async (since: number): Promise<unknown[]> => {
      const answer = await server.api.documentAuthors(id, { since });
      if (!answer.ok) throw new Error(answer.error.title);
      return answer.value.changed.map(({ path, author }) => [path, answer.value.authors[author]?.name]);
    };
    const since = Date.now();
    expect(await ask(since)).toEqual([]);
    await writeAs('amina-hussain', id, 7_000_001, (doc) => textAt(doc, 'notes')?.insert(0, 'Bring a torch. '));
    await writeAs('jo-kowalski', id, 7_000_002, (doc) => {
      const [root = '', priority = ''] = entry?.split('/') ?? [];
      setValue(doc, [root], priority, 'outcome', 'safety');
      textAt(doc, root, priority, 'title')?.delete(0, 1);
    });
    expect(new Set(await ask(since))).toEqual(
      new Set([
        [`${entry}/outcome`, 'Jo Kowalski'],
        [`${entry}/title`, 'Jo Kowalski'],
        ['notes', 'Amina Hussain'],
      ]),
    );
    expect((await authorsOf(id)).changed).toEqual([]);
  });

  it('has all words that stand, in reading order, each known', async () => {
    const listed = await server.api.documents();
    for (const { id } of listed.ok ? listed.value.documents : []) {
      const [answer, read] = [await authorsOf(id), await server.api.document(id)];
      expect(read).toMatchObject({ ok: true, value: { epoch: answer.epoch, seq: answer.seq } });
      expect(answer.fields.flatMap(({ runs }) => runs).filter(({ author, text }) => author === null || text === '')).toEqual([]);
      expect(answer.authors.filter(({ name, label }) => name === '' || label === '')).toEqual([]);
      expect(answer.fields.map(({ path, runs }) => [path, runs.map(({ text }) => text).join('')])).toEqual(
        read.ok ? wordsOf(read.value.content) : [],
      );
    }
  });

  it('shows an edit inside another’s sentence as three runs, and the next answer has it', async () => {
    const id = await documentOf('radcliffe-west', 'priorities');
    const path = 'priorities/p_000library/why';
    const before = await authorsOf(id);
    await writeAs('amina-hussain', id, 7_001, (doc) => {
      textAt(doc, 'priorities', 'p_000library', 'why')?.insert('It will be ours'.length, ', and our children’s,');
    });
    const after = await authorsOf(id);
    expect(after.seq).toBe(before.seq + 1);
    const [whole = ['', '']] = runsAt(before, path);
    expect(runsAt(after, path)).toEqual([
      ['Mia Lomax', 'It will be ours'],
      ['Amina Hussain', ', and our children’s,'],
      ['Mia Lomax', whole[1].slice('It will be ours'.length)],
    ]);
  });

  it('says of who has left that they left, at once', async () => {
    const id = await documentOf('radcliffe-west', 'priorities');
    const path = 'priorities/p_000000work/why';
    const words = runsAt(await authorsOf(id), path);
    expect(words.map(([name]) => name)).toEqual(['Sheila Entwistle']);
    await (await server.as('sheila-entwistle')).leave();
    expect(runsAt(await authorsOf(id), path)).toEqual(words.map(([, text]) => ['Someone who has left', text]));
  });

  it('is not there for a document that is not there', async () => {
    expect(await server.api.documentAuthors('nope')).toMatchObject({ ok: false, error: { kind: 'not-found', status: 404 } });
  });
});

/** The texts of canonical content in the order in which they are read: `[path, words]`. */
function wordsOf({ notes, ...content }: Readonly<Record<string, unknown>>): [string, string][] {
  const TEXTS = new Set([
    'title',
    'why',
    'evidence',
    'affected',
    'understanding',
    'strengths',
    'name',
    'about',
    'what',
    'source',
    'text',
    'words',
  ]);
  const walk = (path: string, name: string, value: unknown): [string, string][] => {
    if (name === 'takenOut') return [];
    if (typeof value === 'string') return TEXTS.has(name) ? [[path, value]] : [];
    if (!Array.isArray(value)) return [];
    if (TEXTS.has(name)) return [[path, (value as ProseLike[]).map(plain).join('\n')]];
    return (value as Record<string, unknown>[]).flatMap(({ id, ...fields }) =>
      Object.entries(fields).flatMap(([field, inner]) => walk(`${path}/${String(id)}/${field}`, field, inner)),
    );
  };
  return [...Object.entries(content).flatMap(([name, value]) => walk(name, name, value)), ['notes', String(notes)]];
}

interface ProseLike {
  readonly text?: string;
  readonly content?: readonly ProseLike[];
}

function plain({ text = '', content = [] }: ProseLike): string {
  return text + content.map(plain).join(content.some((child) => child.text === undefined) ? '\n' : '');
}
