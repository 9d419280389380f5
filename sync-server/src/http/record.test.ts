import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../cli/audit.ts';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

let server: DemoServer;
beforeEach(async () => void (server = await demoServer()));
afterEach(() => server.stop());

/** Some decisions of several kinds by Tom, and one by Imran about a document. */
async function someDecisions(): Promise<string> {
  const [tom, imran] = await Promise.all([server.as('tom-hargreaves'), server.as('imran-shah')]);
  const documents = await tom.documents({ place: 'radcliffe-west' });
  const documentId = documents.ok ? (documents.value.documents.find(({ phase }) => phase === 'drafting')?.id ?? '') : '';
  await tom.grantInPlace('prestwich', { whom: { personId: 'ben-tattersall' }, role: 'councillor' });
  await tom.makeTeam('west', { name: 'Leadership Team', quorum: 1, seats: [{ name: 'Groups' }] });
  await imran.changePhase(documentId, { phase: 'consulting', reason: 'It is time' });
  await tom.removePerson('ben-tattersall', { placeId: 'prestwich', reason: 'abuse', words: 'For the test', untilMs: null });
  return documentId;
}

const commands = async (asked: Parameters<DemoServer['api']['decisions']>[0], person?: string): Promise<string[]> => {
  const answer = await (person === undefined ? server.api : await server.as(person)).decisions(asked);
  if (!answer.ok) throw new Error(answer.error.kind);
  return answer.value.decisions.map(({ command }) => command);
};

describe('the record of decisions', () => {
  it('is for everybody, the newest first, with what things are called and without who decided', async () => {
    const documentId = await someDecisions();
    const answer = await server.api.decisions({});
    if (!answer.ok) throw new Error(answer.error.title);
    const { decisions, names } = answer.value;
    expect(decisions.map(({ command }) => command).slice(0, 4)).toEqual([
      'person.remove',
      'document.change-phase',
      'team.make',
      'place.grant-role',
    ]);
    expect(names).toMatchObject({ 'place:prestwich': 'Prestwich', [`document:${documentId}`]: expect.any(String) as string });
    expect(decisions.every(({ yours }) => yours === null)).toBe(true);
    expect(JSON.stringify(answer.value)).not.toMatch(/hargreaves|imran|tattersall|For the test|It is time/i);
  });

  it('is narrowed by group, by document, by place and by what is one’s own; nobody narrows it to somebody else', async () => {
    const documentId = await someDecisions();
    expect(await commands({ group: 'documents' })).toEqual(['document.change-phase']);
    expect(await commands({ document: documentId })).toEqual(['document.change-phase']);
    expect(await commands({ place: 'prestwich' })).toEqual(['person.remove', 'place.grant-role']);
    expect(await commands({ own: 'yes' }, 'imran-shah')).toEqual(['document.change-phase']);
    expect(await commands({ own: 'yes' }, 'ben-tattersall')).toEqual(['person.remove', 'place.grant-role']);
    expect(await commands({ own: 'yes' }, 'amina-hussain')).toEqual([]);
    expect(await server.api.decisions({ own: 'yes' })).toMatchObject({ error: { kind: 'signed-out' } });
    const own = await (await server.as('ben-tattersall')).decisions({});
    expect(own.ok && own.value.decisions.map(({ yours }) => yours).slice(0, 4)).toEqual(['about', null, null, 'about']);
  });

  it('comes in pieces, each before the last, and finds one by the number of its receipt', async () => {
    await someDecisions();
    const all = await commands({});
    const seen: string[] = [];
    let before: string | undefined;
    do {
      const piece: Awaited<ReturnType<DemoServer['api']['decisions']>> = await server.api.decisions({
        limit: '2',
        ...(before === undefined ? {} : { before }),
      });
      if (!piece.ok) throw new Error(piece.error.title);
      seen.push(...piece.value.decisions.map(({ command }) => command));
      before = piece.value.before === null ? undefined : String(piece.value.before);
    } while (before !== undefined);
    expect(seen).toEqual(all);
    const head = await server.api.auditHead();
    const seq = head.ok ? head.value.seq : 0;
    const one = await server.api.decisions({ before: String(seq + 1), limit: '1' });
    expect(one).toMatchObject({ value: { decisions: [{ seq, hash: head.ok ? head.value.hash : '' }] } });
  });

  it('is unbroken from its first to its last entry', async () => {
    await someDecisions();
    const head = await server.api.auditHead();
    expect(await server.api.auditCheck()).toMatchObject({
      value: { broken: null, entries: head.ok ? head.value.seq : 0, first: { seq: 1 }, last: { hash: head.ok ? head.value.hash : '' } },
    });
  });

  it('is offered whole as a file that is verified without the server', async () => {
    await someDecisions();
    const response = await fetch(`${server.address}/api/audit/export`);
    expect(response.headers.get('content-disposition')).toMatch(/attachment; filename="ginnel-decisions-\d+\.json"/);
    const file = join(server.folder, `${randomUUID()}.json`);
    const text = await response.text();
    writeFileSync(file, text);
    const head = await server.api.auditHead();
    expect(await verifyAudit(file, null)).toMatchObject({ ok: true, data: { entries: head.ok ? head.value.seq : 0 } });
    writeFileSync(file, text.replace('"command":"team.make"', '"command":"team.mode"'));
    expect(await verifyAudit(file, null)).toMatchObject({ ok: false });
    expect(text).not.toMatch(/hargreaves|For the test|It is time/i);
  });
});
