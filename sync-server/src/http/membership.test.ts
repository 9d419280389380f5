import { once } from 'node:events';
import { mayManageMembers, ORGANISATION_ROLES } from '@ginnel/accounts/commands/policy';
import { ROLES } from '@ginnel/domain/people';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ORGANISATIONS } from '../../demo/organisations.ts';
import { PEOPLE } from '../../demo/people.ts';
import { browser } from '../testing/browser.ts';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

let server: DemoServer;
beforeEach(async () => void (server = await demoServer()));
afterEach(() => server.stop());

const PICKERS = 'radcliffe-litter-pickers';
const AMINA = { personId: 'amina-hussain' };
const REASON = 'Moved away';

describe('members of an organisation', () => {
  it('are chosen by its lead; the new member acts for it at once, and everything says so', async () => {
    const jo = await server.as('jo-kowalski');
    const done = await jo.grantInOrganisation(PICKERS, { whom: AMINA, role: 'group-member', placeId: 'west' });
    expect(done).toMatchObject({
      ok: true,
      value: { capacity: { role: 'group-member', label: 'for Radcliffe Litter Pickers', organisationId: PICKERS } },
    });
    const amina = await server.as('amina-hussain');
    const me = await amina.me();
    expect(me.ok && me.value.capacities.map(({ label }) => label)).toContain('for Radcliffe Litter Pickers');
    const members = await amina.members(PICKERS);
    expect(members.ok && members.value.members.map(({ person }) => person.name)).toEqual(['Amina Hussain', 'Jo Kowalski']);
  });

  it('are not listed for people outside it', async () => {
    expect(await (await server.as('amina-hussain')).members(PICKERS)).toMatchObject({ ok: false, error: { kind: 'not-allowed' } });
    expect(await server.api.members(PICKERS)).toMatchObject({ ok: false, error: { kind: 'signed-out' } });
  });

  it('can be invited by e-mail address, and sign in by link as themselves', async () => {
    const jo = await server.as('jo-kowalski');
    const whom = { email: 'New.Member@Example.org', name: 'Nadia Rahman' };
    expect((await jo.grantInOrganisation(PICKERS, { whom, role: 'group-member', placeId: 'west' })).ok).toBe(true);
    const nadia = browser(server.address);
    await nadia.fetch('/api/sign-in/link', { method: 'POST', body: { email: 'new.member@example.org' } });
    const newest = async () => {
      const box = await server.api.demoMailbox();
      return box.ok ? (box.value.messages[0]?.text ?? '') : '';
    };
    await expect.poll(newest).toContain('Hello Nadia Rahman');
    const token = /link#([\w-]+)/.exec(await newest())?.[1];
    await nadia.fetch('/api/sign-in/link/confirm', { method: 'POST', body: { token } });
    expect(await (await nadia.fetch('/api/me')).json()).toMatchObject({
      person: { name: 'Nadia Rahman' },
      capacities: [{ role: 'group-member' }],
    });
  });

  it('are chosen by nobody but its leads and administrators', async () => {
    for (const { person, capacities } of PEOPLE) {
      const api = await server.as(person.id);
      const may = capacities.some((capacity) => mayManageMembers(capacity, 'radcliffe-youth-voice'));
      const done = await api.grantInOrganisation('radcliffe-youth-voice', {
        whom: { personId: 'sheila-entwistle' },
        role: 'group-member',
        placeId: 'west',
      });
      expect([person.id, done.ok]).toEqual([person.id, may]);
    }
  });

  it('have only roles that fit its kind', async () => {
    const tom = await server.as('tom-hargreaves');
    for (const { id, kind } of ORGANISATIONS.filter((each, index, all) => all.findIndex((other) => other.kind === each.kind) === index)) {
      for (const role of ROLES) {
        const done = await tom.grantInOrganisation(id, { whom: { personId: 'ben-tattersall' }, role, placeId: 'bury' });
        const may = ORGANISATION_ROLES[kind].includes(role);
        expect([kind, role, done.ok]).toEqual([kind, role, may]);
      }
    }
  });

  it('are not given the same capacity twice, but again after it has ended, under a new id', async () => {
    const jo = await server.as('jo-kowalski');
    const grant = { whom: AMINA, role: 'group-member', placeId: 'west' } as const;
    const first = await jo.grantInOrganisation(PICKERS, grant);
    expect(await jo.grantInOrganisation(PICKERS, grant)).toMatchObject({ ok: false, error: { kind: 'wrong-state' } });
    await jo.endCapacity(first.ok ? first.value.capacity.id : '', { reason: REASON });
    const again = await jo.grantInOrganisation(PICKERS, grant);
    expect(again.ok && first.ok && again.value.capacity.id !== first.value.capacity.id).toBe(true);
  });

  it('can step back themselves, but a group is not left without a lead', async () => {
    const lead = `jo-kowalski.group-lead.${PICKERS}`;
    const jo = await server.as('jo-kowalski');
    expect(await jo.endCapacity(lead, { reason: REASON })).toMatchObject({ ok: false, error: { kind: 'wrong-state' } });
    await jo.grantInOrganisation(PICKERS, { whom: AMINA, role: 'group-lead', placeId: 'west' });
    expect((await jo.endCapacity(lead, { reason: REASON })).ok).toBe(true);
    const me = await (await server.as('jo-kowalski')).me();
    expect(me.ok && me.value.capacities.map(({ role }) => role)).toEqual(['resident']);
  });

  it('of a group are not removed by somebody from another', async () => {
    const mia = await server.as('mia-lomax');
    const dan = await server.as('dan-okafor');
    for (const api of [mia, dan]) {
      expect(await api.endCapacity(`jo-kowalski.group-lead.${PICKERS}`, { reason: REASON })).toMatchObject({
        ok: false,
        error: { kind: 'not-allowed' },
      });
    }
  });
});

