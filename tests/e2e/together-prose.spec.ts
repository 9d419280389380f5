/** Two people at one spot of prose: each of them keeps their words whole, and theirs. */
import type { Page } from '@playwright/test';
import { demoDocument, expect, fieldAt, openLive, saveState, signInAs, test } from './fixtures.ts';
import { Hand } from './hand.ts';

/** The words of the last block. */
function lastBlock(page: Page, path: string): Promise<string> {
  return fieldAt(page, path).evaluate((field) => {
    const block = field.lastElementChild?.cloneNode(true) as HTMLElement;
    for (const caret of block.querySelectorAll('.ProseMirror-widget, .ProseMirror-separator')) caret.remove();
    return block.textContent ?? '';
  });
}

test('two people who type at the end of one paragraph, and in one empty paragraph, keep their words whole', async ({ server, open }) => {
  const plan = await demoDocument(server, 'plan', 'radcliffe-west');
  const pages = await Promise.all(['Amina Hussain', 'Imran Shah'].map(async (name) => signInAs(await open(), name)));
  const [amina, imran] = (await Promise.all(pages.map((page) => Hand.of('', page)))) as [Hand, Hand];
  await Promise.all(pages.map((page) => openLive(page, plan)));
  // Words that begin alike: a letter of one stands where the other is about to write the same one.
  const words = [' and then the mills on the other side', ' and then the market and the tram'] as const;
  const ends = [`${words[0]}${words[1]}`, `${words[1]}${words[0]}`];

  for (const newParagraph of [false, true]) {
    await amina.goTo('understanding');
    if (newParagraph) {
      await amina.page.keyboard.press('Enter');
      await expect.poll(() => lastBlock(imran.page, 'understanding')).toBe('');
    }
    const before = await lastBlock(amina.page, 'understanding');
    await imran.goTo('understanding');
    await Promise.all([amina, imran].map(({ page }, i) => page.keyboard.type(words[i] as string, { delay: 15 })));
    for (const { page } of [amina, imran]) {
      await expect.poll(async () => ends.includes((await lastBlock(page, 'understanding')).slice(before.length))).toBe(true);
      await expect(saveState(page, 'saved')).toBeVisible();
    }
    expect(await lastBlock(amina.page, 'understanding')).toBe(await lastBlock(imran.page, 'understanding'));
  }
});
