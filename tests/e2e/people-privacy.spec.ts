/** Looking after oneself, in a real browser: a protected name, one's own data, leaving, one's sign-ins, and how long things are kept. */
import AxeBuilder from '@axe-core/playwright';
import { createApi } from '@ginnel/api/client';
import type { Page } from '@playwright/test';
import type { RunningServer } from '../conformance/running-server.ts';
import { demoDocument, expect, fieldAt, openLive, saveState, signInAs, test } from './fixtures.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function isWhole(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    }
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
    expect(violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
  }
}

async function as(server: RunningServer, person: string) {
  const signedIn = await createApi({ origin: server.address }).demoSignIn(person);
  if (!signedIn.ok) throw new Error(signedIn.error.title);
  return createApi({ origin: server.address, token: signedIn.value.token });
}

test('a protected name takes the place of the real one at a table that is open, and gives it back', async ({ server, open }) => {
  const document = await demoDocument(server, 'priorities', 'radcliffe-west');
  const mia = await signInAs(await open(), 'Mia Lomax');
  const jo = await signInAs(await open(), 'Jo Kowalski');
  await openLive(mia, document);
  await openLive(jo, document);
  await fieldAt(mia, 'notes').click();
  await mia.keyboard.type('Lights by the underpass ');
  await expect(fieldAt(jo, 'notes')).toHaveValue(/Lights by the underpass/);
  await expect(jo.getByText('Mia Lomax').first()).toBeAttached();

  const helen = await signInAs(await open(), 'Helen Brooks');
  await helen.goto('/people/mia-lomax');
  await isWhole(helen);
  await helen.getByLabel('Why').fill('Somebody is looking for her');
  await helen.getByLabel('The name to show').fill('A young neighbour');
  await helen.getByRole('button', { name: 'Show this name' }).click();
  await expect(helen.getByText('Everybody sees “A young neighbour”.')).toBeVisible();

  await expect(jo.getByText('A young neighbour').first()).toBeAttached();
  await expect(jo.getByText('Mia Lomax')).toHaveCount(0);
  await expect(saveState(mia, 'saved')).toBeVisible();
  await fieldAt(mia, 'notes').click();
  await mia.keyboard.type('and a mirror ');
  await expect(fieldAt(jo, 'notes')).toHaveValue(/and a mirror/);
  await jo.goto(`${document.path}/who`);
  await expect(jo.getByText('A young neighbour').first()).toBeVisible();
  await expect(jo.getByText('Mia Lomax')).toHaveCount(0);

  await mia.goto('/people/me');
  await expect(mia.getByText('Everybody sees you as “A young neighbour”.')).toBeVisible();
  await mia.getByRole('button', { name: 'Show my real name again' }).click();
  await expect(mia.getByRole('heading', { level: 1, name: 'You are Mia Lomax' })).toBeVisible();
});

test('leaving shows first what goes and what stays, then does it, with a receipt, and leaves nothing on the device', async ({
  server,
  open,
}) => {
  const context = await open();
  const grace = await signInAs(context, 'Grace Adeyemi');
  await grace.goto('/people/me');
  await isWhole(grace);
  await expect(grace.getByText('Signed in to the demo').first()).toBeVisible();
  const download = grace.waitForEvent('download');
  await grace.getByRole('link', { name: 'Download what is mine' }).click();
  expect((await download).suggestedFilename()).toBe('ginnel-my-data.zip');
  await grace.getByRole('link', { name: 'Leave Ginnel…' }).click();
  await expect(grace.getByText('Your e-mail address, grace-adeyemi@ginnel.example')).toBeVisible();
  await expect(grace.getByText(/characters that you wrote in/)).toBeVisible();
  await isWhole(grace);
  const documents = await createApi({ origin: server.address }).documents();
  await grace.getByRole('button', { name: 'Leave and delete this' }).click();
  await expect(grace.getByRole('alert').filter({ hasText: 'tick the box' })).toBeVisible();
  await grace.getByLabel('I have read this').check();
  await grace.getByRole('button', { name: 'Leave and delete this' }).click();
  await expect(grace.getByRole('heading', { level: 1, name: 'You have left' })).toBeFocused();
  await expect(grace.getByText(/Your receipt: decision \d+/)).toBeVisible();
  await expect(grace.getByText('Grace Adeyemi')).toHaveCount(0);
  expect(await createApi({ origin: server.address }).documents()).toEqual(documents);
  const left = await grace.evaluate(() => Object.keys(localStorage));
  expect(left).toEqual([]);
});

test('who is the only lead of a group is told whom to ask before they can leave', async ({ open }) => {
  const jo = await signInAs(await open(), 'Jo Kowalski');
  await jo.goto('/people/me/leave');
  await expect(jo.getByText('You are the only one who can act for Radcliffe Litter Pickers.')).toBeVisible();
  await expect(jo.getByRole('button', { name: 'Leave and delete this' })).toHaveCount(0);
});

