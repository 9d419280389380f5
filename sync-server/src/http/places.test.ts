import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

let server: DemoServer;
beforeAll(async () => void (server = await demoServer()));
afterAll(() => server.stop());

describe('places over HTTP', () => {
  it('are listed with the borough first, in the borough’s own order', async () => {
    const listed = await server.api.places();
    const places = listed.ok ? listed.value.places : [];
    expect(places[0]).toMatchObject({ id: 'bury', tier: 'borough', onsCode: 'E08000002', parentId: null });
    expect(places.filter(({ tier }) => tier === 'neighbourhood').map(({ name }) => name)).toEqual([
      'North',
      'West (Radcliffe)',
      'East',
      'Whitefield',
      'Prestwich',
    ]);
  });

  it('show what lies above and below them, and their documents', async () => {
    const page = await server.api.place('west');
    expect(page).toMatchObject({
      ok: true,
      value: { place: { id: 'west' }, lineage: [{ id: 'bury' }], documents: [{ kind: 'plan' }, { kind: 'session' }] },
    });
    expect(page.ok && page.value.children.map(({ id }) => id)).toEqual([
      'radcliffe-west',
      'radcliffe-east',
      'radcliffe-north-and-ainsworth',
    ]);
    const ward = await server.api.place('radcliffe-west');
    expect(ward.ok && ward.value.lineage.map(({ id }) => id)).toEqual(['bury', 'west']);
  });

  it('that are not there are not found', async () => {
    expect(await server.api.place('atlantis')).toMatchObject({ ok: false, error: { kind: 'not-found' } });
  });

  it('know the organisations that work there', async () => {
    const listed = await server.api.organisations();
    expect(listed.ok && listed.value.organisations).toContainEqual({
      id: 'streets-and-parks',
      kind: 'service',
      name: 'Streets & Parks',
      class: 'full',
      umbrella: false,
    });
  });
});
