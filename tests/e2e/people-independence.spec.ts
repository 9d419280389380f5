/** Hidden words put back after the document began anew, who may be the second person, and appealing with no capacity left. */
import { createApi, type Api } from '@ginnel/api/client';
import AxeBuilder from '@axe-core/playwright';
import type { RunningServer } from '../conformance/running-server.ts';
import { contentOf, expect, fieldAt, openLive, signInAs, test } from './fixtures.ts';

const CLAIM = 'The council never answers anybody in the flats';

async function as(server: RunningServer, person: string): Promise<Api> {
  const signedIn = await createApi({ origin: server.address }).demoSignIn(person);
  return createApi({ origin: server.address, token: signedIn.ok ? signedIn.value.token : '' });
}

async function newDocument(server: RunningServer, title: string): Promise<{ id: string; path: string }> {
  const made = await (await as(server, 'sheila-entwistle')).createDocument({ kind: 'priorities', placeId: 'radcliffe-west', title });
  const id = made.ok ? made.value.id : '';
  return { id, path: `/documents/${id}` };
}

test('somebody reports as whom they chose; words hidden for it are put back by a button after something else went for good', async ({
  open,
  server,
}) => {
  const document = await newDocument(server, 'Hidden, then anew');
  const sheila = await signInAs(await open(), 'Sheila Entwistle');
  await openLive(sheila, document);
  await fieldAt(sheila, 'notes').fill(`Ring me on 01632 960999. ${CLAIM} who asks.`);
  await expect.poll(() => contentOf(server, document)).toContain(CLAIM);

  const jo = await signInAs(await open(), 'Jo Kowalski');
  await openLive(jo, document);
  await jo.getByLabel(/You are writing as/).selectOption({ label: 'resident of Radcliffe West' });
  await jo.getByRole('button', { name: 'Report something here' }).click();
  const dialog = jo.getByRole('dialog');
  await expect(dialog.getByText('you report it as resident of Radcliffe West')).toBeVisible();
  await dialog.getByLabel('Which words?').fill(CLAIM);
  await dialog.getByRole('button', { name: 'Send this report' }).click();
  await expect(jo.getByText('Thank you. A moderator will look at it.')).toBeVisible();

  const helen = await signInAs(await open({ viewport: { width: 390, height: 844 } }), 'Helen Brooks');
  await helen.goto('/moderation');
  await helen.getByRole('option').filter({ hasText: CLAIM }).click();
  await expect(helen.getByText('Reported by Jo Kowalski, resident of Radcliffe West.')).toBeVisible();
  await helen.getByRole('button', { name: 'Hide with a reason' }).click();
  await helen.getByLabel(/Why are the words hidden/).fill('Not a matter of this page');
  await helen.getByRole('main').locator('form').getByRole('button').first().press('Enter');
  await expect.poll(() => contentOf(server, document)).not.toContain(CLAIM);

  const target = { kind: 'range', documentId: document.id, path: 'notes', quote: 'Ring me on 01632 960999. ' } as const;
  const asked = await (await as(server, 'helen-brooks')).askToExpunge(target, 'erasure');
  expect((await (await as(server, 'tom-hargreaves')).answerExpunge(asked.ok ? asked.value.expunge.id : '', true)).ok).toBe(true);
  await expect.poll(() => contentOf(server, document)).not.toContain('960999');

  await helen.reload();
  const hidden = helen.getByRole('region', { name: 'Hidden words that can be put back' });
  await hidden
    .getByText(/Hidden, then anew/)
    .first()
    .press('Enter');
  await expect(hidden).toContainText(CLAIM);
  expect((await new AxeBuilder({ page: helen }).analyze()).violations).toEqual([]);
  await hidden.getByRole('button', { name: 'Restore the words' }).press('Enter');
  await expect(helen.getByRole('status').filter({ hasText: 'Restored at its place.' })).toBeVisible();
  await expect.poll(() => contentOf(server, document)).toContain(`${CLAIM} who asks.`);
  await sheila.goto(`${document.path}/who`);
  await expect(sheila.getByRole('main')).toContainText(CLAIM);
});

test('an author who moderates is told that somebody independent has to agree, and may decline', async ({ open, server }) => {
  const document = await newDocument(server, 'By a moderator');
  const writing = await signInAs(await open(), 'Helen Brooks');
  await openLive(writing, document);
  await fieldAt(writing, 'notes').fill('Residents should be quiet.');
  await expect.poll(() => contentOf(server, document)).toContain('quiet');
  const target = { kind: 'range', documentId: document.id, path: 'notes', quote: 'Residents should be quiet.' } as const;
  const asked = await (await as(server, 'tom-hargreaves')).askToExpunge(target, 'unlawful');
  await writing.goto(`/expunge/${asked.ok ? asked.value.expunge.id : ''}`);
  await expect(writing.getByText('Somebody independent has to agree')).toBeVisible();
  await expect(writing.getByRole('button', { name: 'Take it out for good' })).toHaveCount(0);
  await writing.getByRole('button', { name: 'Decline' }).press('Enter');
  await expect(writing.getByRole('status').filter({ hasText: 'Declined' })).toBeVisible();
  expect(await contentOf(server, document)).toContain('quiet');
});

test('whoever has no part here any more still reads what was held and asks a panel', async ({ open, server }) => {
  const document = await newDocument(server, 'Before moving away');
  const [helen, tom] = [await as(server, 'helen-brooks'), await as(server, 'tom-hargreaves')];
  expect((await tom.grantInPlace('radcliffe-west', { whom: { personId: 'ben-tattersall' }, role: 'resident' })).ok).toBe(true);
  const ben = await signInAs(await open(), 'Ben Tattersall');
  await openLive(ben, document);
  await fieldAt(ben, 'notes').fill(CLAIM);
  await expect.poll(() => contentOf(server, document)).toContain(CLAIM);
  const held = await helen.holdWords(document.id, { quote: CLAIM, reason: 'other', words: 'Looked at' });
  const me = await (await as(server, 'ben-tattersall')).me();
  for (const { id } of me.ok ? me.value.capacities : []) expect((await tom.endCapacity(id, { reason: 'Moved away' })).ok).toBe(true);
  const back = await signInAs(await open(), 'Ben Tattersall');
  await back.goto('/moderation/mine');
  await expect(back.getByRole('main')).toContainText(CLAIM);
  await back.getByLabel('What should the panel know?').fill('It was true when I wrote it');
  await back.getByRole('button', { name: 'Ask a panel to look' }).press('Enter');
  await expect(back.getByText('You have asked a panel to look at it.')).toBeVisible();
  // Nothing is left waiting for the moderators of other tests.
  const done = await tom.decideHeld(held.ok ? held.value.held.id : '', { to: 'restored', words: 'It was true' });
  expect(done.ok).toBe(true);
});
