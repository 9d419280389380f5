/** What a document says when something has ended or was not taken: in its place, whole on a phone, and usable by keyboard alone. */
import AxeBuilder from '@axe-core/playwright';
import { createApi } from '@ginnel/api/client';
import { DOCUMENT_KINDS } from '@ginnel/domain/documents';
import type { BrowserContext, Page } from '@playwright/test';
import type { RunningServer } from '../conformance/running-server.ts';
import { demoDocument, expect, fieldAt, keptOnDevice, openLive, saveState, signInAs, test } from './fixtures.ts';

const WORDS = 'a bench by the lock gates';

async function writeOffline(context: BrowserContext, page: Page): Promise<void> {
  await context.setOffline(true);
  await fieldAt(page, 'notes').focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(` ${WORDS}`);
  await expect(keptOnDevice(page)).toBeVisible();
}

async function signOutElsewhere(context: BrowserContext, server: RunningServer): Promise<void> {
  const cookie = (await context.cookies()).find(({ name }) => name === 'ginnel_session');
  const headers = { cookie: `${cookie?.name ?? ''}=${cookie?.value ?? ''}`, origin: server.origin };
  expect((await fetch(`${server.address}/api/sign-out`, { method: 'POST', headers })).ok).toBe(true);
}

test('each kind of document begins where the head of the page does, and ends where it ends', async ({ server, open }) => {
  const page = await (await open({ viewport: { width: 1440, height: 900 } })).newPage();
  for (const kind of DOCUMENT_KINDS) {
    await page.goto((await demoDocument(server, kind, kind === 'session' ? 'west' : 'radcliffe-west')).path);
    const left = (selector: string) => page.locator(selector).evaluate((element) => element.getBoundingClientRect().left);
    expect([kind, await left('h1')]).toEqual([kind, await left('.bar .back')]);
  }
});

test('on a phone the bar says in two lines what is kept, beside its sign, and covers nothing', async ({ server, open }) => {
  const document = await demoDocument(server, 'deal', 'radcliffe-west');
  const context = await open({ viewport: { width: 390, height: 844 } });
  const page = await signInAs(context, 'Amina Hussain');
  await openLive(page, document);
  await writeOffline(context, page);
  const kept = keptOnDevice(page);
  const [sign, whole] = [await kept.locator('svg').boundingBox(), await kept.boundingBox()];
  expect(sign?.width).toBe(14);
  expect(whole?.height).toBeLessThan(44);
  // What the choice of a role says while words wait takes the place of its label, and lies on nobody's name.
  const short = page.getByText('Until all is saved:');
  await expect(short).toBeVisible();
  const said = await short.boundingBox();
  const choice = await page.getByRole('combobox', { name: 'You are writing as' }).boundingBox();
  expect((said?.y ?? 0) >= (choice?.y ?? 0) && (said?.y ?? 0) + (said?.height ?? 0) <= (choice?.y ?? 0) + (choice?.height ?? 0)).toBe(true);
  expect((said?.x ?? 0) + (said?.width ?? 0)).toBeLessThanOrEqual(choice?.x ?? 0);

  await signOutElsewhere(context, server);
  await context.setOffline(false);
  await expect(page.getByRole('alert').filter({ hasText: 'You have been signed out' })).toBeVisible();
  await expect(page.getByText('Sign in to write here.')).toBeVisible();
  // Nobody writes here now: nothing to choose, nothing to take back.
  await expect(page.getByRole('combobox', { name: 'You are writing as' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Undo my last change' })).toHaveCount(0);
  expect(await page.evaluate(() => globalThis.document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test('words that were not accepted go only when the list is closed, and can be kept after all, by keyboard', async ({ server, open }) => {
  const document = await demoDocument(server, 'plan', 'west');
  const context = await open();
  const page = await signInAs(context, 'Dan Okafor');
  await openLive(page, document);
  await writeOffline(context, page);
  const tom = await createApi({ origin: server.address }).demoSignIn('tom-hargreaves');
  const administrator = createApi({ origin: server.address, token: tom.ok ? tom.value.token : '' });
  const ended = await administrator.endCapacity('dan-okafor.practitioner.police-neighbourhood-team', { reason: 'Moved to another town' });
  expect(ended.ok).toBe(true);
  await context.setOffline(false);
  await expect(page.getByRole('alert').filter({ hasText: 'If a role of yours has ended' })).toBeVisible();
  await page.close();

  const dan = await signInAs(context, 'Dan Okafor');
  await dan.goto(document.path);
  const list = dan.getByRole('button', { name: 'Not accepted (1)' });
  const openList = async () => {
    await list.focus();
    await dan.keyboard.press('Enter');
    await expect(dan.getByRole('dialog')).toContainText(WORDS);
  };
  await openList();
  await dan.keyboard.press('Tab');
  await expect(dan.getByRole('button', { name: 'I am done with these words' })).toBeFocused();
  await dan.keyboard.press('Enter');
  await expect(dan.getByRole('status').filter({ hasText: 'These words go when you close this.' })).toBeVisible();
  await expect(dan.getByRole('dialog')).toContainText(WORDS);
  await expect(dan.getByRole('button', { name: 'Keep these words' })).toBeFocused();
  const { violations } = await new AxeBuilder({ page: dan }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await dan.keyboard.press('Enter');
  await dan.keyboard.press('Escape');
  await expect(list).toBeFocused();

  // Where a page may not copy, the words are selected and the person is told.
  await dan.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await openList();
  await dan.keyboard.press('Enter');
  await expect(dan.getByRole('status').filter({ hasText: 'does not let a page copy' })).toBeVisible();
  expect(await dan.evaluate(() => String(getSelection()))).toContain(WORDS);

  await dan.keyboard.press('Tab');
  await dan.keyboard.press('Enter');
  await dan.keyboard.press('Escape');
  await expect(list).toHaveCount(0);
  await dan.reload();
  await expect(saveState(dan, 'reading')).toBeVisible();
  await expect(list).toHaveCount(0);
});
