/** The proof of expunging, the same on either database. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AskedTarget } from '@ginnel/api/schemas/expunging';
import { DOCUMENT_KINDS, type DocumentKind } from '@ginnel/domain/documents';
import type { DocumentId, PlaceId } from '@ginnel/base/ids';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { openStore } from '@ginnel/store/open-store';
import { demoServer } from '@ginnel/sync-server/testing/demo-server';
import { expect } from 'vitest';
import { answersWith, filesWith } from './scan.ts';
import { CANARY, everyAnswer, expunge, KEEPER, scatter, type Served, signIn, type Signed, until, writeAs } from './scene.ts';

export const CANARIES = 1000;
/** Whose every word goes. */
const LEAVING = ['amina-hussain', 'dan-okafor', 'jo-kowalski'];
/** Whose words stay, but for one entry of the one and one quoted passage of the other. */
const STAYING = ['sheila-entwistle', 'imran-shah'];

export async function thousandCanaries(databaseUrl: string | null, clusterFolder: () => string | null): Promise<void> {
  const server = await demoServer(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl });
  try {
    const people = new Map<string, Signed>();
    for (const person of [...LEAVING, ...STAYING, 'helen-brooks', 'tom-hargreaves', 'mia-lomax'])
      people.set(person, await signIn(server, person));
    const of = (person: string): Signed => people.get(person) as Signed;
    const documents = await Promise.all(DOCUMENT_KINDS.map((kind) => newDocument(of('amina-hussain'), kind)));

    let written = 0;
    const canary = (): string => `${CANARY}-${String(written++).padStart(4, '0')}`;
    const share = Math.floor((CANARIES - 40) / (LEAVING.length * DOCUMENT_KINDS.length));
    for (const [i, kind] of DOCUMENT_KINDS.entries()) {
      for (const [j, person] of LEAVING.entries()) {
        const words = Array.from({ length: share }, canary);
        await writeAs(server, documents[i] as string, kind, of(person), (doc) => scatter(kind, doc, words, `c${j}`));
      }
      for (const [j, person] of STAYING.entries()) {
        const words = Array.from({ length: 50 }, (_, n) => `${KEEPER}-${i}${j}${String(n).padStart(3, '0')}`);
        await writeAs(server, documents[i] as string, kind, of(person), (doc) => scatter(kind, doc, words, `k${j}`));
      }
    }
    const [priorities] = documents as [string];
    const entry = Array.from({ length: 20 }, canary).join(' ').slice(0, 280);
    await writeAs(server, priorities, 'priorities', of('sheila-entwistle'), (doc) =>
      scatter('priorities', doc, [`${KEEPER}-last`, entry, '', '', ''], 'e0'),
    );
    const passage = Array.from({ length: CANARIES - written }, canary).join(' ');
    await writeAs(server, priorities, 'priorities', of('imran-shah'), (doc) =>
      doc.getText('notes').insert(4, `${KEEPER}-before ${passage} ${KEEPER}-after`),
    );
    expect(written).toBe(CANARIES);
    await of('mia-lomax').api.report({
      documentId: priorities,
      reason: 'personal-data',
      path: 'notes',
      quote: passage.slice(0, 100),
      words: `${CANARY} stands there`,
    });
    await of('dan-okafor').api.report({ documentId: priorities, reason: 'other', words: `${CANARY} said by dan` });
    await of('mia-lomax').api.report({
      documentId: priorities,
      reason: 'spam',
      path: 'notes',
      quote: `${KEEPER}-before`,
      words: 'Twice over',
    });
    const heldId = await holdSome(server, documents[2] as string, of('sheila-entwistle'), await signIn(server, 'helen-brooks'));
    await keepSnapshots(server.folder, databaseUrl, documents);
    // Reading makes what is cached.
    await Promise.all(documents.map((id) => of('helen-brooks').api.documentAuthors(id)));

    const everyone = [...people.values()];
    const folders = (): ReadonlyMap<string, number> => {
      const cluster = clusterFolder();
      return new Map([...filesWith(server.folder, [CANARY]), ...(cluster === null ? [] : filesWith(cluster, [CANARY]))]);
    };
    const before = [...folders().values()].reduce((sum, hits) => sum + hits, 0);
    expect(before).toBeGreaterThan(CANARIES / 2);
    expect((await answersWith([CANARY], () => everyAnswer(server, everyone, documents))).length).toBeGreaterThan(10);

    const keepersBefore = await keepers(of('helen-brooks'), documents);
    const targets: readonly AskedTarget[] = [
      ...LEAVING.map((personId) => ({ kind: 'person', personId: personId as never, documentId: null }) as const),
      { kind: 'contribution', documentId: priorities, path: 'priorities/x_e00000001' },
      { kind: 'range', documentId: priorities, path: 'notes', quote: passage },
      { kind: 'held', heldId, documentId: documents[2] as string },
    ];
    const ids: string[] = [];
    for (const target of targets) {
      const previewed = await of('helen-brooks').api.previewExpunge(target);
      const characters = previewed.ok ? previewed.value.documents.reduce((sum, { goes }) => sum + goes.characters, 0) : 0;
      if (target.kind !== 'held') expect(characters).toBeGreaterThan(100);
      ids.push(await expunge(await signIn(server, 'helen-brooks'), await signIn(server, 'tom-hargreaves'), target));
    }

    expect([...folders().keys()]).toEqual([]);
    const asked = everyone.filter(({ person }) => !LEAVING.includes(person));
    expect(await answersWith([CANARY], () => everyAnswer(server, asked, documents))).toEqual([]);
    expect(await keepers(of('helen-brooks'), documents)).toEqual(keepersBefore);
    await certified(of('helen-brooks'), ids, server.folder, targets.length);
    // And what is not looked for by the server: nothing comes back with a restart's snapshot of what it held in memory.
    expect([...folders().keys()]).toEqual([]);
  } finally {
    await server.stop();
  }
}

