import { startPostgres } from '@ginnel/testkit/services/postgres';
import { expect, onTestFinished, test } from 'vitest';
import { demoServer } from '../testing/demo-server.ts';

test('nodes that start at the same moment on an empty database ask for one secret, and are set up once however many try at once', async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.remove());
  const environment = { DATABASE_URL: postgres.createDatabase(), GINNEL_DEMO: '0' };
  const nodes = await Promise.all(Array.from({ length: 3 }, () => demoServer(environment)));
  onTestFinished(async () => void (await Promise.all(nodes.map((node) => node.stop()))));
  const addresses = new Set(nodes.map(({ setUpAddress }) => setUpAddress));
  expect(addresses.size).toBe(1);

  const secret = [...addresses][0]?.split('#')[1] ?? '';
  const apis = nodes.map(({ api }) => api);
  const draft = {
    borough: { name: 'Bury', onsCode: 'E08000002', tierNames: {} },
    places: null,
    organisations: null,
    administrator: { name: 'Ada Admin', email: 'ada@example.org' },
  };
  for (const kept of await Promise.all(apis.map((api) => api.keepSetUp(secret, draft)))) expect(kept.ok).toBe(true);
  const finished = await Promise.all(apis.map((api) => api.finishSetUp(secret, 'passkey')));
  expect(finished.filter((one) => one.ok && one.value.done)).toHaveLength(1);
  const [places, audit] = await Promise.all([apis[0]?.places(), apis[0]?.audit()]);
  expect(places).toMatchObject({ value: { places: [{ name: 'Bury' }] } });
  expect(audit?.ok === true && audit.value.entries).toHaveLength(1);
});
