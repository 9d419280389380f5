/** What a field does at its edges: its entry goes, its room ends, its words are taken back and brought again. */
import { contentOf, demoDocument, expect, fieldAt, openLive, saveState, signInAs, test } from './fixtures.ts';
import type { Page } from '@playwright/test';

async function newPriority(page: Page, title: string): Promise<string> {
  await page.getByRole('button', { name: 'Add a priority' }).click();
  await expect(page.locator('li.entry').last().locator('textarea').first()).toBeFocused();
  await page.keyboard.type(title);
  await expect(page.locator('li.entry').last().getByRole('heading', { name: title })).toBeAttached();
  return (await page.locator('li.entry').last().getAttribute('id')) as string;
}

/** Puts the words on the clipboard as a page of another site would have, and pastes them where the caret is. */
async function paste(page: Page, words: Readonly<Record<string, string>>): Promise<void> {
  await page.evaluate(async (types) => {
    const blobs = Object.entries(types).map(([type, text]) => [type, new Blob([text], { type })] as const);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
  }, words);
  await page.keyboard.press('Control+v');
}

const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] };

test('an entry that somebody takes out stays while another person writes in it, with all that they write', async ({ server, open }) => {
  const document = await demoDocument(server, 'priorities', 'radcliffe-west');
  const amina = await signInAs(await open(), 'Amina Hussain');
  const jo = await signInAs(await open(), 'Jo Kowalski');
  await openLive(amina, document);
  await openLive(jo, document);
  const id = await newPriority(amina, 'Lamps on the towpath');
  const why = fieldAt(amina, `priorities/${id}/why`);
  await why.click();
  await amina.keyboard.type('It is dark');

  const takeOut = async () => {
    await jo.getByRole('button', { name: 'More for Lamps on the towpath' }).click();
    await jo.locator(`#${id}`).getByRole('button', { name: 'Take out', exact: true }).click();
    await expect(jo.locator(`#${id}`)).toHaveCount(0);
  };
  await takeOut();
  const said = 'Jo Kowalski took this out. Your words are kept.';
  await expect(amina.locator(`#${id}`).getByText(said)).toBeVisible();
  await expect(amina.getByRole('status').filter({ hasText: said })).toHaveCount(1);
  await expect(why).toBeFocused();
  await amina.keyboard.type(' by four in winter');
  await expect.poll(async () => await contentOf(server, document)).toContain('It is dark by four in winter');

  await amina.locator(`#${id}`).getByRole('button', { name: 'Put it back' }).click();
  await expect(jo.locator(`#${id}`)).toBeVisible();
  await expect(amina.getByText(said)).toHaveCount(0);
  await expect(why).toBeFocused();
  await amina.keyboard.type(', and nobody walks');
  await takeOut();
  await expect(amina.locator(`#${id}`).getByText(said)).toBeVisible();
  await fieldAt(amina, 'notes').click();
  await expect(amina.locator(`#${id}`)).toHaveCount(0);
  await expect.poll(async () => await contentOf(server, document)).toContain('It is dark by four in winter, and nobody walks');
});

test('what goes beyond the room of a field is not taken, and it is said', async ({ server, open }) => {
  const document = await demoDocument(server, 'priorities', 'radcliffe-east');
  const page = await signInAs(await open(CLIPBOARD), 'Amina Hussain');
  await openLive(page, document);
  const id = await newPriority(page, 'Room for words');
  const title = fieldAt(page, `priorities/${id}/title`);
  const most = 300;

  await paste(page, { 'text/plain': 'a'.repeat(most) });
  const said = /That is 14 letters more than fits here, so none of it was put in\. It is still in your clipboard/;
  await expect(page.locator(`#${id}`).getByText(said)).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: said })).toHaveCount(1);
  await expect(title).toHaveValue('Room for words');

  await paste(page, { 'text/plain': 'a'.repeat(most - 'Room for words'.length) });
  await expect(page.locator(`#${id}`).getByText(said)).toHaveCount(0);
  await page.keyboard.type('b');
  await expect(page.locator(`#${id}`).getByText(/^This field is full/)).toBeVisible();
  expect((await title.inputValue()).length).toBe(most);
  await expect(saveState(page, 'saved')).toBeVisible();

  // So long a word neither covers its neighbours nor widens the page, at any width.
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    const places = await title.evaluate((field) => ({
      page: globalThis.document.documentElement.scrollWidth - innerWidth,
      words: field.scrollWidth - field.clientWidth,
      hidden: field.scrollHeight - field.clientHeight,
    }));
    expect(places).toEqual({ page: 0, words: 0, hidden: 0 });
  }
});

