/** Whoever has no capacity left may still sign in, see what was decided about them and their words, and appeal: once, and nothing else. */
import { createApi, type Api } from '@ginnel/api/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { browser } from '../testing/browser.ts';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

const BAGS = { path: 'priorities/p_000ginnels/evidence', quote: 'On our Saturday picks in October we filled 64 bags in nine ginnels.' };

let server: DemoServer;
let documentId: string;
let helen: Api;
let tom: Api;
beforeEach(async () => {
  server = await demoServer();
  const listed = await server.api.documents({ place: 'radcliffe-west' });
  documentId = (listed.ok ? listed.value.documents : []).find(({ kind }) => kind === 'priorities')?.id ?? '';
  [helen, tom] = [await server.as('helen-brooks'), await server.as('tom-hargreaves')];
});
afterEach(() => server.stop());

async function endAll(personId: string): Promise<void> {
  const me = await (await server.as(personId)).me();
  // The only lead of a group hands over first.
  await tom.grantInOrganisation('radcliffe-litter-pickers', { whom: { personId: 'mia-lomax' }, role: 'group-lead', placeId: 'west' });
  for (const { id } of me.ok ? me.value.capacities : []) expect((await tom.endCapacity(id, { reason: 'Moved away' })).ok).toBe(true);
}

/** By the letter that the link comes in. @returns the token of the session */
async function signedInByLink(email: string): Promise<string> {
  const who = browser(server.address);
  await who.fetch('/api/sign-in/link', { method: 'POST', body: { email } });
  const letter = async (): Promise<string> => {
    const mail = await server.api.demoMailbox();
    const to = (mail.ok ? mail.value.messages : []).filter((each) => each.to === email);
    return /link#([\w-]+)/.exec(to.map(({ text }) => text).join('\n'))?.[1] ?? '';
  };
  await expect.poll(letter).not.toBe('');
  await who.fetch('/api/sign-in/link/confirm', { method: 'POST', body: { token: await letter() } });
  return who.cookies.get('ginnel_session') ?? '';
}

it('whose capacities have all ended signs in by link, is nobody’s member, and appeals against holding and against time away', async () => {
  const held = await helen.holdWords(documentId, { ...BAGS, reason: 'off-topic', words: 'Elsewhere' });
  const heldId = held.ok ? held.value.held.id : '';
  const removed = await helen.removePerson('jo-kowalski', { placeId: 'bury', reason: 'abuse', words: 'Rude', untilMs: null });
  const removal = removed.ok ? removed.value.removal.id : '';
  const before = await server.as('jo-kowalski');
  await endAll('jo-kowalski');
  expect((await before.me()).ok && (await before.ownHeld())).toMatchObject({ ok: false, error: { kind: 'signed-out' } });

  const jo = createApi({ origin: server.address, token: await signedInByLink('jo-kowalski@ginnel.example') });
  expect(await jo.me()).toMatchObject({ value: { person: { id: 'jo-kowalski' }, capacities: [] } });
  expect(await jo.ownHeld()).toMatchObject({ value: { held: [{ id: heldId }] } });
  const appealed = await jo.appealHeld(heldId, 'It is about this ward');
  expect(appealed).toMatchObject({ ok: true, value: { receipt: { command: 'words.appeal' } } });
  expect(await jo.appealHeld(heldId, 'Again')).toMatchObject({ error: { kind: 'wrong-state' } });
  expect((await jo.appeal(removal, 'That was not me')).ok).toBe(true);
  expect(await jo.appeal(removal, 'Again')).toMatchObject({ error: { kind: 'wrong-state' } });
  expect(await helen.moderationQueue()).toMatchObject({ value: { contested: [{ id: heldId }], appeals: [{ id: removal }] } });

  const made = await jo.createDocument({ kind: 'plan', placeId: 'radcliffe-west', title: 'Mine' });
  expect(made).toMatchObject({ error: { kind: 'not-allowed' } });
  expect(await jo.appealHeld('somebody-elses', 'Theirs')).toMatchObject({ error: { kind: 'not-found' } });
  expect(await jo.moderationQueue()).toMatchObject({ error: { kind: 'not-allowed' } });
  const appeal = appealed.ok ? appealed.value.appeal.id : '';
  expect((await tom.convenePanel(appeal, ['amina-hussain', 'sheila-entwistle', 'dan-okafor'])).ok).toBe(true);
});

it('acknowledges a warning, and takes no capacity that has ended for one that stands', async () => {
  await helen.warnPerson('jo-kowalski', { placeId: 'west', reason: 'abuse', words: 'Please be kind' });
  await endAll('jo-kowalski');
  const token = await signedInByLink('jo-kowalski@ginnel.example');
  const jo = createApi({ origin: server.address, token });
  const warnings = await jo.ownWarnings();
  const id = warnings.ok ? (warnings.value.warnings[0]?.id ?? '') : '';
  const asEnded = await fetch(`${server.address}/api/warnings/${id}/acknowledge`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'ginnel-capacity': 'jo-kowalski.resident.radcliffe-west' },
  });
  expect(asEnded.status).toBe(403);
  expect((await jo.acknowledgeWarning(id)).ok).toBe(true);
});
