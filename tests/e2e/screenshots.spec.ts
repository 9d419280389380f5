import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, saveState, signInAs, test } from './fixtures.ts';
import { sitePages } from './pages.ts';

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
/** The pages of which the README and the documentation show pictures. */
const SHOWN = new Set(['home', 'ward', 'priorities', 'plan', 'deal']);

const IS_SHOWING = process.env['GINNEL_SCREENSHOTS'] === '1';

/** Somebody else at the table, with the caret in a field. */
async function sitDown(page: Page, path: string, field: number): Promise<void> {
  await page.goto(path);
  await expect(saveState(page, 'saved')).toBeVisible();
  await page.locator('main textarea:not([readonly])').nth(field).click();
}

for (const width of [390, 1440]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`pages fit a screen of ${width} pixels, ${colorScheme}`, async ({ server, open }, info) => {
      const height = width === 390 ? 844 : 900;
      const context = await open({ colorScheme, reducedMotion: 'reduce', viewport: { width, height } });
      const page = await signInAs(context, 'Jo Kowalski');
      const company = IS_SHOWING ? [await signInAs(await open(), 'Amina Hussain'), await signInAs(await open(), 'Imran Shah')] : [];
      for (const { name, path, isDocument } of await sitePages(server)) {
        if (isDocument) for (const [index, other] of company.entries()) await sitDown(other, path, index + 1);
        await page.goto(path);
        await expect(page.locator('main')).toBeVisible();
        if (isDocument) await expect(saveState(page, 'saved')).toBeVisible();
        if (isDocument && IS_SHOWING) await expect(page.locator('aside').getByText('Imran Shah').first()).toBeAttached();
        await page.evaluate(() => document.fonts.ready.then(() => undefined));
        // Nothing stands beyond the edge, so nobody has to scroll sideways to read.
        expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(width);
        if (!SHOWN.has(name)) continue;
        const file = `${name}-${width}-${colorScheme}.png`;
        const folder = IS_SHOWING ? FOLDER : `${info.outputDir}/`;
        await page.screenshot({ path: folder + file, animations: 'disabled', caret: 'hide' });
      }
    });
  }
}
