import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PEOPLE } from '../../demo/people.ts';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

let server: DemoServer;
beforeEach(async () => void (server = await demoServer()));
afterEach(() => server.stop());

describe('how long things are kept', () => {
  it('is for everybody to read', async () => {
    const read = await server.api.retention();
    expect(read.ok && read.value.periods.length).toBeGreaterThan(8);
  });

  it('is counted, set and run by administrators of the borough only', async () => {
    for (const { person, capacities } of PEOPLE) {
      const may = capacities.some(({ role, placeId }) => role === 'admin' && placeId === 'bury');
      const api = await server.as(person.id);
      const done = [
        await api.previewRetention(),
        await api.setRetention({ name: 'receipts', days: 3, reason: 'Least data' }),
        await api.runRetention(),
      ];
      expect([person.id, ...done.map(({ ok }) => ok)]).toEqual([person.id, may, may, may]);
    }
  });

  it('is not set shorter than its least, and a run is answered by a receipt', async () => {
    const tom = await server.as('tom-hargreaves');
    const tooShort = await tom.setRetention({ name: 'audit-details', days: 10, reason: 'Tidy' });
    expect(tooShort).toMatchObject({ error: { kind: 'wrong-state' } });
    expect((await tom.setRetention({ name: 'sign-in-journal', days: 365, reason: 'Asked for' })).ok).toBe(true);
    const read = await server.api.retention();
    expect(read.ok && read.value.periods.find(({ name }) => name === 'sign-in-journal')).toMatchObject({ days: 365, usualDays: 180 });
    expect(await tom.runRetention()).toMatchObject({ value: { receipt: { command: 'retention.run' }, gone: { receipts: 0 } } });
    expect(await tom.previewRetention()).toMatchObject({ value: { lastRunAtMs: expect.any(Number) as number } });
  });
});
