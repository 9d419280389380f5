import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { browser } from '../testing/browser.ts';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

let server: DemoServer;
beforeEach(async () => void (server = await demoServer()));
afterEach(() => server.stop());

const DAY_MS = 24 * 3_600_000;
const SOON = (): number => Date.now() + 10 * DAY_MS;
const PICKERS = 'radcliffe-litter-pickers';
const NOT_ALLOWED = { ok: false, error: { kind: 'not-allowed' } };
const WRONG_STATE = { ok: false, error: { kind: 'wrong-state' } };
const labelsOf = async (person: string): Promise<string[]> => {
  const me = await (await server.as(person)).me();
  return me.ok ? me.value.capacities.map(({ label }) => label) : [];
};

describe('an invitation', () => {
  const ASKED = {
    email: 'New.Member@example.org',
    name: 'Nadia Rahman',
    role: 'group-member',
    organisationId: PICKERS,
    placeId: 'west',
  } as const;
  async function letter(): Promise<string> {
    const box = await server.api.demoMailbox();
    return box.ok ? (box.value.messages.find(({ subject }) => subject.includes('invited'))?.text ?? '') : '';
  }
  async function tokenOf(): Promise<string> {
    await expect.poll(letter).toMatch(/invitations#[\w-]{43}/);
    return /invitations#([\w-]{43})/.exec(await letter())?.[1] ?? '';
  }

  it('is accepted by a click of whoever reads mail at its address, signed in; opening it a hundred times changes nothing', async () => {
    const jo = await server.as('jo-kowalski');
    expect((await jo.invite(ASKED)).ok).toBe(true);
    const token = await tokenOf();
    for (let i = 0; i < 100; i++) expect((await server.api.openInvitation(token)).ok).toBe(true);
    const nadia = browser(server.address);
    expect((await nadia.fetch('/api/invitations/accept', { method: 'POST', body: { token } })).status).toBe(401);
    expect((await nadia.fetch('/api/invitations/sign-in', { method: 'POST', body: { token } })).status).toBe(202);
    const link = async (): Promise<string> => {
      const box = await server.api.demoMailbox();
      return (
        /link#([\w-]+)/.exec(box.ok ? (box.value.messages.find(({ subject }) => subject.includes('sign in'))?.text ?? '') : '')?.[1] ?? ''
      );
    };
    await expect.poll(link).not.toBe('');
    await nadia.fetch('/api/sign-in/link/confirm', { method: 'POST', body: { token: await link() } });
    expect(await (await nadia.fetch('/api/me')).json()).toMatchObject({ person: { name: 'Nadia Rahman' }, capacities: [] });
    expect((await nadia.fetch('/api/invitations/accept', { method: 'POST', body: { token } })).status).toBe(200);
    expect(await (await nadia.fetch('/api/me')).json()).toMatchObject({ capacities: [{ label: 'for Radcliffe Litter Pickers' }] });
    expect((await nadia.fetch('/api/invitations/accept', { method: 'POST', body: { token } })).status).toBe(404);
    const page = await jo.organisation(PICKERS);
    expect(page.ok && page.value.invitations).toMatchObject([{ state: 'accepted', sent: true }]);
  });

  it('is not accepted by somebody else, nor once it is withdrawn or whoever sent it has no say', async () => {
    const jo = await server.as('jo-kowalski');
    const sent = await jo.invite(ASKED);
    const token = await tokenOf();
    expect(await (await server.as('amina-hussain')).acceptInvitation(token)).toMatchObject(NOT_ALLOWED);
    expect(await jo.invite(ASKED)).toMatchObject(WRONG_STATE);
    expect(await (await server.as('mia-lomax')).withdrawInvitation(sent.ok ? sent.value.invitation.id : '')).toMatchObject(NOT_ALLOWED);
    expect((await jo.withdrawInvitation(sent.ok ? sent.value.invitation.id : '')).ok).toBe(true);
    expect(await server.api.openInvitation(token)).toMatchObject({ ok: false, error: { kind: 'not-found' } });
  });

  it.each(['amina-hussain', 'mia-lomax', 'imran-shah', 'ruth-ogden', 'maureen-clegg', 'helen-brooks'])(
    'is not sent by %s for a group they do not lead',
    async (person) => {
      expect(await (await server.as(person)).invite(ASKED)).toMatchObject(NOT_ALLOWED);
    },
  );
});

describe('a grant to draft', () => {
  it('lets the umbrella body draft where the group says, says so after every name, and ends when it is withdrawn', async () => {
    const tom = await server.as('tom-hargreaves');
    await tom.grantInOrganisation('vcfa', { whom: { personId: 'ben-tattersall' }, role: 'group-member', placeId: 'bury' });
    const documents = await server.api.documents({ place: 'radcliffe-west' });
    const documentId = documents.ok ? (documents.value.documents[0]?.id ?? '') : '';
    const asked = { helperId: 'vcfa', where: { documentId }, untilMs: SOON() };
    for (const other of ['amina-hussain', 'ben-tattersall', 'tom-hargreaves', 'imran-shah']) {
      expect(await (await server.as(other)).giveGrant(PICKERS, asked)).toMatchObject(NOT_ALLOWED);
    }
    const jo = await server.as('jo-kowalski');
    expect(await jo.giveGrant(PICKERS, { ...asked, helperId: 'canalside-growers' })).toMatchObject(WRONG_STATE);
    const given = await jo.giveGrant(PICKERS, asked);
    const id = given.ok ? given.value.grant.id : '';
    expect(await jo.takeUpGrant(id)).toMatchObject(NOT_ALLOWED);
    const ben = await server.as('ben-tattersall');
    expect(await ben.takeUpGrant(id)).toMatchObject({
      value: { capacity: { label: 'VCFA, for Radcliffe Litter Pickers with its grant', organisationId: PICKERS } },
    });
    expect(await ben.takeUpGrant(id)).toMatchObject(WRONG_STATE);
    const members = await jo.organisation(PICKERS);
    expect(members.ok && members.value.members?.map(({ person }) => person.name)).toEqual(['Jo Kowalski']);
    expect(members.ok && members.value.grants).toMatchObject([{ state: 'standing', drafters: ['Ben Tattersall'] }]);
    expect(await ben.members(PICKERS)).toMatchObject(NOT_ALLOWED);
    expect((await jo.withdrawGrant(id)).ok).toBe(true);
    expect(await labelsOf('ben-tattersall')).toEqual(['resident of Prestwich', 'for VCFA']);
    expect(await jo.withdrawGrant(id)).toMatchObject(WRONG_STATE);
  });

  it('falls with the membership by which somebody drafts', async () => {
    const tom = await server.as('tom-hargreaves');
    const vcfa = await tom.grantInOrganisation('vcfa', { whom: { personId: 'ben-tattersall' }, role: 'group-member', placeId: 'bury' });
    const jo = await server.as('jo-kowalski');
    const given = await jo.giveGrant(PICKERS, { helperId: 'vcfa', where: { placeId: 'radcliffe-west' }, untilMs: SOON() });
    await (await server.as('ben-tattersall')).takeUpGrant(given.ok ? given.value.grant.id : '');
    expect(await labelsOf('ben-tattersall')).toContain('VCFA, for Radcliffe Litter Pickers with its grant');
    await tom.endCapacity(vcfa.ok ? vcfa.value.capacity.id : '', { reason: 'Left' });
    expect(await labelsOf('ben-tattersall')).toEqual(['resident of Prestwich']);
  });
});

describe('a deputy', () => {
  const LEADER = 'ruth-ogden.system-leader.west';
  it('acts for the holder, visibly, within the days named and no longer than the holder', async () => {
    const ruth = await server.as('ruth-ogden');
    const whom = { personId: 'sheila-entwistle' };
    for (const other of ['amina-hussain', 'jo-kowalski', 'helen-brooks']) {
      expect(await (await server.as(other)).nameDeputy(LEADER, { whom, untilMs: SOON() })).toMatchObject(NOT_ALLOWED);
    }
    expect(await ruth.nameDeputy(LEADER, { whom, untilMs: Date.now() - 1 })).toMatchObject(WRONG_STATE);
    const named = await ruth.nameDeputy(LEADER, { whom, untilMs: SOON() });
    expect(named).toMatchObject({
      value: { capacity: { role: 'system-leader', label: 'deputy for the system leader for West (Radcliffe)' } },
    });
    const sheila = await server.as('sheila-entwistle');
    expect((await sheila.makeTeam('west', { name: 'Leadership Team', quorum: 1, seats: [{ name: 'Chair' }] })).ok).toBe(true);
    expect(
      await sheila.nameDeputy(named.ok ? named.value.capacity.id : '', { whom: { personId: 'amina-hussain' }, untilMs: SOON() }),
    ).toMatchObject({ ok: false });
    await (await server.as('tom-hargreaves')).endCapacity(LEADER, { reason: 'Moved on' });
    expect(await labelsOf('sheila-entwistle')).toEqual(['resident of Radcliffe']);
  });

  it('of a lead does not keep a group from being without one', async () => {
    const lead = `jo-kowalski.group-lead.${PICKERS}`;
    const jo = await server.as('jo-kowalski');
    expect((await jo.nameDeputy(lead, { whom: { personId: 'amina-hussain' }, untilMs: SOON() })).ok).toBe(true);
    expect(await (await server.as('jo-kowalski')).endCapacity(lead, { reason: 'x' })).toMatchObject(WRONG_STATE);
  });
});

describe('a handover', () => {
  const LEAD = `jo-kowalski.group-lead.${PICKERS}`;
  it('goes over at one moment, with its seat and the words for the next holder', async () => {
    const tom = await server.as('tom-hargreaves');
    const team = await tom.makeTeam('west', { name: 'Leadership Team', quorum: 1, seats: [{ name: 'Groups' }, { name: 'Police' }] });
    const teamId = team.ok ? team.value.team.id : '';
    const before = await tom.team(teamId);
    await tom.fillSeat(before.ok ? (before.value.seats[0]?.id ?? '') : '', LEAD);
    const jo = await server.as('jo-kowalski');
    await jo.writeHandoverNote(LEAD, 'The key of the shed is with Sheila.');
    const asked = { whom: { personId: 'amina-hussain' } };
    expect(await (await server.as('amina-hussain')).handOver(LEAD, asked)).toMatchObject(NOT_ALLOWED);
    const done = await jo.handOver(LEAD, asked);
    expect(done.ok).toBe(true);
    expect(await labelsOf('jo-kowalski')).toEqual(['resident of Radcliffe West']);
    const amina = await server.as('amina-hussain');
    const pack = await amina.handover(done.ok ? done.value.capacity.id : '');
    expect(pack).toMatchObject({
      value: { earlierWords: ['The key of the shed is with Sheila.'], seats: [{ team: 'Leadership Team', seat: 'Groups' }] },
    });
    const after = await tom.team(teamId);
    expect(after.ok && after.value.seats.map(({ holder }) => holder?.name ?? null)).toEqual(['Amina Hussain', null]);
    expect(after.ok && after.value.quorum).toEqual({ needed: 1, core: 2, held: 1, reachable: true });
    expect(await (await server.as('mia-lomax')).handover(done.ok ? done.value.capacity.id : '')).toMatchObject(NOT_ALLOWED);
  });

  it('on a day to come leaves no moment with both or nobody, unless both is chosen', async () => {
    const jo = await server.as('jo-kowalski');
    const onMs = Date.now() + DAY_MS;
    expect((await jo.handOver(LEAD, { whom: { personId: 'amina-hussain' }, onMs, bothUntilMs: onMs + DAY_MS })).ok).toBe(true);
    const members = await jo.organisation(PICKERS);
    expect(members.ok && members.value.members?.map(({ person, untilMs }) => [person.name, untilMs])).toEqual([
      ['Jo Kowalski', onMs + DAY_MS],
    ]);
  });
});

describe('a team', () => {
  it('seats who may sit: of the seat’s organisation, of a full member in a core seat, and nobody twice', async () => {
    const tom = await server.as('tom-hargreaves');
    const seats = [
      { name: 'Police', organisationId: 'police-neighbourhood-team' },
      { name: 'Groups' },
      { name: 'Guest seat', core: false },
    ];
    for (const other of ['amina-hussain', 'jo-kowalski', 'imran-shah', 'helen-brooks', 'maureen-clegg']) {
      expect(await (await server.as(other)).makeTeam('west', { name: 'x', quorum: 1, seats })).toMatchObject(NOT_ALLOWED);
    }
    expect(await tom.makeTeam('west', { name: 'x', quorum: 3, seats })).toMatchObject(WRONG_STATE);
    const made = await (await server.as('ruth-ogden')).makeTeam('west', { name: 'Leadership Team', quorum: 2, seats });
    const team = await tom.team(made.ok ? made.value.team.id : '');
    const [police = '', groups = '', guest = ''] = team.ok ? team.value.seats.map(({ id }) => id) : [];
    const dan = 'dan-okafor.practitioner.police-neighbourhood-team';
    const jo = `jo-kowalski.group-lead.${PICKERS}`;
    expect(await tom.fillSeat(police, jo)).toMatchObject(WRONG_STATE);
    expect((await tom.fillSeat(police, dan)).ok).toBe(true);
    expect(await tom.fillSeat(groups, dan)).toMatchObject(WRONG_STATE);
    await tom.changeOrganisation(PICKERS, { class: 'associate', umbrella: false });
    expect(await tom.fillSeat(groups, jo)).toMatchObject(WRONG_STATE);
    expect((await tom.fillSeat(guest, jo)).ok).toBe(true);
    await tom.changeOrganisation(PICKERS, { class: 'affiliate', umbrella: false });
    expect(await tom.fillSeat(guest, jo)).toMatchObject(WRONG_STATE);
    const administration = await tom.administration();
    expect(administration.ok && administration.value.vacancies.map(({ seat }) => seat.name)).toContain('Groups');
    for (const other of ['amina-hussain', 'jo-kowalski'])
      expect(await (await server.as(other)).administration()).toMatchObject(NOT_ALLOWED);
  });
});

describe('somebody called in on a topic', () => {
  it('writes in that document until a day, decides nothing and sees no team', async () => {
    const documents = await server.api.documents({ place: 'radcliffe-west' });
    const documentId = documents.ok ? (documents.value.documents[0]?.id ?? '') : '';
    const asked = {
      whom: { email: 'hoarding@example.org', name: 'Pat Lee' },
      organisationId: 'six-town-housing',
      topic: 'hoarding',
      untilMs: SOON(),
    };
    expect(await (await server.as('amina-hussain')).callIn(documentId, asked)).toMatchObject(NOT_ALLOWED);
    const ruth = await server.as('ruth-ogden');
    expect(await ruth.callIn(documentId, asked)).toMatchObject({ value: { capacity: { label: 'for Six Town Housing, on hoarding' } } });
    expect(await ruth.callIn(documentId, asked)).toMatchObject(WRONG_STATE);
  });
});

describe('a group that residents form', () => {
  it('is there at once with its lead; a name stands for one group only', async () => {
    const amina = await server.as('amina-hussain');
    expect(await amina.formGroup('radcliffe-west', 'Friends of Coronation Park')).toMatchObject({
      value: { organisation: { id: 'friends-of-coronation-park', kind: 'group' } },
    });
    expect(await labelsOf('amina-hussain')).toContain('for Friends of Coronation Park');
    expect(await amina.formGroup('radcliffe-west', 'friends of coronation park')).toMatchObject(WRONG_STATE);
    expect(await (await server.as('ben-tattersall')).formGroup('radcliffe-west', 'Elsewhere')).toMatchObject(NOT_ALLOWED);
  });
});

describe('a term that ends while its holder is connected', () => {
  it('closes the door within five seconds, without anybody doing anything', async () => {
    const tom = await server.as('tom-hargreaves');
    const ben = await server.as('ben-tattersall');
    const given = await tom.grantInPlace('west', {
      whom: { personId: 'ben-tattersall' },
      role: 'facilitator',
      untilMs: Date.now() + 6_000, // time to come in meanwhile, on a busy machine too
    });
    const documents = await server.api.documents({ place: 'radcliffe-west' });
    const id = documents.ok ? (documents.value.documents[0]?.id ?? '') : '';
    const as = encodeURIComponent(given.ok ? given.value.capacity.id : '');
    const socket = new WebSocket(`${server.address.replace('http', 'ws')}/sync/${id}?as=${as}`, 'ginnel.v1', {
      headers: { authorization: `Bearer ${ben.token}` },
    });
    await once(socket, 'message');
    const [code] = (await once(socket, 'close', { signal: AbortSignal.timeout(11_000) })) as [number];
    expect([4401, 4403]).toContain(code);
  });
});

describe('who takes part in one document only', () => {
  async function sessionIn(place: string): Promise<string> {
    const documents = await server.api.documents({ place });
    return documents.ok ? (documents.value.documents.find(({ kind }) => kind === 'session')?.id ?? '') : '';
  }

  it('is listed for who calls in and who gives roles, and for nobody else; guests are not among them', async () => {
    const [ruth, tom] = await Promise.all([server.as('ruth-ogden'), server.as('tom-hargreaves')]);
    const id = await sessionIn('west');
    expect((await ruth.callIn(id, { whom: { personId: 'ben-tattersall' }, topic: 'Fires', untilMs: SOON() })).ok).toBe(true);
    const given = { whom: { personId: 'mia-lomax' }, role: 'facilitator', documentId: id, untilMs: SOON() } as const;
    expect((await tom.grantInPlace('west', given)).ok).toBe(true);
    const later = {
      whom: { personId: 'sheila-entwistle' },
      role: 'moderator',
      documentId: id,
      fromMs: SOON(),
      untilMs: SOON() + DAY_MS,
    } as const;
    expect((await tom.grantInPlace('west', later)).ok).toBe(true);
    const seen = async (person: string) => {
      const answer = await (await server.as(person)).calledIn(id);
      return answer.ok
        ? { may: answer.value.may, people: answer.value.people.map((each) => [each.person.name, each.held, each.state, each.may.end]) }
        : answer.error.kind;
    };
    const people = (endsRoles: boolean) => [
      ['Sheila Entwistle', null, 'to-come', false],
      ['Mia Lomax', null, 'stands', endsRoles],
      ['Ben Tattersall', 'topic', 'stands', true],
    ];
    expect(await seen('ruth-ogden')).toEqual({ may: { callIn: true, giveRole: false }, people: people(false) });
    expect(await seen('tom-hargreaves')).toEqual({ may: { callIn: true, giveRole: true }, people: people(true) });
    for (const other of ['ben-tattersall', 'mia-lomax', 'jo-kowalski', 'helen-brooks', 'imran-shah'])
      expect(await seen(other)).toBe('not-allowed');
    expect(await server.api.calledIn(id)).toMatchObject({ error: { kind: 'signed-out' } });
    expect(await tom.calledIn('nothing-here')).toMatchObject({ error: { kind: 'not-found' } });
  });

  it('ends before its day by whoever could have called in; a role for one session by an administrator', async () => {
    const [ruth, tom] = await Promise.all([server.as('ruth-ogden'), server.as('tom-hargreaves')]);
    const id = await sessionIn('west');
    const called = await tom.callIn(id, { whom: { personId: 'ben-tattersall' }, topic: 'Fires', untilMs: SOON() });
    const role = await tom.grantInPlace('west', { whom: { personId: 'mia-lomax' }, role: 'facilitator', documentId: id });
    const idOf = (granted: typeof role): string => (granted.ok ? granted.value.capacity.id : '');
    expect(await ruth.endCapacity(idOf(role), { reason: 'Done' })).toMatchObject(NOT_ALLOWED);
    expect(await (await server.as('jo-kowalski')).endCapacity(idOf(called), { reason: 'Done' })).toMatchObject(NOT_ALLOWED);
    expect((await ruth.endCapacity(idOf(called), { reason: 'The topic is dealt with' })).ok).toBe(true);
    expect((await tom.endCapacity(idOf(role), { reason: 'The session is over' })).ok).toBe(true);
    expect(await tom.calledIn(id)).toMatchObject({ value: { people: [] } });
    expect(await labelsOf('ben-tattersall')).toEqual(['resident of Prestwich']);
  });
});