/** Words that a moderator has held: out of the document, kept with what stood around them, and the author told. @returns their id */
async function holdSome(served: Served, documentId: string, author: Signed, moderator: Signed): Promise<string> {
  await writeAs(served, documentId, 'deal', author, (doc) => doc.getText('notes').insert(0, `${CANARY}-held. `));
  const held = await moderator.api.holdWords(documentId, {
    path: 'notes',
    quote: `${CANARY}-held.`,
    reason: 'personal-data',
    words: 'A number',
  });
  if (!held.ok) throw new Error(held.error.kind);
  await until(async () => {
    const read = await moderator.api.document(documentId);
    return read.ok && !read.value.notes.includes(`${CANARY}-held`);
  });
  const queue = await author.api.ownHeld();
  const id = queue.ok ? queue.value.held[0]?.id : undefined;
  if (id === undefined) throw new Error('Nothing is held');
  expect((await author.api.appealHeld(id, `I meant ${CANARY}`)).ok).toBe(true);
  return id;
}

/** As the server keeps them when everybody has gone for a while. */
export async function keepSnapshots(folder: string, databaseUrl: string | null, documents: readonly string[]): Promise<void> {
  const store = await openStore({ folder, databaseUrl: databaseUrl ?? undefined });
  for (const id of documents) {
    const stored = await store.log.load(id as DocumentId);
    if (stored === null) throw new Error('The document is there');
    const live = createLiveDocument(stored.info.kind);
    live.applyAll(stored.tail.map(({ update }) => update));
    const snapshot = { seq: stored.headSeq, update: live.encode(), stateVector: live.stateVector() };
    expect(Buffer.from(snapshot.update).includes(CANARY)).toBe(true);
    await store.log.keepSnapshot(stored.info.id, stored.info.epoch, snapshot);
    live.destroy();
  }
  await store.close();
}

async function newDocument({ api }: Signed, kind: DocumentKind): Promise<string> {
  const made = await api.createDocument({ kind, placeId: 'radcliffe-west' as PlaceId, title: `${CANARY} in a title` });
  if (!made.ok) throw new Error(made.error.title);
  return made.value.id;
}

/** The words that are to stay, by their author, in order. */
async function keepers({ api }: Signed, documents: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const id of documents) {
    const authors = await api.documentAuthors(id);
    if (!authors.ok) throw new Error(authors.error.title);
    for (const { path, runs } of authors.value.fields) {
      for (const { text, author } of runs) {
        for (const [word] of text.matchAll(new RegExp(`${KEEPER}-\\w+`, 'g')))
          found.push(`${id} ${path} ${word} ${author === null ? '' : authors.value.authors[author]?.personId}`);
      }
    }
  }
  expect(found.length).toBeGreaterThan(100);
  return found.toSorted();
}

async function certified({ api }: Signed, ids: readonly string[], folder: string, count: number): Promise<void> {
  expect(ids).toHaveLength(count);
  for (const id of ids) {
    const certificate = await api.expungeCertificate(id);
    expect(certificate.ok).toBe(true);
    if (!certificate.ok) continue;
    const { removed, stores, outside } = certificate.value.certificate;
    expect(removed.characters + removed.held).toBeGreaterThan(0);
    expect(stores.length).toBeGreaterThan(5);
    expect(outside.length).toBeGreaterThan(1);
    const file = join(folder, 'certificate.json');
    writeFileSync(file, JSON.stringify(certificate.value));
    expect(filesWith(folder, [CANARY]).size).toBe(0);
    rmSync(file);
  }
}
