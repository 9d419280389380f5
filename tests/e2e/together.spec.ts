import type { Page } from '@playwright/test';
import { RunningServer } from '../conformance/running-server.ts';
import { contentOf, demoDocument, expect, fieldAt, keptOnDevice, openLive, saveState, signInAs, test } from './fixtures.ts';
import { Hand, tokensIn } from './hand.ts';

const PEOPLE = ['Amina Hussain', 'Jo Kowalski', 'Imran Shah'] as const;
const PARTIES = ['residents', 'radcliffe-litter-pickers', 'streets-and-parks'] as const;

async function idOfFirst(page: Page, list: string): Promise<string> {
  const path = await page.locator(`[data-path^="${list}/"]`).first().getAttribute('data-path');
  return path?.split('/')[1] ?? '';
}

async function allSaved(hands: readonly Hand[]): Promise<void> {
  for (const { page } of hands) await expect(saveState(page, 'saved')).toBeVisible();
}

/** The last letter of one may still be on its way to another. */
async function allSeeTheSame(hands: readonly Hand[], path: string): Promise<void> {
  await expect.poll(async () => new Set(await Promise.all(hands.map((hand) => hand.text(path)))).size).toBe(1);
}

test('three people write the same priority, plan section and commitment at once', async ({ server, open }) => {
  const pages = await Promise.all(PEOPLE.map(async (name) => signInAs(await open(), name)));
  const hands = await Promise.all(['amina', 'jo', 'imran'].map((name, index) => Hand.of(name, pages[index] as Page)));
  const [amina, jo, imran] = hands as [Hand, Hand, Hand];
  /** All at one field, from both its ends; then all see the same, and so does the server. */
  const writeTogether = async (path: string, words: number): Promise<void> => {
    // First every caret, then the words: nobody starts within a word that another is writing.
    await Promise.all([amina.goTo(path), jo.goTo(path, 'start'), imran.goTo(path, 'inside')]);
    await Promise.all(hands.map((hand) => hand.write(words)));
    const written = hands.flatMap((hand) => hand.written.slice(-words));
    for (const hand of hands) await hand.expectTokens(path, written);
    await allSaved(hands);
    await allSeeTheSame(hands, path);
  };

  const priorities = await demoDocument(server, 'priorities', 'radcliffe-west');
  await Promise.all(pages.map((page) => openLive(page, priorities)));
  await writeTogether(`priorities/${await idOfFirst(amina.page, 'priorities')}/why`, 8);
  await expect(amina.page.locator('aside').getByRole('button', { name: /Jo Kowalski/ })).toBeVisible();

  const plan = await demoDocument(server, 'plan', 'radcliffe-west');
  await Promise.all(pages.map((page) => openLive(page, plan)));
  await writeTogether('understanding', 8);

  const deal = await demoDocument(server, 'deal', 'radcliffe-west');
  await Promise.all(pages.map((page) => openLive(page, deal)));
  // Jo lives here too; it is for the litter pickers that she has a part in this.
  await jo.page.getByLabel('Writing as').selectOption({ label: 'for Radcliffe Litter Pickers' });
  const commitment = await idOfFirst(amina.page, 'commitments');
  const parts = PARTIES.map((party) => `commitments/${commitment}/parts/${party}/text`);
  for (const [index, { page }] of hands.entries()) await expect(fieldAt(page, parts[index] as string)).toBeEditable();
  await writeTogether(`commitments/${commitment}/title`, 5);
  await Promise.all(hands.map((hand, index) => hand.goTo(parts[index] as string)));
  await Promise.all(hands.map((hand) => hand.write(5)));
  await allSaved(hands);

  const held = (await Promise.all([priorities, plan, deal].map((document) => contentOf(server, document)))).join();
  expect(tokensIn(held)).toEqual(expect.arrayContaining(hands.flatMap(({ written }) => written)));
  for (const { shownSaved } of hands) {
    await expect.poll(() => shownSaved.size).toBeGreaterThan(0);
    expect(tokensIn(held)).toEqual(expect.arrayContaining([...shownSaved]));
  }
});

test('an offline day, a closed browser and a killed server lose no word, and none that was shown as saved', async ({ server, open }) => {
  const pages = await Promise.all(PEOPLE.map(async (name) => signInAs(await open(), name)));
  const hands = await Promise.all(['ah', 'jk', 'is'].map((name, index) => Hand.of(name, pages[index] as Page)));
  const [amina, jo, imran] = hands as [Hand, Hand, Hand];
  const document = await demoDocument(server, 'priorities', 'radcliffe-west');
  await Promise.all(pages.map((page) => openLive(page, document)));
  const path = `priorities/${await idOfFirst(jo.page, 'priorities')}/evidence`;
  await amina.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await amina.goTo(path);
  await amina.write(3);
  await allSaved(hands);

  await amina.page.context().setOffline(true);
  await expect(saveState(amina.page, 'kept')).toBeVisible();
  await amina.write(4);
  await expect(keptOnDevice(amina.page)).toBeVisible();
  await amina.page.reload();
  await expect(keptOnDevice(amina.page)).toBeVisible();
  await amina.expectTokens(path, amina.written);
  await amina.goTo(path);
  await amina.write(3);
  await expect(keptOnDevice(amina.page)).toBeVisible();
  await amina.page.close();

  await Promise.all([jo.goTo(path, 'start'), imran.goTo(path)]);
  // Jo looks after each word until it is safe; Imran never looks up. The server goes while both of them write.
  let isBack = false;
  const writing = [jo.writeUntilKept(), imran.writeUntil(() => isBack)];
  await expect.poll(() => jo.shownSaved.size, { timeout: 120_000 }).toBeGreaterThan(4);
  await server.kill();
  await writing[0];
  const promised = [...jo.shownSaved, ...imran.shownSaved];
  const disk = await RunningServer.onCopyOf(server);
  expect(tokensIn(await contentOf(disk, document))).toEqual(expect.arrayContaining(promised));
  await disk.stop();
  await server.startAgain();
  isBack = true;
  await Promise.all(writing);

  amina.page = await amina.page.context().newPage();
  await amina.page.goto(document.path);
  await amina.expectTokens(path, amina.written);
  await amina.page.context().setOffline(false);
  const written = hands.flatMap((hand) => hand.written);
  for (const hand of hands) await hand.expectTokens(path, written);
  await allSaved(hands);
  await allSeeTheSame(hands, path);
  expect(tokensIn(await contentOf(server, document))).toEqual(expect.arrayContaining(written));
});
