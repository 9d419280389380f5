import { startPostgres } from '@ginnel/testkit/services/postgres';
import { expect, onTestFinished, test } from 'vitest';
import { demoServer } from '../testing/demo-server.ts';

const DAY_MS = 24 * 3_600_000;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

test('lists, invitations, grants, deputies, seats and a handover on PostgreSQL as on SQLite', { timeout: 300_000 }, async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.remove());
  const server = await demoServer({ DATABASE_URL: postgres.createDatabase() });
  onTestFinished(() => server.stop());
  const [tom, jo, ruth] = await Promise.all([server.as('tom-hargreaves'), server.as('jo-kowalski'), server.as('ruth-ogden')]);
  const untilMs = Date.now() + 10 * DAY_MS;

  const places = base64('name,tier,parent,ons_code\nElton West,ward,North,E05999001\n');
  const first = await tom.importList('places', places);
  expect(first).toMatchObject({ value: { report: { rows: [{ state: 'new' }] } } });
  expect(await tom.importList('places', places)).toMatchObject({ value: { importId: null } });
  const people = await tom.importList(
    'people',
    base64('name,email,role,place,until\nSam,sam@example.org,councillor,Elton West,2035-05-07\n'),
  );
  expect(await tom.undoImport(first.ok ? (first.value.importId ?? '') : '')).toMatchObject({ error: { kind: 'wrong-state' } });
  for (const done of [people, first]) expect((await tom.undoImport(done.ok ? (done.value.importId ?? '') : '')).ok).toBe(true);

  const asked = {
    email: 'nadia@example.org',
    name: 'Nadia',
    role: 'group-member',
    organisationId: 'radcliffe-litter-pickers',
    placeId: 'west',
  } as const;
  const invited = await jo.invite(asked);
  expect((await jo.withdrawInvitation(invited.ok ? invited.value.invitation.id : '')).ok).toBe(true);

  await tom.grantInOrganisation('vcfa', { whom: { personId: 'ben-tattersall' }, role: 'group-member', placeId: 'bury' });
  const ben = await server.as('ben-tattersall');
  const given = await jo.giveGrant('radcliffe-litter-pickers', { helperId: 'vcfa', where: { placeId: 'radcliffe-west' }, untilMs });
  const grant = given.ok ? given.value.grant.id : '';
  expect(await ben.takeUpGrant(grant)).toMatchObject({ value: { capacity: { held: 'grant' } } });
  expect(await jo.withdrawGrant(grant)).toMatchObject({ value: { grant: { state: 'withdrawn' } } });

  expect((await ruth.nameDeputy('ruth-ogden.system-leader.west', { whom: { personId: 'sheila-entwistle' }, untilMs })).ok).toBe(true);
  const team = await tom.makeTeam('west', { name: 'Leadership Team', quorum: 1, seats: [{ name: 'Groups' }] });
  const page = await tom.team(team.ok ? team.value.team.id : '');
  const LEAD = 'jo-kowalski.group-lead.radcliffe-litter-pickers';
  expect((await tom.fillSeat(page.ok ? (page.value.seats[0]?.id ?? '') : '', LEAD)).ok).toBe(true);
  expect((await jo.handOver(LEAD, { whom: { personId: 'amina-hussain' } })).ok).toBe(true);
  expect(await tom.team(team.ok ? team.value.team.id : '')).toMatchObject({ value: { seats: [{ holder: { name: 'Amina Hussain' } }] } });
  expect(await tom.people({ name: 'HUSS' })).toMatchObject({ value: { people: [{ person: { name: 'Amina Hussain' } }], after: null } });
  expect(await tom.people({ state: 'ended', place: 'west' })).toMatchObject({ value: { people: [{ person: { name: 'Jo Kowalski' } }] } });
  const joAgain = await server.as('jo-kowalski');
  expect(await joAgain.decisions({ own: 'yes', limit: '1' })).toMatchObject({
    value: { decisions: [{ command: 'role.hand-over', yours: 'by' }] },
  });
  expect(await joAgain.decisions({ group: 'organisations', place: 'west' })).toMatchObject({
    value: { names: { 'place:west': 'West (Radcliffe)' } },
  });
  expect(await tom.auditCheck()).toMatchObject({ value: { broken: null } });
  expect(await tom.administration()).toMatchObject({ value: { ending: [{ held: 'deputy' }], vacancies: [] } });
});
