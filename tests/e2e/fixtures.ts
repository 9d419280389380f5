/** What every browser test has: the real server with the demo borough, people at their own browsers, and an ear for what the console says. */
import { createApi } from '@ginnel/api/client';
import type { DocumentKind } from '@ginnel/domain/documents';
import {
  test as base,
  expect,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
  type Response,
} from '@playwright/test';
import { RunningServer } from '../conformance/running-server.ts';

export { expect };

export interface DemoDocument {
  readonly id: string;
  readonly path: string;
}

interface Fixtures {
  /** With a borough of its own for each test: what one test does to people and documents, no other one meets. */
  readonly server: RunningServer;
  /** A browser of their own for each person; closed at the end. What the page's policy or scripts complain of fails the test. */
  readonly open: (options?: BrowserContextOptions) => Promise<BrowserContext>;
}

export const test = base.extend<Fixtures>({
  server: async ({}, use) => {
    const server = await RunningServer.start();
    await use(server);
    await server.stop();
  },
  open: async ({ browser, server }, use) => {
    const contexts: BrowserContext[] = [];
    const complaints: string[] = [];
    await use(async (options = {}) => {
      const context = await newContext(browser, server, options, complaints);
      contexts.push(context);
      return context;
    });
    for (const context of contexts) await context.close();
    expect(complaints).toEqual([]);
  },
});

async function newContext(
  browser: Browser,
  server: RunningServer,
  options: BrowserContextOptions,
  complaints: string[],
): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: server.origin, ...options });
  if (options.javaScriptEnabled !== false) context.on('page', waitForScripts);
  context.on('weberror', (error) => complaints.push(`${error.page()?.url() ?? ''}: ${error.error().message}`));
  context.on('console', (message) => {
    if (/content.security.policy/i.test(message.text())) complaints.push(message.text());
  });
  return context;
}

/**
 * A press before the page's script has come does nothing, as for people: opening a page and reading it anew are over here when the page
 * answers. SvelteKit adds its announcer once every component has been given its listeners.
 */
function waitForScripts(page: Page): void {
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
  const answered = async (response: Response | null): Promise<Response | null> => {
    if (page.url().startsWith('http')) await page.locator('#svelte-announcer').waitFor({ state: 'attached' });
    return response;
  };
  page.goto = async (...how) => await answered(await goto(...how));
  page.reload = async (...how) => await answered(await reload(...how));
}

/** Signs in by the page on which the demo's people stand. */
export async function signInAs(context: BrowserContext, name: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByRole('button', { name: `Sign in as ${name}` }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  return page;
}

export async function demoDocument(server: RunningServer, kind: DocumentKind, place: string): Promise<DemoDocument> {
  const answer = await createApi({ origin: server.address }).documents({ place });
  const found = answer.ok ? answer.value.documents.find((document) => document.kind === kind) : undefined;
  if (found === undefined) throw new Error(`The demo borough has no ${kind} in ${place}.`);
  return { id: found.id, path: `/documents/${found.id}` };
}

/** The content as the server holds it. */
export async function contentOf(server: RunningServer, { id }: DemoDocument): Promise<string> {
  const answer = await createApi({ origin: server.address }).document(id);
  if (!answer.ok) throw new Error(answer.error.title);
  return JSON.stringify(answer.value.content);
}

/** The field at a path of the document: `notes`, `priorities/<id>/why`. */
export function fieldAt(page: Page, path: string): Locator {
  return page.locator(`[data-path="${path}"]`).locator('textarea, [contenteditable]').first();
}

export function saveState(page: Page, kind: 'saved' | 'saving' | 'kept' | 'opening' | 'reading'): Locator {
  return page.locator(`[data-save="${kind}"]`);
}

/** Says with a number that the device has written what waits; without one there is only no connection. */
export function keptOnDevice(page: Page): Locator {
  return saveState(page, 'kept').filter({ hasText: /Kept on this device \(\d+ letters?\)/ });
}

export async function openLive(page: Page, { path }: DemoDocument): Promise<void> {
  await page.goto(path);
  await expect(saveState(page, 'saved')).toBeVisible();
}
