import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AskedTarget } from '@ginnel/api/schemas/expunging';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PEOPLE } from '../../demo/people.ts';
import { createProgram } from '../cli/program.ts';
import { systemClock, systemRandom } from '../system.ts';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

let server: DemoServer;
let documentId: string;
beforeEach(async () => {
  server = await demoServer();
  const listed = await server.api.documents({ place: 'radcliffe-west' });
  documentId = listed.ok ? (listed.value.documents.find(({ kind }) => kind === 'priorities')?.id ?? '') : '';
});
afterEach(() => server.stop());

const quoted = (quote: string): AskedTarget => ({ kind: 'range', documentId, path: 'notes', quote });
const GLOVES = 'Gloves and grabbers are there.';

async function notes(): Promise<string> {
  const read = await server.api.document(documentId);
  return read.ok ? read.value.notes : '';
}

async function expunged(target: AskedTarget): Promise<string> {
  const asked = await (await server.as('helen-brooks')).askToExpunge(target, 'unlawful');
  if (!asked.ok) throw new Error(asked.error.title);
  const { id } = asked.value.expunge;
  const tom = await server.as('tom-hargreaves');
  expect(await tom.answerExpunge(id, true)).toMatchObject({ ok: true, value: { expunge: { state: 'begun' } } });
  await expect.poll(async () => (await tom.expunge(id)).ok && stateOf(await tom.expunge(id))).toBe('done');
  return id;
}

const stateOf = (read: Awaited<ReturnType<Awaited<ReturnType<DemoServer['as']>>['expunge']>>) => (read.ok ? read.value.expunge.state : '');

async function ginnel(folder: string, ...argv: string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const environment = { GINNEL_DATA: folder, GINNEL_ORIGIN: 'http://localhost:4400' };
  const program = createProgram({ environment, clock: systemClock, random: systemRandom, say: (line) => lines.push(line) });
  return { code: await program.run(argv), said: lines.join('\n') };
}