test('what an input method composes beyond the room of a field stays in sight, is said, and is kept', async ({ server, open }) => {
  const document = await demoDocument(server, 'priorities', 'radcliffe-east');
  const page = await signInAs(await open(CLIPBOARD), 'Amina Hussain');
  await openLive(page, document);
  const id = await newPriority(page, 'Room');
  const title = fieldAt(page, `priorities/${id}/title`);
  await paste(page, { 'text/plain': 'a'.repeat(292) });
  const before = `Room${'a'.repeat(292)}`;
  await expect(title).toHaveValue(before);
  const keys = await page.context().newCDPSession(page);
  await keys.send('Input.imeSetComposition', { text: 'nihaoma', selectionStart: 7, selectionEnd: 7 });
  await keys.send('Input.insertText', { text: '你好吗，你好吗' });

  await expect(title).toHaveValue(`${before}你好吗，你好吗`);
  const entry = page.locator(`#${id}`);
  const said = /3 letters more than fits here\. All of it stays in sight and is kept on this device/;
  await expect(entry.getByText(said)).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: said })).toHaveCount(1);
  await expect(title).toHaveAttribute('aria-invalid', 'true');
  await expect.poll(async () => await contentOf(server, document)).toContain(`${before}你好吗，"`);
  await page.getByRole('button', { name: /^Not accepted \(1\)/ }).click();
  await expect(page.getByRole('dialog').getByText('你好吗', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');

  await title.click();
  await page.keyboard.press('Control+Home');
  for (let i = 0; i < 3; i++) await page.keyboard.press('Delete');
  await expect(entry.getByText(said)).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Not accepted/ })).toHaveCount(0);
  await expect.poll(async () => await contentOf(server, document)).toContain(`"m${'a'.repeat(292)}你好吗，你好吗"`);
});

test('undo and redo by keyboard, in plain words and in prose', async ({ server, open }) => {
  const plain = await demoDocument(server, 'priorities', 'radcliffe-west');
  const prose = await demoDocument(server, 'plan', 'radcliffe-west');
  const page = await signInAs(await open(), 'Amina Hussain');
  for (const [document, path] of [
    [plain, 'notes'],
    [prose, 'strengths'],
  ] as const) {
    await openLive(page, document);
    const field = fieldAt(page, path);
    const words = async () => await field.evaluate((element: HTMLElement) => (element as HTMLTextAreaElement).value ?? element.textContent);
    await field.click();
    const before = await words();
    // At one go: slow typing would be several steps.
    await page.keyboard.insertText('undoneandredone');
    for (const redo of ['Control+Shift+Z', 'Control+y', 'Meta+Shift+Z']) {
      await page.keyboard.press('Control+z');
      await expect.poll(words).toBe(before);
      await page.keyboard.press(redo);
      await expect.poll(words).toContain('undoneandredone');
    }
  }
});

test('a table and a heading pasted into prose do not run together', async ({ server, open }) => {
  const document = await demoDocument(server, 'plan', 'radcliffe-west');
  const page = await signInAs(await open(CLIPBOARD), 'Amina Hussain');
  await openLive(page, document);
  const field = fieldAt(page, 'strengths');
  await field.click();
  await page.keyboard.press('Enter');
  const table = '<table><tr><td>c1</td><td><b>c2</b></td></tr><tr><td><p>d1</p></td><td>d2</td></tr></table>';
  await paste(page, { 'text/html': `<h1>Mills</h1><p>then</p>${table}<p>and so on</p>` });
  await expect(field.locator('h2').filter({ hasText: /^Mills$/ })).toHaveCount(1);
  for (const line of ['then', 'c1 c2', 'd1', 'd2'])
    await expect(field.locator('p').filter({ hasText: new RegExp(`^${line}$`) })).toHaveCount(1);
});
