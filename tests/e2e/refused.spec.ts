import { join } from 'node:path';
import type { DocumentId } from '@ginnel/base/ids';
import { openStore } from '@ginnel/store/open-store';
import { DatabaseSync } from 'node:sqlite';
import type { BrowserContext } from '@playwright/test';
import type { RunningServer } from '../conformance/running-server.ts';
import {
  contentOf,
  demoDocument,
  expect,
  fieldAt,
  keptOnDevice,
  openLive,
  saveState,
  signInAs,
  test,
  type DemoDocument,
} from './fixtures.ts';
import { Hand } from './hand.ts';

/** What a decision elsewhere (another node, an administrator) does to a document, while somebody is away. */
function decide(server: RunningServer, { id }: DemoDocument, change: string): void {
  const db = new DatabaseSync(join(server.folder, 'ginnel.sqlite'), { timeout: 30_000 });
  db.prepare(`update document set ${change}, rights_version = rights_version + 1 where id = ?`).run(id);
  db.close();
}

/** Something was expunged: the document begins anew, here without a word. */
async function beginEpoch(server: RunningServer, { id }: DemoDocument): Promise<void> {
  const store = await openStore({ folder: server.folder });
  const documentId = id as DocumentId;
  const stored = await store.log.load(documentId);
  if (stored === null) throw new Error('The document is there.');
  const begun = await store.epochs.begin({ documentId, epoch: stored.info.epoch, baseSeq: stored.headSeq, rows: [], leases: [] });
  expect(begun.outcome).toBe('durable');
  await store.close();
}

async function goOffline(context: BrowserContext, hand: Hand): Promise<void> {
  await context.setOffline(true);
  await expect(saveState(hand.page, 'kept')).toBeVisible();
}

test('late offline edits that are no longer allowed are kept as words; what is still allowed is accepted', async ({ server, open }) => {
  const document = await demoDocument(server, 'priorities', 'radcliffe-east');
  const context = await open();
  const page = await signInAs(context, 'Imran Shah');
  const imran = await Hand.of('late', page);
  await openLive(page, document);
  const path = (await page.locator('[data-path$="/why"]').first().getAttribute('data-path')) as string;
  await goOffline(context, imran);
  await imran.goTo(path);
  await imran.write(3);
  const refused = imran.written.slice();
  await imran.goTo('notes');
  await imran.write(2);
  await expect(keptOnDevice(page)).toBeVisible();
  decide(server, document, "phase = 'agreed'");
  await context.setOffline(false);

  const button = page.getByRole('button', { name: /Not accepted \(1\)/ });
  await expect(button).toBeVisible();
  await expect.poll(() => contentOf(server, document)).toContain(imran.written.at(-1));
  expect(await contentOf(server, document)).not.toContain(refused[0]);
  await expect(fieldAt(page, path)).not.toBeEditable();
  await button.click();
  const drawer = page.getByRole('dialog');
  for (const word of refused) await expect(drawer).toContainText(word);
  await page.reload();
  await page.getByRole('button', { name: /Not accepted \(1\)/ }).click();
  await expect(page.getByRole('dialog')).toContainText(refused[0] as string);
  await page.getByRole('button', { name: 'I am done with these words' }).click();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('button', { name: /Not accepted/ })).toHaveCount(0);
  await expect(saveState(page, 'saved')).toBeVisible();
  expect(imran.shownSaved).not.toContain(refused[0]);
});

test('a session that ended while somebody was away keeps their words, which are sent when they sign in again', async ({ server, open }) => {
  const document = await demoDocument(server, 'deal', 'bury');
  const context = await open();
  const page = await signInAs(context, 'Imran Shah');
  const imran = await Hand.of('end', page);
  await openLive(page, document);
  await goOffline(context, imran);
  await imran.goTo('notes');
  await imran.write(3);
  await expect(keptOnDevice(page)).toBeVisible();
  const cookie = (await context.cookies()).find(({ name }) => name === 'ginnel_session');
  const headers = { cookie: `${cookie?.name ?? ''}=${cookie?.value ?? ''}`, origin: server.origin };
  expect((await fetch(`${server.address}/api/sign-out`, { method: 'POST', headers })).ok).toBe(true);
  await context.setOffline(false);
  await expect(fieldAt(page, 'notes')).not.toBeEditable();
  await imran.expectTokens('notes', imran.written);
  expect(await contentOf(server, document)).not.toContain(imran.written[0]);

  await page.close();
  imran.page = await signInAs(context, 'Imran Shah');
  await openLive(imran.page, document);
  await imran.expectTokens('notes', imran.written);
  await expect.poll(() => contentOf(server, document)).toContain(imran.written.at(-1));
});

test('an epoch that ended while somebody was away: their words are offered back and merge into nothing', async ({ server, open }) => {
  const document = await demoDocument(server, 'plan', 'west');
  const context = await open();
  const page = await signInAs(context, 'Imran Shah');
  const imran = await Hand.of('epo', page);
  await openLive(page, document);
  await goOffline(context, imran);
  await imran.goTo('notes');
  await imran.write(3);
  await expect(keptOnDevice(page)).toBeVisible();
  await beginEpoch(server, document);
  await context.setOffline(false);
  await expect(fieldAt(page, 'notes')).not.toBeEditable();
  await page.reload();
  await expect(page.getByRole('button', { name: /Not accepted \(1\)/ })).toBeVisible();
  await page.getByRole('button', { name: /Not accepted \(1\)/ }).click();
  for (const word of imran.written) await expect(page.getByRole('dialog')).toContainText(word);
  expect(await contentOf(server, document)).not.toContain(imran.written[0]);
});
