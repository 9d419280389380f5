/** Reported, held by keyboard, read by its author, appealed, and put back by a panel: in real browsers. */
import { createApi } from '@ginnel/api/client';
import { expect, fieldAt, openLive, signInAs, test } from './fixtures.ts';

const LOUD = 'You lot in the flats never lift a finger';

test('words are reported, held by keyboard, read by their author, appealed, and put back by a panel', async ({ open, server }) => {
  const api = createApi({ origin: server.address });
  const signedIn = await api.demoSignIn('sheila-entwistle');
  const token = signedIn.ok ? signedIn.value.token : '';
  const made = await createApi({ origin: server.address, token }).createDocument({
    kind: 'priorities',
    placeId: 'radcliffe-west',
    title: 'A hard evening',
  });
  const id = made.ok ? made.value.id : '';
  const document = { id, path: `/documents/${id}` };

  const sheila = await signInAs(await open(), 'Sheila Entwistle');
  await openLive(sheila, document);
  await fieldAt(sheila, 'notes').fill(LOUD);
  const amina = await signInAs(await open(), 'Amina Hussain');
  await openLive(amina, document);
  await expect(fieldAt(amina, 'notes')).toHaveValue(LOUD);
  await amina.getByRole('button', { name: 'Report something here' }).click();
  const dialog = amina.getByRole('dialog');
  await dialog.getByLabel('It is abusive or bullying').check();
  await dialog.getByLabel('Which words?').fill(LOUD);
  await dialog.getByRole('button', { name: 'Send this report' }).click();
  await expect(amina.getByText('Thank you. A moderator will look at it.')).toBeVisible();

  const helen = await signInAs(await open(), 'Helen Brooks');
  await helen.goto('/moderation');
  const row = helen.getByRole('option').filter({ hasText: LOUD });
  await expect(row).toBeVisible();
  await helen.keyboard.press('j');
  await expect(row).toBeFocused();
  await expect(helen.getByText('Reported by Amina Hussain')).toBeVisible();
  await helen.keyboard.press('?');
  await expect(helen.getByRole('dialog', { name: 'Keys on this page' })).toBeVisible();
  await helen.keyboard.press('Escape');
  await row.focus();
  await helen.keyboard.press('h');
  await expect(helen.getByRole('status').filter({ hasText: 'Held. Nobody can read it now' })).toBeVisible();
  await expect(helen.getByRole('option').first()).toBeFocused();

  await expect(fieldAt(amina, 'notes')).toHaveValue('');
  await expect(amina.getByText('A contribution is held while it is looked at.')).toBeVisible();
  await expect(amina.getByText('Reason: Abuse or bullying.')).toBeVisible();
  await expect(sheila.getByText('Your words here are held while they are looked at.')).toBeVisible();
  const reading = await (await open()).newPage();
  await reading.goto(document.path);
  await expect(reading.getByText('A contribution is held while it is looked at.')).toBeVisible();
  expect(await reading.content()).not.toContain(LOUD);

  const elsewhere = await sheila.context().newPage();
  await elsewhere.goto('/');
  await expect(elsewhere.getByText('Words of yours are held while somebody looks at them.')).toBeVisible();
  await elsewhere.close();
  await sheila.getByRole('link', { name: 'Read them, copy them or appeal' }).click();
  await expect(sheila.getByRole('main')).toContainText(LOUD);
  await expect(sheila.getByRole('main')).not.toContainText('Amina');
  await sheila.getByLabel('What should the panel know?').fill('I was quoting what was shouted at us');
  await sheila.getByRole('button', { name: 'Ask a panel to look' }).click();
  await expect(sheila.getByText('You have asked a panel to look at it.')).toBeVisible();

  const tom = await signInAs(await open(), 'Tom Hargreaves');
  await tom.goto('/moderation');
  await tom.getByRole('option').filter({ hasText: 'Appeal against holding' }).first().click();
  await expect(tom.getByText('I was quoting what was shouted at us')).toBeVisible();
  for (const name of ['Jo Kowalski', 'Mia Lomax', 'Yusuf Patel']) await tom.getByRole('checkbox', { name }).check();
  await expect(tom.getByRole('checkbox', { name: /Sheila|Helen|Amina/ })).toHaveCount(0);
  await tom.getByRole('button', { name: 'Invite them' }).click();
  await expect(tom.getByText('A panel of 3 is looking at it')).toBeVisible();

  for (const name of ['Jo Kowalski', 'Mia Lomax']) {
    const member = await signInAs(await open(), name);
    await member.getByRole('link', { name: 'Read the case' }).click();
    await expect(member.getByRole('main')).toContainText(LOUD);
    await member.getByLabel('Put the words back').check();
    await member.getByLabel('Why?').fill('It is a quotation');
    await member.getByRole('button', { name: 'Give your decision' }).click();
    await expect(member.getByText('You decided: Put the words back.')).toBeVisible();
  }
  await expect(fieldAt(amina, 'notes')).toHaveValue(LOUD);
  await expect(amina.getByText('A contribution is held')).toHaveCount(0);
  await sheila.reload();
  await expect(sheila.getByText('The panel has put it back.')).toBeVisible();
});

test('an officer pauses words where they stand and says why, and leaves the rest to moderators', async ({ open, server }) => {
  const signedIn = await createApi({ origin: server.address }).demoSignIn('mia-lomax');
  const mia = createApi({ origin: server.address, token: signedIn.ok ? signedIn.value.token : '' });
  const made = await mia.createDocument({ kind: 'priorities', placeId: 'radcliffe-west', title: 'A quick evening' });
  const document = { id: made.ok ? made.value.id : '', path: `/documents/${made.ok ? made.value.id : ''}` };
  const writing = await signInAs(await open(), 'Mia Lomax');
  await openLive(writing, document);
  await fieldAt(writing, 'notes').fill('Call me on 01706 555 0100');
  const imran = await signInAs(await open(), 'Imran Shah');
  await openLive(imran, document);
  await expect(fieldAt(imran, 'notes')).toHaveValue('Call me on 01706 555 0100');
  await imran.getByRole('button', { name: 'Report or hold something here' }).click();
  const dialog = imran.getByRole('dialog');
  await dialog.getByLabel('Something private about a person').check();
  await dialog.getByLabel('Which words?').fill('Call me on 01706 555 0100');
  await expect(dialog.getByLabel('Anything that helps')).toHaveAccessibleDescription(/everyone who reads here is told this as your reason/);
  await dialog.getByLabel('Anything that helps').fill('A private number');
  await dialog.getByRole('button', { name: 'Hold these words' }).click();
  await expect(imran.getByText('Held. Nobody can read it now, and a moderator decides.')).toBeVisible();
  await expect(fieldAt(writing, 'notes')).toHaveValue('');
  await expect(writing.getByText('A private number')).toBeVisible();
  await imran.goto('/moderation');
  await expect(imran.getByText('This page is for moderators and safeguarding leads.')).toBeVisible();
  const helen = await signInAs(await open(), 'Helen Brooks');
  await helen.goto('/moderation');
  await expect(helen.getByRole('option').filter({ hasText: '01706 555 0100' })).toBeVisible();
});
