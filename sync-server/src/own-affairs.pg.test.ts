import { startPostgres } from '@ginnel/testkit/services/postgres';
import { expect, onTestFinished, test } from 'vitest';
import { browser } from './testing/browser.ts';
import { demoServer } from './testing/demo-server.ts';

test(
  'the same on PostgreSQL: a door for guests, protected names, the journal, counted tries and how long things are kept',
  { timeout: 300_000 },
  async () => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.remove());
    const server = await demoServer({ DATABASE_URL: postgres.createDatabase() });
    onTestFinished(() => server.stop());
    const [helen, tom, sheila, yusuf] = await Promise.all([
      server.as('helen-brooks'),
      server.as('tom-hargreaves'),
      server.as('sheila-entwistle'),
      server.as('yusuf-patel'),
    ]);
    const listed = await server.api.documents({ place: 'radcliffe-west' });
    const id = listed.ok ? (listed.value.documents[0]?.id ?? '') : '';

    const opened = await yusuf.openGuestPass(id, { hours: 1 });
    if (!opened.ok) throw new Error(opened.error.title);
    const renewed = await yusuf.renewGuestPass(opened.value.pass.id);
    const code = renewed.ok ? renewed.value.code : '';
    const joined = await Promise.all(
      Array.from({ length: 30 }, async (_, i) => {
        return (await browser(server.address).fetch('/api/guests', { method: 'POST', body: { code, name: `Guest ${i}` } })).status;
      }),
    );
    expect(joined).toEqual(joined.map(() => 200));
    expect(await yusuf.guestPasses(id)).toMatchObject({ value: { passes: [{ guests: 30, yours: true }] } });

    expect((await helen.changeShownName('sheila-entwistle', { name: 'A neighbour', reason: 'Her wish' })).ok).toBe(true);
    expect(await helen.changeShownName('amina-hussain', { name: 'a NEIGHBOUR', reason: 'Hers too' })).toMatchObject({ ok: false });
    expect(await helen.lookUpName('sheila-entwistle', 'A letter')).toMatchObject({ value: { name: 'Sheila Entwistle' } });
    expect(await sheila.ownName()).toMatchObject({ value: { shown: 'A neighbour', real: 'Sheila Entwistle' } });
    expect(await sheila.signIns()).toMatchObject({ value: { entries: [{ what: 'demo' }] } });
    expect(await sheila.exportOwnData()).toMatchObject({ value: { realName: 'Sheila Entwistle', about: [{}, {}] } });

    expect((await tom.setRetention({ name: 'sign-in-journal', days: 30, reason: 'Least data' })).ok).toBe(true);
    expect(await tom.previewRetention()).toMatchObject({ value: { due: { 'sign-in-journal': 0, guests: 0 }, lastRunAtMs: null } });
    expect(await tom.runRetention()).toMatchObject({ value: { gone: { reports: 0 } } });
    expect((await sheila.leave()).ok).toBe(true);
  },
);
