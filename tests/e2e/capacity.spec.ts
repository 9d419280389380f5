/** One person in several capacities, and one device with several people: words go where they were written, and stay nobody else's. */
import { contentOf, demoDocument, expect, fieldAt, keptOnDevice, openLive, saveState, signInAs, test } from './fixtures.ts';

const CHOICE = { name: 'You are writing as' };

test('words written without a connection hold the capacity until they are saved, and bring it back when the page is opened anew', async ({
  server,
  open,
}) => {
  const document = await demoDocument(server, 'priorities', 'radcliffe-west');
  const context = await open();
  const page = await signInAs(context, 'Jo Kowalski');
  await openLive(page, document);
  const choice = page.getByRole('combobox', CHOICE);
  const first = await choice.inputValue();
  const other = await choice
    .locator('option')
    .evaluateAll((options, value) => options.map((o) => (o as HTMLOptionElement).value).find((v) => v !== value) ?? '', first);
  expect(other).not.toBe('');

  await server.kill();
  await fieldAt(page, 'notes').click();
  await page.keyboard.type('written on the bus ');
  await expect(keptOnDevice(page)).toBeVisible();
  await expect(choice).toBeDisabled();
  await expect(page.getByText('You can change this when your words are saved.')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'kept on this device' })).toHaveCount(1);

  // As an older page may have left it: the other capacity is the remembered one.
  await page.evaluate(([id, capacity]) => localStorage.setItem(`ginnel.capacity.${id}`, capacity as string), [document.id, other]);
  await page.goto('about:blank');
  await server.startAgain();
  await page.goto(document.path);
  await expect(saveState(page, 'saved')).toBeVisible();
  await expect(choice).toHaveValue(first);
  expect(await contentOf(server, document)).toContain('written on the bus');
  await expect(choice).toBeEnabled();

  await page.reload();
  await expect(saveState(page, 'saved')).toBeVisible();
  await expect(choice).toHaveValue(other);
  expect(await fieldAt(page, 'notes').inputValue()).toContain('written on the bus');
});

test('words that wait in two capacities are all sent by the next opening, each in its own', async ({ server, open }) => {
  const document = await demoDocument(server, 'priorities', 'radcliffe-west');
  const page = await signInAs(await open(), 'Jo Kowalski');
  await openLive(page, document);
  const choice = page.getByRole('combobox', CHOICE);
  const capacities = await choice.locator('option').evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  const remember = (capacity: string) =>
    page.evaluate(([id, value]) => localStorage.setItem(`ginnel.capacity.${id}`, value as string), [document.id, capacity]);
  const written: string[] = [];
  // Two windows, as one had been left open in each capacity when the connection went.
  const windows = [page, await page.context().newPage()];
  for (const [i, window] of windows.entries()) {
    await remember(capacities[i] as string);
    await openLive(window, document);
    await expect(window.getByRole('combobox', CHOICE)).toHaveValue(capacities[i] as string);
  }
  await server.kill();
  for (const [i, window] of windows.entries()) {
    await fieldAt(window, 'notes').click();
    await window.keyboard.press('Control+End');
    written.push(`waits in ${i} ${'ab'.repeat(i + 2)}`);
    await window.keyboard.type(` ${written[i]}`);
    await expect(keptOnDevice(window)).toBeVisible();
  }
  await windows[1]?.close();
  await page.goto('about:blank');
  await server.startAgain();
  await page.goto(document.path);
  await expect(saveState(page, 'saved')).toBeVisible();
  for (const words of written) await expect.poll(async () => await contentOf(server, document)).toContain(words);
  const notes = await fieldAt(page, 'notes').inputValue();
  for (const words of written) expect(notes.split(words)).toHaveLength(2);
  await page.goto(`${document.path}/who`);
  const said = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
  const labels = written.map((words) => new RegExp(`${words}.{0,20}Jo Kowalski, ([^,]+),`).exec(said)?.[1]);
  expect(new Set([...labels, undefined]).size).toBe(3);
});

test('a page of somebody who signed out in another window, or that Back brings again, is read anew and promises nothing', async ({
  server,
  open,
}) => {
  const document = await demoDocument(server, 'priorities', 'radcliffe-west');
  const context = await open();
  const old = await signInAs(context, 'Amina Hussain');
  await openLive(old, document);
  const again = old.waitForEvent('load');
  await old.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await again;
  await expect(saveState(old, 'saved')).toBeVisible();

  const page = await context.newPage();
  await page.goto('/people/me');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/$/);
  await expect(old.getByText('You are reading. To write, say who you are.')).toBeVisible();
  await expect(old.getByText('Amina Hussain, ')).toHaveCount(0);
  await expect(old.getByText('kept on this device')).toHaveCount(0);
  await expect.poll(() => old.evaluate(() => Object.keys(localStorage))).toEqual([]);
});

test('somebody from elsewhere is told that they read, and who writes', async ({ server, open }) => {
  const document = await demoDocument(server, 'priorities', 'radcliffe-west');
  const page = await signInAs(await open(), 'Ben Tattersall');
  await page.goto(document.path);
  await expect(saveState(page, 'reading')).toBeVisible();
  await expect(page.getByText('You are reading. People of Radcliffe West write here.')).toBeVisible();
  await expect(page.getByText('You are writing as')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Undo my last change' })).toHaveCount(0);
  await expect(page.locator('h1, h2, h3').first()).toHaveJSProperty('tagName', 'H1');
});

test('a link that is opened in another browser says where it works', async ({ server, open }) => {
  const asker = await (await open()).newPage();
  await asker.goto('/sign-in');
  await asker.evaluate(() =>
    fetch('/api/sign-in/link', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"email":"nobody@ginnel.example"}',
    }),
  );
  const elsewhere = await (await open()).newPage();
  for (const [page, said] of [
    [asker, 'has been used or is too old'],
    [elsewhere, 'in the browser where you asked for it'],
  ] as const) {
    await page.goto(`${server.origin}/sign-in/link#${'x'.repeat(43)}`);
    await page.getByRole('button', { name: 'Sign in on this device' }).click();
    await expect(page.getByRole('main').getByRole('status')).toContainText(said);
  }
});
