/** A long document: it becomes live entry by entry, and nothing of it waits for the person. */
import { createApi } from '@ginnel/api/client';
import { addEntry } from '@ginnel/merge/edits/entries';
import type { Page } from '@playwright/test';
import * as Y from 'yjs';
import { signIn, socketOf, stockProvider, synced } from '../conformance/people.ts';
import type { RunningServer } from '../conformance/running-server.ts';
import { contentOf, expect, fieldAt, openLive, saveState, signInAs, test, type DemoDocument } from './fixtures.ts';

const ENTRIES = 60;
const ids = Array.from({ length: ENTRIES }, (_, i) => `p_${String(i).padStart(8, '0')}`);

async function longDocument(server: RunningServer): Promise<DemoDocument> {
  const writer = await signIn(server, 'amina-hussain');
  const made = await writer.api.createDocument({ kind: 'priorities', placeId: 'radcliffe-west', title: 'A very long evening' });
  if (!made.ok) throw new Error(made.error.title);
  const { id } = made.value;
  const doc = new Y.Doc();
  const provider = stockProvider(server, id, doc, socketOf(writer.token));
  await synced(provider);
  ids.forEach((entry, i) =>
    addEntry('priorities', doc, ['priorities'], { id: entry, fields: { title: `Wish ${i}`, why: `Because of ${i}` } }),
  );
  const document = { id, path: `/documents/${id}` };
  await expect.poll(() => contentOf(server, document)).toContain(ids.at(-1));
  provider.destroy();
  return document;
}

const entry = (page: Page, at: number) => page.locator(`#${ids[at]}`);
const why = (at: number) => `priorities/${ids[at]}/why`;

test('every entry of a long document is live in the end, and its menu is filled when it opens, by keyboard too', async ({
  server,
  open,
}) => {
  const document = await longDocument(server);
  const page = await signInAs(await open(), 'Amina Hussain');
  await openLive(page, document);
  await expect(page.locator('li.entry textarea')).toHaveCount(ENTRIES * 4);
  const inMenus = page.locator('li.entry [popover] button');
  await expect(inMenus).toHaveCount(0);
  await entry(page, 3).getByRole('button', { name: 'More for Wish 3' }).focus();
  await page.keyboard.press('Enter');
  await expect(inMenus).toHaveCount(ENTRIES);
  await page.keyboard.press('Tab');
  await expect(inMenus.first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(inMenus).toHaveCount(0);
  await expect(entry(page, 3).getByRole('button', { name: 'More for Wish 3' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('li.entry').first()).toHaveAttribute('id', ids[3] as string);
  await expect(page.getByRole('status').filter({ hasText: `Moved up to 1 of ${ENTRIES}` })).toHaveCount(1);
});

test('an entry whose turn has not come shows what others write, and is live as soon as one reaches for it', async ({ server, open }) => {
  const document = await longDocument(server);
  const context = await open();
  // A device so busy that it never comes to the rest.
  await context.addInitScript(() => Object.assign(globalThis, { requestIdleCallback: () => 0 }));
  const page = await signInAs(context, 'Amina Hussain');
  await openLive(page, document);
  await expect(page.locator('li.entry textarea')).toHaveCount(0);

  const jo = await signInAs(await open(), 'Jo Kowalski');
  await openLive(jo, document);
  await fieldAt(jo, why(40)).fill('Because of what Jo saw');
  await expect(entry(page, 40)).toContainText('Because of what Jo saw');

  await entry(page, 40).getByText('Because of what Jo saw').hover();
  const field = fieldAt(page, why(40));
  await field.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(', and Amina too');
  await expect(fieldAt(jo, why(40))).toHaveValue('Because of what Jo saw, and Amina too');
  await expect(saveState(page, 'saved')).toBeVisible();
  const read = await createApi({ origin: server.address }).document(document.id);
  expect(JSON.stringify(read)).toContain('and Amina too');
  await expect(page.locator('li.entry textarea')).toHaveCount(4);
});

test('one goes to where somebody writes though its turn has not come, and words marked before their turn are known by their place', async ({
  server,
  open,
}) => {
  const document = await longDocument(server);
  const context = await open();
  await context.addInitScript(() => Object.assign(globalThis, { requestIdleCallback: () => 0 }));
  const page = await signInAs(context, 'Amina Hussain');
  await openLive(page, document);
  await expect(page.locator(`[data-path="${why(30)}"]`)).toHaveText('Because of 30');
  await expect(fieldAt(page, why(30))).toHaveCount(0);

  const jo = await signInAs(await open(), 'Jo Kowalski');
  await openLive(jo, document);
  await fieldAt(jo, why(40)).fill('Because of what Jo saw');
  await page
    .locator('aside')
    .getByRole('button', { name: /Jo Kowalski/ })
    .click();
  await expect(fieldAt(page, why(40))).toBeFocused();
});
