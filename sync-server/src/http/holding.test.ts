import type { Api } from '@ginnel/api/client';
import type { CapacityId } from '@ginnel/base/ids';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PEOPLE } from '../../demo/people.ts';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

let server: DemoServer;
let documentId: string;
/** A sentence of the demo's priorities, and who wrote it. */
let quote: string;
let path: string;
let writer: string;
beforeEach(async () => {
  server = await demoServer();
  const listed = await server.api.documents({ place: 'radcliffe-west' });
  documentId = (listed.ok ? listed.value.documents : []).find(({ kind }) => kind === 'priorities')?.id ?? '';
  const found = await server.api.documentAuthors(documentId);
  if (!found.ok) throw new Error(found.error.title);
  const { authors, fields } = found.value;
  const run = fields
    .flatMap((field) => field.runs.map((each) => ({ ...each, path: field.path })))
    .find(({ text, author }) => text.length > 30 && author !== null && authors[author]?.personId === 'jo-kowalski');
  [quote, path, writer] = [run?.text ?? '', run?.path ?? '', 'jo-kowalski'];
});
afterEach(() => server.stop());

const rolesOf = (id: string): readonly string[] => PEOPLE.find(({ person }) => person.id === id)?.capacities.map(({ role }) => role) ?? [];
const everyone = PEOPLE.map(({ person }) => person.id);
const HOLD = { reason: 'off-topic', words: 'About another ward' } as const;

async function held(by: Api, more: { hide?: boolean } = {}): Promise<string> {
  const answer = await by.holdWords(documentId, { path, quote, ...HOLD, ...more });
  if (!answer.ok) throw new Error(answer.error.kind);
  return answer.value.held.id;
}

