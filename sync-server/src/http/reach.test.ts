/** Nobody's reach grows by their own word. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

let server: DemoServer;
beforeEach(async () => void (server = await demoServer()));
afterEach(() => server.stop());

const DAY_MS = 24 * 3_600_000;
const PICKERS = 'radcliffe-litter-pickers';
const NOT_ALLOWED = { ok: false, error: { kind: 'not-allowed' } };
const to = (personId: string) => ({ whom: { personId } });

describe('a role below a place', () => {
  it('of an administrator gives no role above it, to nobody, and ends none there', async () => {
    const tom = await server.as('tom-hargreaves');
    expect((await tom.grantInPlace('radcliffe-west', { ...to('amina-hussain'), role: 'admin' })).ok).toBe(true);
    const amina = await server.as('amina-hussain');
    for (const place of ['bury', 'west', 'radcliffe-east'])
      for (const person of ['amina-hussain', 'ben-tattersall'])
        expect(await amina.grantInPlace(place, { ...to(person), role: 'admin' })).toMatchObject(NOT_ALLOWED);
    const asked = { ...to('amina-hussain'), role: 'officer', placeId: 'bury' } as const;
    expect(await amina.grantInOrganisation('streets-and-parks', asked)).toMatchObject(NOT_ALLOWED);
    expect(await amina.endCapacity('tom-hargreaves.admin.bury', { reason: 'mine now' })).toMatchObject(NOT_ALLOWED);
    expect((await amina.grantInPlace('radcliffe-west', { ...to('ben-tattersall'), role: 'facilitator' })).ok).toBe(true);
  });

  it('of an administrator makes nobody the voice of an organisation by their own word', async () => {
    const tom = await server.as('tom-hargreaves');
    expect((await tom.grantInPlace('radcliffe-west', { ...to('amina-hussain'), role: 'admin' })).ok).toBe(true);
    const amina = await server.as('amina-hussain');
    const lead = { role: 'group-lead', placeId: 'radcliffe-west' } as const;
    const byMail = { whom: { email: 'Amina-Hussain@ginnel.example', name: 'Amina' } };
    for (const whom of [to('amina-hussain'), byMail])
      expect(await amina.grantInOrganisation(PICKERS, { ...whom, ...lead })).toMatchObject(NOT_ALLOWED);
    const asked = { email: 'amina-hussain@ginnel.example', name: 'Amina', organisationId: PICKERS, ...lead };
    expect(await amina.invite(asked)).toMatchObject(NOT_ALLOWED);
    expect(await tom.grantInOrganisation('streets-and-parks', { ...to('tom-hargreaves'), role: 'officer', placeId: 'bury' })).toMatchObject(
      NOT_ALLOWED,
    );
    expect((await amina.grantInOrganisation(PICKERS, { ...to('ben-tattersall'), ...lead })).ok).toBe(true);
  });

  it('of an administrator keeps nobody away who looks after the place from above', async () => {
    const tom = await server.as('tom-hargreaves');
    expect((await tom.grantInPlace('radcliffe-west', { ...to('amina-hussain'), role: 'admin' })).ok).toBe(true);
    const amina = await server.as('amina-hussain');
    const away = { placeId: 'radcliffe-west', reason: 'other', words: 'mine now', untilMs: null } as const;
    for (const above of ['tom-hargreaves', 'helen-brooks']) expect(await amina.removePerson(above, away)).toMatchObject(NOT_ALLOWED);
    expect((await amina.removePerson('ben-tattersall', away)).ok).toBe(true);
    expect((await tom.removePerson('helen-brooks', away)).ok).toBe(true);
    expect((await tom.removePerson('amina-hussain', away)).ok).toBe(true);
  });

  it('forms no group above it, and a group’s lead lets nobody write beyond where they lead', async () => {
    const ben = await server.as('ben-tattersall');
    for (const place of ['bury', 'west']) expect(await ben.formGroup(place, `Friends of ${place}`)).toMatchObject(NOT_ALLOWED);
    const jo = await server.as('jo-kowalski');
    for (const placeId of ['bury', 'prestwich'])
      for (const person of ['jo-kowalski', 'amina-hussain'])
        expect(await jo.grantInOrganisation(PICKERS, { ...to(person), role: 'group-member', placeId })).toMatchObject(NOT_ALLOWED);
    const asked = { email: 'x@example.org', name: 'X', role: 'group-member', organisationId: PICKERS, placeId: 'bury' } as const;
    expect(await jo.invite(asked)).toMatchObject(NOT_ALLOWED);
    expect((await jo.invite({ ...asked, placeId: 'radcliffe-east' })).ok).toBe(true);
  });
});

describe('a deputy', () => {
  it('gives nobody the role in which they stand in, nothing to themselves, and imports no lists', async () => {
    const tom = await server.as('tom-hargreaves');
    const named = await tom.nameDeputy('tom-hargreaves.admin.bury', { ...to('sheila-entwistle'), untilMs: Date.now() + DAY_MS });
    expect(named.ok).toBe(true);
    const sheila = await server.as('sheila-entwistle');
    expect(await sheila.grantInPlace('bury', { ...to('sheila-entwistle'), role: 'moderator' })).toMatchObject(NOT_ALLOWED);
    expect(await sheila.grantInPlace('bury', { ...to('ben-tattersall'), role: 'admin' })).toMatchObject(NOT_ALLOWED);
    const mine = { whom: { email: 'Sheila-Entwistle@ginnel.example', name: 'Sheila' }, role: 'moderator' } as const;
    expect(await sheila.grantInPlace('bury', mine)).toMatchObject(NOT_ALLOWED);
    for (const asked of [
      { email: 'sheila-entwistle@ginnel.example', role: 'facilitator' },
      { email: 'friend@example.org', role: 'admin' },
    ] as const)
      expect(await sheila.invite({ ...asked, name: 'Somebody', placeId: 'bury' })).toMatchObject(NOT_ALLOWED);
    const list = Buffer.from('name,email,role\nSheila,sheila-entwistle@ginnel.example,admin\n').toString('base64');
    expect(await sheila.importList('people', list)).toMatchObject(NOT_ALLOWED);
    expect((await sheila.grantInPlace('bury', { ...to('ben-tattersall'), role: 'facilitator' })).ok).toBe(true);
  });
});