describe('roles in a place', () => {
  it('are given by an administrator only, and a role that shortens sessions asks for a new sign-in', async () => {
    const whom = { personId: 'sheila-entwistle' };
    const before = await server.as('sheila-entwistle');
    for (const other of ['jo-kowalski', 'imran-shah', 'helen-brooks', 'ruth-ogden']) {
      const api = await server.as(other);
      expect(await api.grantInPlace('west', { whom, role: 'moderator' })).toMatchObject({ ok: false, error: { kind: 'not-allowed' } });
    }
    const tom = await server.as('tom-hargreaves');
    expect(await tom.grantInPlace('west', { whom, role: 'moderator' })).toMatchObject({
      ok: true,
      value: { capacity: { label: 'moderator in West (Radcliffe)' } },
    });
    expect(await before.me()).toMatchObject({ value: { person: null } });
  });

  it('end with their term', async () => {
    const tom = await server.as('tom-hargreaves');
    const past = await tom.grantInPlace('west', { whom: AMINA, role: 'facilitator', untilMs: 1 });
    expect(past).toMatchObject({ ok: false, error: { kind: 'wrong-state' } });
    const soon = await tom.grantInPlace('west', { whom: AMINA, role: 'facilitator', untilMs: Date.now() + 5_000 });
    expect(soon.ok).toBe(true);
    const amina = await server.as('amina-hussain');
    await expect
      .poll(async () => {
        const me = await amina.me();
        return me.ok && me.value.capacities.some(({ role }) => role === 'facilitator');
      })
      .toBe(false);
  });

  it('leave the borough with an administrator', async () => {
    const tom = await server.as('tom-hargreaves');
    expect(await tom.endCapacity('tom-hargreaves.admin.bury', { reason: REASON })).toMatchObject({
      ok: false,
      error: { kind: 'wrong-state' },
    });
  });
});

describe('taking a capacity away while its person writes', () => {
  it('closes their socket within five seconds and raises the rights version of every document reached', async () => {
    const mia = await server.as('mia-lomax');
    const documents = await server.api.documents({ place: 'radcliffe-west' });
    const id = documents.ok ? (documents.value.documents[0]?.id ?? '') : '';
    const socket = new WebSocket(`${server.address.replace('http', 'ws')}/sync/${id}`, 'ginnel.v1', {
      headers: { authorization: `Bearer ${mia.token}` },
    });
    await once(socket, 'message');
    const closed = once(socket, 'close', { signal: AbortSignal.timeout(5_000) });
    const tom = await server.as('tom-hargreaves');
    const ended = await tom.endCapacity('mia-lomax.group-member.radcliffe-youth-voice', { reason: REASON });
    expect(ended).toMatchObject({ ok: true, value: { receipt: { subject: 'organisation:radcliffe-youth-voice' } } });
    const [code] = (await closed) as [number];
    expect([4401, 4403]).toContain(code);
    expect(await mia.createDocument({ kind: 'plan', placeId: 'west', title: 'Still here' })).toMatchObject({
      ok: false,
      error: { kind: 'signed-out' },
    });
    const again = await server.as('mia-lomax');
    expect(await again.createDocument({ kind: 'plan', placeId: 'west', title: 'Still here' })).toMatchObject({
      ok: false,
      error: { kind: 'not-allowed' },
    });
  });
});