describe('who may', () => {
  it('hold words: officers, moderators, safeguarding leads and administrators, not their own; an officer pauses and does not hide', async () => {
    for (const id of everyone) {
      const may = rolesOf(id).some((role) => ['officer', 'moderator', 'safeguarding-lead', 'admin'].includes(role));
      const answer = await (await server.as(id)).holdWords(documentId, { path, quote, ...HOLD });
      expect([id, answer.ok ? 'held' : answer.error.kind]).toEqual([id, may ? 'held' : 'not-allowed']);
      if (answer.ok) await (await server.as('helen-brooks')).decideHeld(answer.value.held.id, { to: 'restored', words: 'Next' });
    }
    const hidden = await (await server.as('grace-adeyemi')).holdWords(documentId, { path, quote, ...HOLD, hide: true });
    expect(hidden).toMatchObject({ error: { kind: 'not-allowed' } });
  });

  it('hide and restore: moderators and administrators', async () => {
    const helen = await server.as('helen-brooks');
    for (const id of everyone) {
      const may = rolesOf(id).some((role) => ['moderator', 'admin'].includes(role));
      const about = await held(helen);
      const answer = await (await server.as(id)).decideHeld(about, { to: 'restored', words: 'It may stand' });
      expect([id, answer.ok ? 'restored' : answer.error.kind]).toEqual([id, may ? 'restored' : 'not-allowed']);
      if (!answer.ok) await helen.decideHeld(about, { to: 'restored', words: 'Next' });
    }
  });

  it('warn: moderators and administrators, not themselves; the person alone acknowledges, once', async () => {
    const warning = { placeId: 'radcliffe-west', reason: 'abuse', words: 'Please be kinder' } as const;
    for (const id of everyone) {
      const may = rolesOf(id).some((role) => ['moderator', 'admin'].includes(role));
      const answer = await (await server.as(id)).warnPerson('sheila-entwistle', warning);
      expect([id, answer.ok ? 'warned' : answer.error.kind]).toEqual([id, may ? 'warned' : 'not-allowed']);
    }
    const helen = await server.as('helen-brooks');
    expect(await helen.warnPerson('helen-brooks', warning)).toMatchObject({ error: { kind: 'not-allowed' } });
    const sheila = await server.as('sheila-entwistle');
    const own = await sheila.ownWarnings();
    const [first] = own.ok ? own.value.warnings : [];
    expect(first).toMatchObject({ words: 'Please be kinder', acknowledgedAtMs: null });
    expect(await helen.acknowledgeWarning(first?.id ?? '')).toMatchObject({ error: { kind: 'not-found' } });
    expect((await sheila.acknowledgeWarning(first?.id ?? '')).ok).toBe(true);
    expect(await sheila.acknowledgeWarning(first?.id ?? '')).toMatchObject({ error: { kind: 'wrong-state' } });
  });

  it('appeal: the author alone; and sit on a panel: who was invited alone', async () => {
    const about = await held(await server.as('helen-brooks'));
    for (const id of everyone.filter((each) => each !== writer))
      expect(await (await server.as(id)).appealHeld(about, 'Mine')).toMatchObject({ error: { kind: 'not-found' } });
    const appealed = await (await server.as(writer)).appealHeld(about, 'It is about this ward');
    const appeal = appealed.ok ? appealed.value.appeal.id : '';
    const members = ['amina-hussain', 'mia-lomax', 'yusuf-patel'];
    for (const id of everyone.filter((each) => each !== 'tom-hargreaves')) {
      expect([id, (await (await server.as(id)).convenePanel(appeal, members)).ok]).toEqual([id, false]);
    }
    const tom = await server.as('tom-hargreaves');
    for (const wrong of [members.slice(0, 2), [...members, 'dan-okafor'], ['amina-hussain', 'amina-hussain', 'mia-lomax']])
      expect((await tom.convenePanel(appeal, wrong)).ok).toBe(false);
    expect((await tom.convenePanel(appeal, members)).ok).toBe(true);
    for (const id of everyone.filter((each) => !members.includes(each)))
      expect(await (await server.as(id)).votePanel(appeal, { vote: 'restore', words: 'Yes' })).toMatchObject({
        error: { kind: 'not-found' },
      });
    for (const id of members.slice(0, 2))
      expect((await (await server.as(id)).votePanel(appeal, { vote: 'keep-hidden', words: 'It is not' })).ok).toBe(true);
    const late = await (await server.as('yusuf-patel')).votePanel(appeal, { vote: 'restore', words: 'Late' });
    expect(late).toMatchObject({ error: { kind: 'wrong-state' } });
    expect(await server.api.heldMarks(documentId)).toMatchObject({ value: { held: [{ id: about, state: 'hidden' }] } });
    // What a panel has decided no moderator undoes.
    expect(await tom.decideHeld(about, { to: 'restored', words: 'I know better' })).toMatchObject({ error: { kind: 'wrong-state' } });
  });
});