test('everybody reads how long things are kept; an administrator sees what is due, sets a period and runs it', async ({ server, open }) => {
  const nobody = await (await open()).newPage();
  await nobody.goto('/privacy');
  await expect(nobody.getByRole('rowheader', { name: 'The journal of your sign-ins' })).toBeVisible();
  await expect(nobody.getByRole('button', { name: 'Let it go now' })).toHaveCount(0);
  await isWhole(nobody);
  const tom = await signInAs(await open(), 'Tom Hargreaves');
  await tom.goto('/privacy');
  await isWhole(tom);
  await tom.getByRole('button', { name: 'Let it go now' }).click();
  await expect(tom.getByText('It has gone, and stands in the audit.')).toBeVisible();
  await tom.getByLabel('Kept for how many days?').fill('365');
  await tom.getByLabel('Why').fill('A year was asked for');
  await tom.getByRole('button', { name: 'Set this' }).click();
  await expect(tom.getByRole('row', { name: /The journal of your sign-ins/ })).toContainText('365 days');
  const audit = await createApi({ origin: server.address }).audit({ limit: 1000 });
  const commands = audit.ok ? audit.value.entries.map(({ command }) => command) : [];
  expect(commands).toEqual(expect.arrayContaining(['retention.run', 'retention.set']));
});

test('taken away in the middle of writing: the table closes within five seconds, the next words are refused and stay on the device', async ({
  server,
  open,
}) => {
  const document = await demoDocument(server, 'priorities', 'radcliffe-east');
  const sheila = await signInAs(await open(), 'Sheila Entwistle');
  await openLive(sheila, document);
  await fieldAt(sheila, 'notes').click();
  await sheila.keyboard.type('Words that were saved ');
  await expect(saveState(sheila, 'saved')).toBeVisible();
  await sheila.context().setOffline(true);
  await expect(saveState(sheila, 'kept')).toBeVisible();
  await sheila.keyboard.type('words that nobody has yet ');
  await expect(saveState(sheila, 'kept').filter({ hasText: /\(\d+ letters?\)/ })).toBeVisible();

  const tom = await as(server, 'tom-hargreaves');
  expect((await tom.endPersonsSessions('sheila-entwistle', 'A lost phone')).ok).toBe(true);
  await sheila.context().setOffline(false);
  await expect(sheila.getByRole('alert').filter({ hasText: 'You have been signed out' })).toBeVisible({ timeout: 5000 });
  await expect(fieldAt(sheila, 'notes')).toHaveValue(/words that nobody has yet/);
  const held = await createApi({ origin: server.address }).document(document.id);
  expect(held.ok && held.value.notes).not.toContain('words that nobody has yet');
  expect(held.ok && held.value.notes).toContain('Words that were saved');

  await sheila.getByRole('alert').getByRole('link', { name: 'Sign in' }).click();
  await sheila.getByRole('button', { name: 'Sign in as Sheila Entwistle' }).click();
  await expect(sheila).toHaveURL(new RegExp(`${document.path}$`));
  await expect
    .poll(async () => {
      const now = await createApi({ origin: server.address }).document(document.id);
      return now.ok ? now.value.notes : '';
    })
    .toContain('words that nobody has yet');
  expect((await tom.endPersonsSessions('sheila-entwistle', 'Again')).ok).toBe(true);
  await expect(sheila.getByRole('alert').filter({ hasText: 'You have been signed out' })).toBeVisible({ timeout: 5000 });
});

test('signed out in one window with words unsent: signing in in another sends them, whichever document is opened there, and the first goes on', async ({
  server,
  open,
}) => {
  const document = await demoDocument(server, 'priorities', 'radcliffe-east');
  const context = await open();
  const first = await signInAs(context, 'Sheila Entwistle');
  await openLive(first, document);
  await fieldAt(first, 'notes').click();
  await context.setOffline(true);
  await expect(saveState(first, 'kept')).toBeVisible();
  await first.keyboard.type('typed before the session ended ');
  await expect(saveState(first, 'kept').filter({ hasText: /\(\d+ letters?\)/ })).toBeVisible();
  const tom = await as(server, 'tom-hargreaves');
  expect((await tom.endPersonsSessions('sheila-entwistle', 'A lost phone')).ok).toBe(true);
  await context.setOffline(false);
  await expect(first.getByRole('alert').filter({ hasText: 'You have been signed out' })).toBeVisible();

  await signInAs(context, 'Sheila Entwistle');
  await expect
    .poll(async () => {
      const now = await createApi({ origin: server.address }).document(document.id);
      return now.ok ? now.value.notes : '';
    })
    .toContain('typed before the session ended');
  await expect(saveState(first, 'saved')).toBeVisible();
});