describe('expunging', () => {
  it('is for moderators and administrators, of all documents for those of the whole borough', async () => {
    for (const { person, capacities } of PEOPLE) {
      const may = capacities.some(({ role }) => role === 'moderator' || role === 'admin');
      const who = await server.as(person.id);
      expect([person.id, (await who.previewExpunge(quoted(GLOVES))).ok, (await who.expunges()).ok]).toEqual([person.id, may, may]);
      const everything = { kind: 'person', personId: 'mia-lomax', documentId: null } as const;
      expect([person.id, (await who.askToExpunge(everything, 'erasure')).ok]).toEqual([person.id, may]);
    }
  });

  it('shows first what would go and what would stay, and changes nothing until somebody else agrees', async () => {
    const [helen, tom] = [await server.as('helen-brooks'), await server.as('tom-hargreaves')];
    const before = await server.api.document(documentId);
    const preview = await helen.previewExpunge(quoted(GLOVES));
    expect(preview).toMatchObject({
      ok: true,
      value: {
        target: { kind: 'range', documentId, path: 'notes' },
        documents: [
          { goes: { characters: GLOVES.length, entries: 0, values: 0 }, going: [{ path: 'notes', words: GLOVES }], lapses: false },
        ],
      },
    });
    expect(JSON.stringify(preview.ok && preview.value.target)).not.toContain('Gloves');
    const asked = await helen.askToExpunge(quoted(GLOVES), 'unlawful');
    const id = asked.ok ? asked.value.expunge.id : '';
    expect(await helen.answerExpunge(id, true)).toMatchObject({ error: { kind: 'not-independent' } });
    expect(await (await server.as('sheila-entwistle')).answerExpunge(id, true)).toMatchObject({ error: { kind: 'not-allowed' } });
    expect(await server.api.document(documentId)).toEqual(before);
    expect(await tom.expunge(id)).toMatchObject({ value: { expunge: { state: 'asked' }, preview: { documents: [{}] } } });
    expect((await tom.answerExpunge(id, false)).ok).toBe(true);
    expect(await tom.answerExpunge(id, true)).toMatchObject({ error: { kind: 'wrong-state' } });
    expect(await server.api.document(documentId)).toEqual(before);
  });

  it('finds nothing where nothing stands', async () => {
    const helen = await server.as('helen-brooks');
    for (const target of [quoted('Nobody wrote this'), { ...quoted(GLOVES), occurrence: 1 }, { ...quoted(GLOVES), path: 'nowhere/x' }]) {
      expect(await helen.previewExpunge(target as AskedTarget)).toMatchObject({ error: { kind: 'not-found' } });
    }
  });

  it('takes the words out, leaves the rest by its authors, and gives a certificate that is verified without the server', async () => {
    const authorsBefore = await server.api.documentAuthors(documentId);
    const id = await expunged(quoted(GLOVES));
    expect(await notes()).toContain('Next litter pick: Saturday at ten, from the market hall. \nCould the Job Centre');
    const authors = await server.api.documentAuthors(documentId);
    expect(authors.ok && authorsBefore.ok && authors.value.authors.map(({ personId }) => personId).toSorted()).toEqual(
      authorsBefore.ok && authorsBefore.value.authors.map(({ personId }) => personId).toSorted(),
    );
    const helen = await server.as('helen-brooks');
    const certificate = await helen.expungeCertificate(id);
    if (!certificate.ok) throw new Error(certificate.error.title);
    expect(certificate.value.certificate).toMatchObject({
      reason: 'unlawful',
      removed: { documents: 1, characters: GLOVES.length },
      documents: [{ documentId, epochs: [1, 2] }],
      askedBy: { personId: 'helen-brooks', label: 'moderator' },
      agreedBy: { personId: 'tom-hargreaves' },
    });
    const file = join(server.folder, 'certificate.json');
    const exported = join(server.folder, 'audit.json');
    writeFileSync(file, JSON.stringify(certificate.value, null, 2));
    expect((await ginnel(server.folder, 'audit-export', exported)).code).toBe(0);
    expect(await ginnel(server.folder, 'verify-certificate', file, '--audit', exported)).toMatchObject({
      code: 0,
      said: expect.stringContaining('The audit says so too') as string,
    });
    writeFileSync(file, JSON.stringify(certificate.value).replace('"characters":30', '"characters":3'));
    expect(await ginnel(server.folder, 'verify-certificate', file)).toMatchObject({ code: 1 });
    const record = JSON.stringify(await server.api.audit());
    expect(record).toContain('words.expunged');
    expect(record).not.toMatch(/Gloves|helen/);
  });

  it('is done again when a backup that was made before is put back, also by ids of an epoch that ended since', async () => {
    const backups = mkdtempSync(join(tmpdir(), 'ginnel-backups-'));
    const restored = mkdtempSync(join(tmpdir(), 'ginnel-restored-'));
    try {
      expect((await ginnel(server.folder, 'backup', '--into', backups)).code).toBe(0);
      await expunged({ kind: 'contribution', documentId, path: 'title' });
      const id = await expunged(quoted(GLOVES));
      expect(readFileSync(join(backups, 'expunged.jsonl'), 'utf8')).not.toContain('Gloves');
      const tom = await server.as('tom-hargreaves');
      const certificate = await tom.expungeCertificate(id);
      expect(certificate.ok && certificate.value.certificate.outside[0]?.what).toMatch(/^Backup ginnel-.*\.sqlite, made/);
      const [file] = readdirSync(backups).filter((name) => name.endsWith('.sqlite'));
      const done = await ginnel(restored, 'restore', join(backups, file as string));
      expect(done).toMatchObject({ code: 0, said: expect.stringContaining('2 expunges were carried out again') as string });
      const bytes = readdirSync(restored).map((name) => readFileSync(join(restored, name), 'latin1'));
      expect(bytes.join('')).not.toContain(GLOVES);
      expect(bytes.join('')).toContain('Next litter pick');
    } finally {
      rmSync(backups, { recursive: true });
      rmSync(restored, { recursive: true });
    }
  });

  it('leaves nothing of somebody who has left in unused parts of the files', async () => {
    const name = 'Sheila Entwistle';
    expect((await (await server.as('sheila-entwistle')).leave()).ok).toBe(true);
    const left = () => readdirSync(server.folder).filter((file) => readFileSync(join(server.folder, file), 'latin1').includes(name));
    await expect.poll(left).toEqual([]);
  });
});
