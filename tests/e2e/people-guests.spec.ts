/** A hall comes in: the facilitator's door, guests by QR and by spoken code, in real browsers. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { demoDocument, expect, fieldAt, saveState, signInAs, test } from './fixtures.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function codesOf(page: Page): Promise<{ secret: string; code: string }> {
  return await page.evaluate(() => {
    const key = Object.keys(sessionStorage).find((name) => name.startsWith('ginnel.door.')) ?? '';
    return JSON.parse(sessionStorage.getItem(key) ?? '{}') as { secret: string; code: string };
  });
}

async function isWhole(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  expect(violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
}

test('guests come in by QR and by the code that is read out, write as guests, and are counted at the door', async ({ server, open }) => {
  const document = await demoDocument(server, 'priorities', 'radcliffe-west');
  const yusuf = await signInAs(await open({ viewport: { width: 1440, height: 900 } }), 'Yusuf Patel');
  await yusuf.goto(document.path);
  await yusuf.getByRole('link', { name: 'Let guests in' }).click();
  await yusuf.getByRole('button', { name: 'Open the door' }).click();
  await expect(yusuf.getByRole('img', { name: /QR code/ })).toBeVisible();
  await expect(yusuf.getByText('0 guests have come in')).toBeVisible();
  await isWhole(yusuf);
  const { secret, code } = await codesOf(yusuf);

  const phone = await open({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  const pat = await phone.newPage();
  const asked: string[] = [];
  phone.on('request', (request) => asked.push(request.url()));
  await pat.goto(`/join#${secret}`);
  await isWhole(pat);
  await expect(pat.getByText('Your phone has read the code')).toBeVisible();
  await pat.getByLabel('What should we call you?').fill('Pat');
  await pat.keyboard.press('Enter');
  await expect(pat).toHaveURL(new RegExp(document.path));
  await expect(saveState(pat, 'saved')).toBeVisible();
  await expect(pat.getByText('Pat, guest')).toBeVisible();
  expect(asked.filter((url) => new URL(url).pathname.includes(secret) || new URL(url).search.includes(secret))).toEqual([]);

  const sam = await (await open({ viewport: { width: 390, height: 844 } })).newPage();
  await sam.goto('/join');
  await isWhole(sam);
  await sam.getByRole('button', { name: 'Come in' }).click();
  await expect(sam.getByText('Write the code that is shown')).toBeVisible();
  await sam.getByLabel('The code of the session').fill(code.toUpperCase().replace('-', ' ').replaceAll('5', 'S').replaceAll('2', 'z'));
  await sam.getByLabel('What should we call you?').fill('Sam');
  await sam.getByRole('button', { name: 'Come in' }).click();
  await expect(sam).toHaveURL(new RegExp(document.path));
  await expect(saveState(sam, 'saved')).toBeVisible();
  await fieldAt(sam, 'notes').click();
  await sam.keyboard.type('A bench by the canal ');
  await expect(fieldAt(pat, 'notes')).toHaveValue(/A bench by the canal/);
  await expect(yusuf.getByText('2 guests have come in')).toBeVisible();

  await yusuf.getByRole('button', { name: 'Make new codes' }).click();
  await expect(yusuf.getByText('The old ones let nobody in.')).toBeVisible();
  const late = await (await open()).newPage();
  await late.goto(`/join#${secret}`);
  await late.getByLabel('What should we call you?').fill('Late');
  await late.getByRole('button', { name: 'Come in' }).click();
  await expect(late.getByRole('alert').filter({ hasText: 'no longer the right one' })).toBeVisible();
  await expect(late.getByLabel('The code of the session')).toBeVisible();

  await yusuf.reload();
  await expect(yusuf.getByRole('img', { name: /QR code/ })).toBeVisible();
  await yusuf.getByRole('button', { name: 'Close the door' }).click();
  await expect(yusuf.getByRole('button', { name: 'Open the door' })).toBeVisible();
  await fieldAt(pat, 'notes').click();
  await pat.keyboard.type('And a light ');
  await expect(fieldAt(sam, 'notes')).toHaveValue(/And a light/);
});

test('thirty people behind one address come in at once', async ({ server, open }) => {
  const document = await demoDocument(server, 'plan', 'radcliffe-west');
  const yusuf = await signInAs(await open(), 'Yusuf Patel');
  await yusuf.goto(`/join/door/${document.id}`);
  await yusuf.getByRole('button', { name: 'Open the door' }).click();
  await expect(yusuf.getByRole('img', { name: /QR code/ })).toBeVisible();
  const { code } = await codesOf(yusuf);
  const comeIn = async (name: string): Promise<number> => {
    const asked = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code, name }) };
    const { status } = await fetch(`${server.address}/api/guests`, asked);
    // A server that was away for ten seconds takes who waited for slow; whoever is told so asks again, as browsers do.
    return status === 408 ? await comeIn(name) : status;
  };
  const answers = await Promise.all(Array.from({ length: 30 }, async (_, i) => await comeIn(`Guest ${i}`)));
  expect(answers).toEqual(answers.map(() => 200));
  await expect(yusuf.getByText('30 guests have come in')).toBeVisible();
});

test('somebody who leads nowhere is told so at the door, and nothing more', async ({ server, open }) => {
  const document = await demoDocument(server, 'deal', 'radcliffe-west');
  const ben = await signInAs(await open(), 'Ben Tattersall');
  await ben.goto(`/join/door/${document.id}`);
  await expect(ben.getByText('Only people who lead here can let guests in.')).toBeVisible();
  await expect(ben.getByRole('button', { name: 'Open the door' })).toHaveCount(0);
});
