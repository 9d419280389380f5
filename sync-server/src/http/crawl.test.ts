import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browser, type Browser } from '../testing/browser.ts';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly asksForPerson: boolean;
  readonly takesBody: boolean;
  readonly body: unknown;
}

let server: DemoServer;
let routes: Route[];
beforeAll(async () => {
  server = await demoServer();
  const openApi = (await (await fetch(`${server.address}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { security?: unknown; requestBody?: unknown }>>;
  };
  routes = Object.entries(openApi.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security, requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      asksForPerson: security !== undefined,
      takesBody: requestBody !== undefined,
      body: BODIES[`${method.toUpperCase()} ${path}`],
    })),
  );
});
afterAll(() => server.stop());

/** What each command is asked for: well-formed, about things that belong to others. */
const BODIES: Readonly<Record<string, unknown>> = {
  'POST /api/documents': { kind: 'plan', placeId: 'prestwich', title: 'Not theirs' },
  'POST /api/imports/preview': { list: 'places', file: 'bmFtZQ==' },
  'POST /api/imports': { list: 'places', file: 'bmFtZQ==' },
  'POST /api/invitations': {
    email: 'x@example.org',
    name: 'x',
    role: 'group-member',
    organisationId: 'canalside-growers',
    placeId: 'prestwich',
  },
  'POST /api/invitations/accept': { token: 'x'.repeat(43) },
  'POST /api/organisations/{id}/class': { class: 'full', umbrella: true },
  'POST /api/organisations/{id}/grants': { helperId: 'vcfa', where: { placeId: 'west' }, untilMs: 4_000_000_000_000 },
  'POST /api/places/{id}/groups': { name: 'Not theirs' },
  'POST /api/places/{id}/teams': { name: 'x', quorum: 1, seats: [{ name: 'x' }] },
  'POST /api/teams/{id}/quorum': { quorum: 1 },
  'POST /api/seats/{id}': { capacityId: null },
  'POST /api/capacities/{id}/deputies': { whom: { personId: 'ben-tattersall' }, untilMs: 4_000_000_000_000 },
  'POST /api/capacities/{id}/hand-over': { whom: { personId: 'ben-tattersall' } },
  'POST /api/capacities/{id}/handover': { words: 'x' },
  'POST /api/documents/{id}/topic-members': { whom: { personId: 'ben-tattersall' }, topic: 'x', untilMs: 4_000_000_000_000 },
  'POST /api/documents/{id}/phase': { phase: 'consulting', reason: 'Because' },
  'POST /api/organisations/{id}/members': { whom: { personId: 'ben-tattersall' }, role: 'officer', placeId: 'bury' },
  'POST /api/places/{id}/roles': { whom: { personId: 'ben-tattersall' }, role: 'admin' },
  'POST /api/capacities/{id}/end': { reason: 'Because' },
  'POST /api/administration/retention': { name: 'receipts', days: 7, reason: 'Because' },
  'POST /api/people/{id}/name': { name: 'Somebody else', reason: 'Because' },
  'POST /api/people/{id}/real-name': { reason: 'Because' },
  'POST /api/people/{id}/sessions/end': { reason: 'Because' },
  'POST /api/documents/{id}/passes': { hours: 1 },
  'POST /api/moderation/reports/decide': { reports: ['k3v9x0q2m4t7'], outcome: 'no-action', words: 'Because' },
  'POST /api/people/{id}/removals': { placeId: 'west', reason: 'abuse', words: 'Because', untilMs: null },
  'POST /api/expunges/preview': { kind: 'person', personId: 'sheila-entwistle', documentId: null },
  'POST /api/expunges': { target: { kind: 'person', personId: 'sheila-entwistle', documentId: null }, reason: 'erasure' },
  'POST /api/expunges/{id}/answer': { agree: true },
  'POST /api/removals/{id}/answer': { lift: true, words: 'Because' },
  'POST /api/removals/{id}/appeal': { words: 'Because' },
  'POST /api/documents/{id}/holds': { quote: 'Not theirs', reason: 'abuse', words: 'Because' },
  'POST /api/holds/{id}/decide': { to: 'restored', words: 'Because' },
  'POST /api/holds/{id}/appeal': { words: 'Because' },
  'POST /api/appeals/{id}/panel': { members: ['ben-tattersall', 'sheila-entwistle', 'mia-lomax'] },
  'POST /api/appeals/{id}/vote': { vote: 'restore', words: 'Because' },
  'POST /api/people/{id}/warnings': { placeId: 'west', reason: 'abuse', words: 'Because' },
  'POST /api/me/passkeys': { response: { id: 'x', rawId: 'x', type: 'public-key' }, name: 'x' },
};

/** Ids of things that belong to somebody else, by the path they stand in. */
const FOREIGN: Readonly<Record<string, string>> = {
  '/api/organisations/{id}/members': 'adult-learning',
  '/api/places/{id}/roles': 'prestwich',
  '/api/exports/{list}': 'people',
  '/api/organisations/{id}/class': 'adult-learning',
  '/api/organisations/{id}/grants': 'chesham-fold-residents',
  '/api/places/{id}/groups': 'prestwich',
  '/api/places/{id}/teams': 'prestwich',
  '/api/capacities/{id}/deputies': 'grace-adeyemi.officer.adult-learning',
  '/api/capacities/{id}/hand-over': 'grace-adeyemi.officer.adult-learning',
  '/api/capacities/{id}/handover': 'grace-adeyemi.officer.adult-learning',
  '/api/people/{id}/sessions/end': 'sheila-entwistle',
  '/api/people/{id}/removals': 'sheila-entwistle',
  '/api/people/{id}/warnings': 'sheila-entwistle',
  '/api/people/{id}/name': 'sheila-entwistle',
  '/api/people/{id}/real-name': 'sheila-entwistle',
  '/api/people/{id}': 'sheila-entwistle',
  '/api/capacities/{id}/end': 'grace-adeyemi.officer.adult-learning',
};

function address({ path }: Route): string {
  return path.replace(/\{(id|list)\}/, FOREIGN[path] ?? 'k3v9x0q2m4t7w8z1').replace(/\{\w+\}/g, 'k3v9x0q2m4t7');
}

const send = (who: Browser, route: Route) => who.fetch(address(route), { method: route.method, body: route.body });

/** What anybody signed in may ask about themselves. */
const ONES_OWN = [
  'GET /api/me/sessions',
  'DELETE /api/me/sessions',
  'GET /api/me/passkeys',
  'GET /api/me/removals',
  'GET /api/me/holds',
  'GET /api/me/warnings',
  'GET /api/me/panels',
  'GET /api/me/name',
  'GET /api/me/sign-ins',
  'POST /api/me/passkeys/options',
  'GET /api/me/export',
  'GET /api/me/archive',
  'GET /api/me/deletion',
];

/** What somebody's role is there to look after. */
const OF_THEIR_OFFICE: Readonly<Record<string, readonly string[]>> = { 'ruth-ogden': ['GET /api/administration'] };

describe('every route that asks for a person', () => {
  it('has a body here when it takes one, so that the crawl reaches its handler', () => {
    const asking = routes.filter(({ asksForPerson }) => asksForPerson);
    expect(asking.length).toBeGreaterThan(10);
    for (const { method, path, takesBody, body } of asking) expect([method, path, body !== undefined]).toEqual([method, path, takesBody]);
  });

  it('answers nobody with 401', async () => {
    const nobody = browser(server.address);
    for (const route of routes.filter(({ asksForPerson }) => asksForPerson)) {
      expect([route.method, route.path, (await send(nobody, route)).status]).toEqual([route.method, route.path, 401]);
    }
  });

  it.each(['amina-hussain', 'jo-kowalski', 'dan-okafor', 'yusuf-patel', 'ruth-ogden', 'maureen-clegg'])(
    'gives %s nothing that belongs to others',
    async (person) => {
      const who = browser(server.address);
      await who.fetch('/api/demo/sign-in', { method: 'POST', body: { person } });
      // Leaving is one's own right, and would end the crawl.
      for (const route of routes.filter(({ asksForPerson, method, path }) => asksForPerson && `${method} ${path}` !== 'DELETE /api/me')) {
        const name = `${route.method} ${route.path}`;
        const { status } = await send(who, route);
        if (ONES_OWN.includes(name) || OF_THEIR_OFFICE[person]?.includes(name)) expect([name, status]).toEqual([name, 200]);
        else expect([name, status >= 400 && status < 500]).toEqual([name, true]);
      }
    },
  );

  it('refuses a write that another site makes a browser send', async () => {
    const who = browser(server.address);
    await who.fetch('/api/demo/sign-in', { method: 'POST', body: { person: 'tom-hargreaves' } });
    for (const route of routes.filter(({ method }) => method !== 'GET')) {
      const response = await who.fetch(address(route), {
        method: route.method,
        body: route.body,
        headers: { origin: 'https://evil.test' },
      });
      expect([route.method, route.path, response.status]).toEqual([route.method, route.path, 403]);
    }
  });
});
