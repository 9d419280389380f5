import AxeBuilder from '@axe-core/playwright';
import { expect, saveState, signInAs, test } from './fixtures.ts';
import { sitePages } from './pages.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const who of ['nobody', 'Jo Kowalski'] as const) {
    test(`every page has no violation that axe can find, ${colorScheme}, as ${who}`, async ({ server, open }) => {
      const context = await open({ colorScheme, reducedMotion: 'reduce' });
      const page = who === 'nobody' ? await context.newPage() : await signInAs(context, who);
      for (const { name, path, isDocument } of await sitePages(server)) {
        await page.goto(path);
        await expect(page.locator('main')).toBeVisible();
        if (isDocument && who !== 'nobody') await expect(saveState(page, 'saved')).toBeVisible();
        const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
        const found = violations.map(({ id, nodes }) => `${name}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
        expect(found).toEqual([]);
      }
    });
  }
}
