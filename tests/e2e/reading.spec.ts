import { createApi } from '@ginnel/api/client';
import { DOCUMENT_KINDS } from '@ginnel/domain/documents';
import type { DealContent, PlanContent, PrioritiesContent, SessionContent } from '@ginnel/merge/canonical/content';
import { demoDocument, expect, test } from './fixtures.ts';

test('every document can be read with JavaScript off, by way of links alone', async ({ server, open }) => {
  const page = await (await open({ javaScriptEnabled: false })).newPage();
  await page.goto('/');
  await page
    .getByRole('link', { name: /Radcliffe West/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Radcliffe West');
  const api = createApi({ origin: server.address });
  for (const kind of DOCUMENT_KINDS) {
    const { id, path } = await demoDocument(server, kind, kind === 'session' ? 'west' : 'radcliffe-west');
    const answer = await api.document(id);
    if (!answer.ok) throw new Error(answer.error.title);
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(answer.value.title);
    const main = page.locator('main');
    for (const words of wordsOf(answer.value.content)) await expect(main).toContainText(words);
  }
});

/** What stands in a document and must be on the page. */
function wordsOf(content: unknown): string[] {
  const {
    priorities = [],
    commitments = [],
    actions = [],
    cards = [],
  } = content as Partial<PrioritiesContent & PlanContent & DealContent & SessionContent>;
  const words = [
    ...priorities.map(({ title }) => title),
    ...commitments.flatMap(({ title, parts }) => [title, ...parts.map(({ text }) => text)]),
    ...actions.map(({ what }) => what),
    ...cards.map(({ words: said }) => said),
  ].filter((text) => text !== '');
  expect(words.length).toBeGreaterThan(0);
  return words;
}
