import type { Page } from '@playwright/test';
import { demoDocument, expect, fieldAt, openLive, saveState, signInAs, test } from './fixtures.ts';
import { sitePages } from './pages.ts';

const PHONE = { width: 390, height: 844 };
const SMALLEST = { width: 320, height: 640 };

/** Elements of the page that stand out at its side, as people would see them cut off. */
const cutOff = (page: Page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const isScrolled = (element: Element | null): boolean =>
      element !== null && (['auto', 'scroll'].includes(getComputedStyle(element).overflowX) || isScrolled(element.parentElement));
    return [...document.querySelectorAll('header *, main *, footer *')]
      .filter((element) => {
        const { right, width: own, height } = element.getBoundingClientRect();
        return own > 1 && height > 1 && right > width + 1 && element.closest('.unseen, thead') === null && !isScrolled(element);
      })
      .map((element) => element.outerHTML.slice(0, 90));
  });

test('on a phone the words of a document begin in the first half of the screen, and what is beside them stands in menus', async ({
  server,
  open,
}) => {
  const page = await signInAs(await open({ viewport: PHONE }), 'Jo Kowalski');
  for (const kind of ['plan', 'priorities', 'deal'] as const) {
    const document = await demoDocument(server, kind, 'radcliffe-west');
    await openLive(page, document);
    const top = await page.locator('article').evaluate((article) => article.getBoundingClientRect().top);
    expect(top).toBeLessThan(PHONE.height / 2 + 10);
  }
  const { path } = await demoDocument(server, 'plan', 'radcliffe-west');
  await openLive(page, { id: '', path });
  await page.getByRole('button', { name: 'About this document' }).focus();
  await page.keyboard.press('Enter');
  for (const name of ['Who wrote what', 'Let guests in', 'What was decided here']) {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name })).toBeFocused();
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'About this document' })).toBeFocused();
  await page.getByRole('button', { name: 'In this document' }).click();
  await page.getByRole('link', { name: 'How we shall know' }).click();
  await expect(page.getByRole('heading', { name: 'How we shall know' })).toBeInViewport();
});

test('on a phone nothing moves when others come, and one goes to where somebody writes', async ({ server, open }) => {
  const { path } = await demoDocument(server, 'deal', 'radcliffe-west');
  const jo = await signInAs(await open({ viewport: PHONE }), 'Jo Kowalski');
  await openLive(jo, { id: '', path });
  await expect(jo.getByRole('button', { name: 'Only you are here' })).toBeVisible();
  const topOf = () => jo.locator('article').evaluate((article) => article.getBoundingClientRect().top);
  const before = await topOf();
  const imran = await signInAs(await open(), 'Imran Shah');
  await openLive(imran, { id: '', path });
  await fieldAt(imran, 'notes').click();
  const here = jo.getByRole('button', { name: '2 people here' });
  await expect(here).toBeVisible();
  expect(await topOf()).toBe(before);
  await here.focus();
  await jo.keyboard.press('Enter');
  await jo.getByRole('button', { name: 'Go to where Imran Shah is writing' }).press('Enter');
  await expect(fieldAt(jo, 'notes')).toBeFocused();
});

test('nothing is cut off on the smallest screen, nor with letters twice as large', async ({ server, open }) => {
  const page = await signInAs(await open({ viewport: SMALLEST }), 'Tom Hargreaves');
  for (const { path, isDocument, name } of await sitePages(server)) {
    await page.goto(path);
    if (isDocument) await expect(saveState(page, 'saved')).toBeVisible();
    expect({ name, cutOff: await cutOff(page) }).toEqual({ name, cutOff: [] });
  }
  await page.setViewportSize(PHONE);
  const { path: plan } = await demoDocument(server, 'plan', 'radcliffe-west');
  for (const path of ['/', '/places/radcliffe-west', '/administration', plan]) {
    await page.goto(path);
    if (path === plan) await expect(saveState(page, 'saved')).toBeVisible();
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    expect({ path, cutOff: await cutOff(page) }).toEqual({ path, cutOff: [] });
  }
});

test('pages of places and of the administration have targets that a thumb can hit', async ({ open }) => {
  const page = await signInAs(await open({ viewport: PHONE }), 'Tom Hargreaves');
  for (const path of ['/', '/places/bury', '/places/radcliffe-west', '/organisations', '/administration']) {
    await page.goto(path);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('main :is(ul, ol) > li > a, main nav a, main .button, header :is(a, button)')]
        .filter((element) => getComputedStyle(element).display !== 'inline')
        .map((element) => ({ height: element.getBoundingClientRect().height, words: element.textContent?.trim().slice(0, 40) }))
        .filter(({ height }) => height > 0 && height < 43.5),
    );
    expect({ path, small }).toEqual({ path, small: [] });
  }
});

test('a page goes out packed to whoever can unpack it', async ({ server }) => {
  const sizeOf = async (accepted: string) => {
    const answer = await fetch(server.address, { headers: { 'accept-encoding': accepted } });
    expect(answer.headers.get('vary')).toContain('accept-encoding');
    return { packed: answer.headers.get('content-encoding'), words: (await answer.text()).includes('Ginnel') };
  };
  expect(await sizeOf('gzip')).toEqual({ packed: 'gzip', words: true });
  expect(await sizeOf('identity')).toEqual({ packed: null, words: true });
});
