import type { Locator, Page } from '@playwright/test';
import { demoDocument, expect, fieldAt, saveState, test } from './fixtures.ts';

const MOST_TABS = 120;

/** Goes on with Tab until that has focus; everything on the way shows that it has. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    await page.keyboard.press(key);
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return 'nothing';
      const isSeen = ({ outlineStyle, outlineWidth, boxShadow }: CSSStyleDeclaration) =>
        (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      // A card shows the focus of the link that it is made of.
      const places = [element, element.closest('li, article, label')].filter((place) => place !== null);
      const looks = places.flatMap((place) => [getComputedStyle(place), getComputedStyle(place, '::after')]);
      return looks.some(isSeen) ? 'seen' : `unseen focus: ${element.outerHTML.slice(0, 120)}`;
    });
    expect(focus).toMatch(/^(?:seen|nothing)$/);
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return;
  }
  throw new Error(`The keyboard does not reach ${target.toString()}.`);
}

test('signing in, finding a document, adding, writing, moving and undoing by keyboard alone', async ({ server, open }) => {
  const page = await (await open()).newPage();
  await page.goto('/sign-in');
  await tabTo(page, page.getByRole('button', { name: 'Sign in as Imran Shah' }));
  await page.keyboard.press('Enter');
  await expect(page).not.toHaveURL(/sign-in/);
  await page.goto('/');
  await tabTo(page, page.locator('main').getByRole('link', { name: 'Radcliffe East', exact: true }).first());
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Radcliffe East');
  const { path } = await demoDocument(server, 'priorities', 'radcliffe-east');
  await tabTo(page, page.locator(`a[href="${path}"]`).first());
  await page.keyboard.press('Enter');
  await expect(saveState(page, 'saved')).toBeVisible();

  const before = await page.locator('li.entry').count();
  await tabTo(page, page.getByRole('button', { name: 'Add a priority' }));
  await page.keyboard.press('Enter');
  await expect(page.locator('li.entry')).toHaveCount(before + 1);
  await page.keyboard.type('Lit paths to the school');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Children walk home in the dark from November.');
  const id = (await page.locator('li.entry').last().getAttribute('id')) as string;
  await expect(fieldAt(page, `priorities/${id}/title`)).toHaveValue('Lit paths to the school');
  await expect(fieldAt(page, `priorities/${id}/why`)).toHaveValue('Children walk home in the dark from November.');

  const more = page.getByRole('button', { name: 'More for Lit paths to the school' });
  await tabTo(page, more, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: /^Move Lit paths to the school up/ }));
  await page.keyboard.press('Enter');
  await expect(page.locator('li.entry').nth(before - 1)).toHaveAttribute('id', id);
  await expect(page.locator(`#${id} :focus`)).toHaveCount(1);
  await tabTo(page, page.getByRole('button', { name: 'Undo my last change' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('li.entry').nth(before)).toHaveAttribute('id', id);
  await expect(saveState(page, 'saved')).toBeVisible();
});
