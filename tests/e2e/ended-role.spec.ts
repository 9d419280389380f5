/** A role that ended while words written in it waited on a device: they are given back to who wrote them, and to nobody else. */
import AxeBuilder from '@axe-core/playwright';
import { createApi } from '@ginnel/api/client';
import type { RunningServer } from '../conformance/running-server.ts';
import { contentOf, demoDocument, expect, fieldAt, keptOnDevice, openLive, saveState, signInAs, test } from './fixtures.ts';

const OFFICER = 'dan-okafor.practitioner.police-neighbourhood-team';
const WORDS = 'patrols by the canal on Fridays';

async function administrator(server: RunningServer) {
  const signedIn = await createApi({ origin: server.address }).demoSignIn('tom-hargreaves');
  if (!signedIn.ok) throw new Error(signedIn.error.title);
  return createApi({ origin: server.address, token: signedIn.value.token });
}

test('words written in a role that ended meanwhile are given back, in whatever role or none, until the person is done with them', async ({
  server,
  open,
}) => {
  const document = await demoDocument(server, 'plan', 'west');
  const context = await open();
  const page = await signInAs(context, 'Dan Okafor');
  await openLive(page, document);
  await context.setOffline(true);
  await fieldAt(page, 'notes').focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(` ${WORDS}`);
  await expect(keptOnDevice(page)).toBeVisible();
  await expect(page.getByRole('status')).toContainText(['No connection']);

  const tom = await administrator(server);
  expect((await tom.endCapacity(OFFICER, { reason: 'Moved to another town' })).ok).toBe(true);
  await context.setOffline(false);
  await expect(page.getByRole('alert').filter({ hasText: 'If a role of yours has ended' })).toBeVisible();
  // There is a connection: nothing else is said beside it.
  await expect(page.getByText('No connection')).toHaveCount(0);

  await page.reload();
  await expect(page.getByText('Words that were not sent are kept on this device')).toBeVisible();
  await expect(page.getByText(WORDS)).toHaveCount(0);
  await page.close();

  // Somebody else on the same device sees nothing of it.
  const amina = await signInAs(context, 'Amina Hussain');
  await amina.goto(document.path);
  await expect(saveState(amina, 'saved').or(saveState(amina, 'reading'))).toBeVisible();
  await expect(amina.getByRole('button', { name: /Not accepted/ })).toHaveCount(0);
  await expect(fieldAt(amina, 'notes')).not.toHaveValue(new RegExp(WORDS));
  await amina.close();

  const dan = await signInAs(context, 'Dan Okafor');
  await dan.goto(document.path);
  await expect(dan.getByText('A role in which you wrote here has ended')).toBeVisible();
  const notAccepted = dan.getByRole('button', { name: 'Not accepted (1)' });
  await notAccepted.focus();
  await dan.keyboard.press('Enter');
  await expect(dan.getByRole('dialog')).toContainText(WORDS);
  await expect(dan.getByRole('dialog')).toContainText('the role in which you wrote this here has ended');
  const { violations } = await new AxeBuilder({ page: dan }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await dan.keyboard.press('Escape');

  // Another role sends nothing of it by itself, and hides nothing of it.
  expect((await tom.grantInPlace('west', { whom: { personId: 'dan-okafor' }, role: 'resident' })).ok).toBe(true);
  await dan.close();
  const resident = await signInAs(context, 'Dan Okafor');
  await openLive(resident, document);
  await resident.setViewportSize({ width: 390, height: 800 });
  expect(await resident.evaluate(() => globalThis.document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await resident.getByRole('button', { name: 'Not accepted (1)' }).click();
  await expect(resident.getByRole('dialog')).toContainText(WORDS);
  await resident.getByRole('button', { name: 'I am done with these words' }).click();
  await resident.getByRole('button', { name: 'Close' }).click();
  await expect(resident.getByRole('button', { name: /Not accepted/ })).toHaveCount(0);
  await resident.reload();
  await expect(saveState(resident, 'saved')).toBeVisible();
  await expect(resident.getByRole('button', { name: /Not accepted/ })).toHaveCount(0);
  expect(await contentOf(server, document)).not.toContain(WORDS);
});