describe('a hold', () => {
  it('that was a slip is undone by who made it, and what was reported waits again; nobody else undoes it, and nobody a decision', async () => {
    const [helen, tom] = await Promise.all([server.as('helen-brooks'), server.as('tom-hargreaves')]);
    await server.api.report({ documentId, path, quote, reason: 'off-topic' });
    const waiting = async () => {
      const queue = await helen.moderationQueue();
      return queue.ok ? queue.value.reports.map(({ held: behind }) => behind?.state ?? 'waits') : [];
    };
    const queue = await helen.moderationQueue();
    const reports = queue.ok ? queue.value.reports.map(({ id }) => id) : [];
    const slip = await helen.holdWords(documentId, { path, quote, ...HOLD, reports });
    const id = slip.ok ? slip.value.held.id : '';
    expect(await waiting()).toEqual(['held']);
    const undo = { to: 'restored', words: 'A slip', undo: true } as const;
    expect(await tom.decideHeld(id, undo)).toMatchObject({ error: { kind: 'wrong-state' } });
    expect(await helen.decideHeld(id, undo)).toMatchObject({ value: { held: { state: 'restored' } } });
    expect(await waiting()).toEqual(['waits']);
    const hidden = await held(helen, { hide: true });
    expect(await helen.decideHeld(hidden, undo)).toMatchObject({ error: { kind: 'wrong-state' } });
  });

  it('is one decision however often it is sent, and names who wrote and who decided in the audit beside the chain', async () => {
    const { token } = await server.as('helen-brooks');
    const send = async () =>
      await fetch(`${server.address}/api/documents/${documentId}/holds`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'hold-0001' },
        body: JSON.stringify({ path, quote, ...HOLD }),
      });
    const first = await send();
    expect(first.status).toBe(200);
    const { receipt } = (await first.json()) as { receipt: { capacityId: CapacityId; command: string } };
    expect(receipt).toMatchObject({ command: 'words.hold', capacityId: 'helen-brooks.moderator.bury' });
    const audit = await server.api.audit();
    expect(audit.ok ? audit.value.entries.filter(({ command }) => command === 'words.hold') : []).toHaveLength(1);
    expect(JSON.stringify(audit)).not.toMatch(/jo-kowalski|About another ward/);
  });

  it('answers every report about the same words; who reported is never shown to who wrote them', async () => {
    const reports = ['amina-hussain', 'mia-lomax'].map(async (id) => {
      return await (await server.as(id)).report({ documentId, path, quote: quote.slice(0, 25), reason: 'off-topic', words: 'No' });
    });
    await Promise.all(reports);
    const helen = await server.as('helen-brooks');
    const about = await held(helen, { hide: true });
    expect(await helen.moderationQueue()).toMatchObject({ value: { reports: [], held: [] } });
    const jo = await server.as(writer);
    const own = JSON.stringify([await jo.ownHeld(), await jo.heldMarks(documentId)]);
    expect(own).toContain(about);
    expect(own).not.toMatch(/amina|mia-lomax|Mia Lomax/i);
  });

  it('is shown by name where the reason does not accuse, and without where it does', async () => {
    const helen = await server.as('helen-brooks');
    const about = await held(helen);
    expect(await server.api.heldMarks(documentId)).toMatchObject({ value: { held: [{ author: { name: 'Jo Kowalski' } }] } });
    await helen.decideHeld(about, { to: 'restored', words: 'Next' });
    await helen.holdWords(documentId, { path, quote, reason: 'hate', words: 'Looked at' });
    expect(await server.api.heldMarks(documentId)).toMatchObject({ value: { held: [{ author: null }] } });
  });

  it('of what does not stand there is refused', async () => {
    const helen = await server.as('helen-brooks');
    expect(await helen.holdWords(documentId, { path, quote: 'nobody wrote this', ...HOLD })).toMatchObject({
      error: { kind: 'not-found' },
    });
    const about = await held(helen);
    expect(await helen.holdWords(documentId, { path, quote, ...HOLD })).toMatchObject({ error: { kind: 'not-found' } });
    expect((await helen.decideHeld(about, { to: 'hidden', words: 'Yes' })).ok).toBe(true);
    expect(await helen.decideHeld(about, { to: 'hidden', words: 'Again' })).toMatchObject({ error: { kind: 'wrong-state' } });
    expect((await helen.decideHeld(about, { to: 'restored', words: 'On reflection' })).ok).toBe(true);
    expect(await helen.decideHeld(about, { to: 'restored', words: 'Again' })).toMatchObject({ error: { kind: 'wrong-state' } });
  });

  it('that is restored leaves the document with the hash that it had, so what was signed is signed again', async () => {
    const helen = await server.as('helen-brooks');
    const before = await server.api.document(documentId);
    const about = await held(helen);
    await helen.decideHeld(about, { to: 'restored', words: 'It may stand' });
    const after = await server.api.document(documentId);
    expect(after.ok && before.ok && after.value.hash === before.value.hash).toBe(true);
  });
});

describe('the public record', () => {
  it('gives counts by reason, and none under five', async () => {
    for (let i = 0; i < 5; i++) await server.api.report({ documentId, reason: 'spam' });
    await server.api.report({ documentId, reason: 'abuse' });
    const answer = await server.api.publicCounts();
    const counts = answer.ok ? answer.value.counts : [];
    expect(counts.find(({ reason }) => reason === 'spam')).toMatchObject({ reports: 5, held: null });
    expect(counts.find(({ reason }) => reason === 'abuse')).toMatchObject({ reports: null });
    expect(counts.find(({ reason }) => reason === 'hate')).toMatchObject({ reports: null });
  });
});
