import { once } from 'node:events';
import { verifyChain } from '@ginnel/accounts/audit/chain';
import { startPostgres } from '@ginnel/testkit/services/postgres';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { browser } from './testing/browser.ts';
import { demoServer } from './testing/demo-server.ts';

test('the same server on PostgreSQL: people sign in, decide, are let in, kept away, and leave', { timeout: 300_000 }, async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.remove());
  const server = await demoServer({ DATABASE_URL: postgres.createDatabase() });
  onTestFinished(() => server.stop());
  const [imran, helen, tom, sheila, yusuf] = await Promise.all([
    server.as('imran-shah'),
    server.as('helen-brooks'),
    server.as('tom-hargreaves'),
    server.as('sheila-entwistle'),
    server.as('yusuf-patel'),
  ]);
  const listed = await server.api.documents({ place: 'radcliffe-west' });
  const id = listed.ok ? (listed.value.documents[0]?.id ?? '') : '';
  expect(await server.api.document(id)).toMatchObject({ ok: true, value: { epoch: 1, seq: 8 } });

  const asked = browser(server.address);
  await asked.fetch('/api/sign-in/link', { method: 'POST', body: { email: 'sheila-entwistle@ginnel.example' } });
  const newest = async () => {
    const box = await server.api.demoMailbox();
    return box.ok ? (/link#([\w-]+)/.exec(box.value.messages[0]?.text ?? '')?.[1] ?? '') : '';
  };
  await expect.poll(newest).not.toBe('');
  expect((await asked.fetch('/api/sign-in/link/confirm', { method: 'POST', body: { token: await newest() } })).status).toBe(200);

  // A change of roles brings one new token, however many ask at once, and the old one goes on until it was used.
  const before = asked.cookies.get('ginnel_session');
  const jo = await server.as('jo-kowalski');
  const grant = { whom: { personId: 'sheila-entwistle' }, role: 'group-member', placeId: 'west' } as const;
  expect((await jo.grantInOrganisation('radcliffe-litter-pickers', grant)).ok).toBe(true);
  const answers = await Promise.all(Array.from({ length: 6 }, () => asked.fetch('/api/me')));
  expect(answers.filter((answer) => answer.headers.getSetCookie().length > 0)).toHaveLength(1);
  expect(asked.cookies.get('ginnel_session')).not.toBe(before);
  for (const token of [before, asked.cookies.get('ginnel_session'), before]) {
    const answer = await fetch(`${server.address}/api/me`, { headers: { cookie: `ginnel_session=${token}` } });
    expect(await answer.json()).toMatchObject({ person: { id: 'sheila-entwistle' } });
  }

  // Decisions at the same moment: one changes the phase, the others find it changed, and the chain has no gap.
  const changes = await Promise.all(Array.from({ length: 6 }, () => imran.changePhase(id, { phase: 'consulting', reason: 'At once' })));
  expect(changes.filter((change) => change.ok)).toHaveLength(1);
  await Promise.all([
    tom.grantInPlace('west', { whom: { personId: 'ben-tattersall' }, role: 'resident' }),
    helen.removePerson('mia-lomax', { placeId: 'west', reason: 'abuse', words: 'Tuesday', untilMs: null }),
    imran.changePhase(id, { phase: 'agreed', reason: 'Next' }),
    server.api.report({ documentId: id, reason: 'spam' }),
  ]);
  expect(await helen.moderationQueue()).toMatchObject({ value: { reports: [{ reason: 'spam' }] } });

  const pass = await yusuf.openGuestPass(id, { hours: 1 });
  const guest = browser(server.address);
  const code = pass.ok ? pass.value.code : '';
  expect((await guest.fetch('/api/guests', { method: 'POST', body: { code, name: 'Pat' } })).status).toBe(200);

  const socket = new WebSocket(`${server.address.replace('http', 'ws')}/sync/${id}`, {
    headers: { authorization: `Bearer ${sheila.token}` },
  });
  await once(socket, 'message');
  const closed = once(socket, 'close', { signal: AbortSignal.timeout(5_000) });
  const exported = await sheila.exportOwnData();
  expect(exported.ok && exported.value.words.length).toBeGreaterThan(0);
  expect((await sheila.leave()).ok).toBe(true);
  await closed;

  const [audit, head] = await Promise.all([server.api.audit({ limit: 1000 }), server.api.auditHead()]);
  expect(verifyChain(audit.ok ? audit.value.entries : [], head.ok ? head.value : null)).toMatchObject({ ok: true, entries: 7 });
});
