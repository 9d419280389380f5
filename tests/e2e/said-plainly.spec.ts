/** What is the matter, said where it is noticed: after a reload without a connection, at a damaged document, at a full disk. */
import type { BrowserContext } from '@playwright/test';
import { demoDocument, expect, fieldAt, keptOnDevice, openLive, saveState, signInAs, test } from './fixtures.ts';

/** What the server answers while it cannot use its disk. */
async function failStorage(context: BrowserContext, path: string): Promise<void> {
  const problem = { type: 'https://ginnel.example/problems/storage-failed', kind: 'storage-failed', status: 503, title: 'Not now.' };
  await context.route(`**${path}`, (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
  );
}

test('a page that is opened anew without a connection says so, and how many letters wait', async ({ server, open }) => {
  const document = await demoDocument(server, 'priorities', 'radcliffe-west');
  const context = await open();
  const page = await signInAs(context, 'Jo Kowalski');
  await openLive(page, document);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await context.setOffline(true);
  await expect(saveState(page, 'kept')).toBeVisible();
  await fieldAt(page, 'notes').focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('ten lights');
  await expect(page.getByText('Kept on this device (10 letters)')).toBeVisible();
  await page.reload();
  await expect(keptOnDevice(page)).toBeVisible();
  await expect(page.getByText('No connection. 10 letters that you wrote are kept on this device')).toBeAttached();
  await context.setOffline(false);
  await expect(page.getByText('Connected again. Everything you wrote is saved')).toBeAttached();
});

test('a document that cannot be read promises nothing, and says who needs to know', async ({ server, open }) => {
  const document = await demoDocument(server, 'priorities', 'radcliffe-west');
  const context = await open({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto('/places/radcliffe-west');
  await failStorage(context, `/api${document.path}`);
  await page.locator(`main a[href="${document.path}"]`).first().click();
  await expect(page.getByRole('heading', { name: 'This document cannot be read just now' })).toBeVisible();
  await expect(page.getByText('it may have to come from a backup')).toBeVisible();
  await expect(page.getByText('nothing that was saved is lost')).toHaveCount(0);
});

test('who cannot sign in because the disk is full is told so', async ({ open }) => {
  const context = await open({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await failStorage(context, '/api/demo/sign-in');
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Sign in as Jo Kowalski' }).click();
  await expect(page.getByText('The server cannot store anything just now, so nobody can sign in')).toBeVisible();
});
