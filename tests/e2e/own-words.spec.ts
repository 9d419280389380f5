import { contentOf, demoDocument, expect, fieldAt, keptOnDevice, openLive, saveState, signInAs, test } from './fixtures.ts';
import { Hand } from './hand.ts';

test("undo takes back one's own edits only, and leaves what others wrote in one's entry", async ({ server, open }) => {
  const document = await demoDocument(server, 'priorities', 'radcliffe-west');
  const amina = await Hand.of('und', await signInAs(await open(), 'Amina Hussain'));
  const jo = await Hand.of('oth', await signInAs(await open(), 'Jo Kowalski'));
  await openLive(amina.page, document);
  await openLive(jo.page, document);

  await amina.page.getByRole('button', { name: 'Add a priority' }).click();
  await expect(amina.page.locator('li.entry').last().locator('textarea').first()).toBeFocused();
  // At one go: slow typing would be several steps.
  await amina.page.keyboard.insertText('Benches by the canal');
  await expect(saveState(amina.page, 'saved')).toBeVisible();
  const entry = jo.page.getByRole('listitem').filter({ has: jo.page.getByRole('heading', { name: 'Benches by the canal' }) });
  const id = (await entry.getAttribute('id')) as string;
  await jo.goTo(`priorities/${id}/why`);
  await jo.write(3);
  await expect(saveState(jo.page, 'saved')).toBeVisible();
  await amina.expectTokens(`priorities/${id}/why`, jo.written);

  const undo = amina.page.getByRole('button', { name: 'Undo my last change' });
  await undo.click();
  await expect(fieldAt(amina.page, `priorities/${id}/title`)).toHaveValue('');
  await amina.expectTokens(`priorities/${id}/why`, jo.written);
  await undo.click();
  await expect(amina.page.locator(`[data-path="priorities/${id}/title"]`)).toHaveCount(0);
  await expect(saveState(amina.page, 'saved')).toBeVisible();
  expect(await contentOf(server, document)).toContain(jo.written[0]);

  await amina.page.getByRole('button', { name: 'Redo my last change' }).click();
  await amina.expectTokens(`priorities/${id}/why`, jo.written);
  await jo.expectTokens(`priorities/${id}/why`, jo.written);
});

test('signing out leaves nothing of the person on the device, and asks first when words would be lost', async ({ server, open }) => {
  const document = await demoDocument(server, 'plan', 'radcliffe-west');
  const context = await open();
  const page = await signInAs(context, 'Sheila Entwistle');
  const sheila = await Hand.of('out', page);
  await openLive(page, document);
  await sheila.goTo('notes');
  await sheila.write(2);
  await expect(saveState(page, 'saved')).toBeVisible();
  await server.kill();
  await sheila.write(2);
  await expect(keptOnDevice(page)).toBeVisible();
  // With the server gone, the page of a person comes from what the device has; they stay where they are and come back.
  await server.startAgain();
  await expect(saveState(page, 'saved')).toBeVisible();

  await page.goto('/people/me');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/$/);
  const left = await page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name ?? '').filter((name) => name !== 'ginnel'),
    // What a reader who is nobody has opened since may be kept.
    pages: await Promise.all((await (await caches.open('ginnel-opened')).matchAll()).map((response) => response.text())),
    keys: Object.keys(localStorage),
  }));
  expect(left.databases).toEqual([]);
  expect(left.keys).toEqual([]);
  for (const page of left.pages) expect(page).not.toContain('Sheila');
  expect(await contentOf(server, document)).toContain(sheila.written.at(-1));
});
