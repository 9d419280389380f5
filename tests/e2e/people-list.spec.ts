/** What administrators look up and everybody may read: people and their roles, what was decided, who is there for one document only. */
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { type Api, createApi } from '@ginnel/api/client';
import type { Page } from '@playwright/test';
import type { RunningServer } from '../conformance/running-server.ts';
import { demoDocument, expect, fieldAt, openLive, saveState, signInAs, test } from './fixtures.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const IN_A_MONTH = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString().slice(0, 10);
const PHONE = { viewport: { width: 390, height: 800 }, colorScheme: 'dark' } as const;

async function isWhole(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  expect(violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
}

async function asPerson(server: RunningServer, person: string): Promise<Api> {
  const signedIn = await createApi({ origin: server.address }).demoSignIn(person);
  if (!signedIn.ok) throw new Error(signedIn.error.title);
  return createApi({ origin: server.address, token: signedIn.value.token });
}

test('an administrator finds somebody by part of a name, ends one of their roles, and finds it among those that ended', async ({
  open,
  server,
}) => {
  const api = await asPerson(server, 'tom-hargreaves');
  const whom = { email: 'priya@example.org', name: 'Priya Anand' };
  expect((await api.grantInPlace('whitefield', { whom, role: 'councillor' })).ok).toBe(true);
  const tom = await signInAs(await open(PHONE), 'Tom Hargreaves');
  await tom.getByRole('button', { name: /Tom Hargreaves/ }).click();
  await tom.getByRole('link', { name: 'Looking after the borough' }).click();
  await tom.getByRole('link', { name: 'People and their roles', exact: true }).click();
  await expect(tom.getByRole('heading', { level: 1, name: 'People and their roles' })).toBeVisible();
  await expect(tom.getByRole('heading', { name: 'Amina Hussain' })).toBeVisible();
  await isWhole(tom);

  await tom.getByLabel('Part of a name').fill('priy');
  await tom.keyboard.press('Enter');
  await expect(tom.getByRole('heading', { name: 'Amina Hussain' })).toHaveCount(0);
  await expect(tom.getByRole('heading', { name: 'Priya Anand' })).toBeVisible();
  await expect(tom.getByText('no sign-in on record')).toBeVisible();
  await expect(tom.getByRole('link', { name: /Deputies and handover of Priya Anand/ })).toHaveAttribute('href', /^\/roles\//);

  const name = 'End this role: Priya Anand, councillor for Whitefield';
  await tom.locator('summary', { hasText: 'End this role' }).focus();
  await tom.keyboard.press('Enter');
  await tom.getByRole('button', { name }).press('Enter');
  await expect(tom.getByText('Say why, in a few words.')).toBeVisible();
  await isWhole(tom);
  await tom.getByLabel('Why? They can read this').fill('The election is over');
  await tom.keyboard.press('Enter');
  await expect(
    tom.getByText(/The role was ended: Priya Anand, councillor for Whitefield\. Its receipt has the number \d+\./),
  ).toBeVisible();
  await expect(tom.getByRole('heading', { name: 'Priya Anand' })).toHaveCount(0);
  await expect(tom.getByText('The role was ended')).toBeFocused();

  await tom.getByLabel('Show', { exact: true }).selectOption('ended');
  await tom.getByRole('button', { name: 'Find people' }).click();
  await expect(tom.getByRole('heading', { name: 'Priya Anand' })).toBeVisible();
  await expect(tom.getByText(/Whitefield, .+ to .+, ended$/)).toBeVisible();
});

test('somebody is invited to a place from there, and the invitation is taken back', async ({ open }) => {
  const tom = await signInAs(await open(), 'Tom Hargreaves');
  await tom.goto('/administration/people');
  await tom.getByText('Invite somebody to a place').click();
  await tom.getByLabel('Their name', { exact: true }).fill('Olu Adebayo');
  await tom.getByLabel('Their e-mail address').fill('olu@example.org');
  await tom.getByLabel('As', { exact: true }).selectOption('resident');
  await tom.getByLabel('In which place?').selectOption({ label: 'Sedgley' });
  await isWhole(tom);
  await tom.getByRole('button', { name: 'Send the invitation' }).click();
  await expect(tom.getByText('An invitation is on its way to olu@example.org.')).toBeVisible();
  await expect(tom.getByText('Olu Adebayo, resident')).toBeVisible();
  await tom.getByRole('button', { name: 'Withdraw the invitation of Olu Adebayo' }).click();
  await expect(tom.getByText('The invitation was withdrawn.')).toBeVisible();
  await expect(tom.getByText('Olu Adebayo, resident')).toHaveCount(0);
});

test('an administrator of a ward sees its people only, by the names they are shown under; nobody else sees the list', async ({
  open,
  server,
}) => {
  const api = await asPerson(server, 'tom-hargreaves');
  const granted = await api.grantInPlace('unsworth', { whom: { email: 'lea@example.org', name: 'Lea Winter' }, role: 'resident' });
  await api.grantInPlace('unsworth', { whom: { personId: 'ben-tattersall' }, role: 'admin' });
  const [person = ''] = (granted.ok ? granted.value.capacity.id : '').split('.');
  expect((await api.changeShownName(person, { name: 'Robin', reason: 'At risk' })).ok).toBe(true);
  const ben = await signInAs(await open(), 'Ben Tattersall');
  // What concerns the whole borough is not theirs; their people are.
  await ben.goto('/administration');
  await expect(ben.getByText('This page is for administrators and system leaders.')).toBeVisible();
  await ben.getByRole('link', { name: 'People and their roles' }).click();
  const listed = ben.getByRole('list', { name: 'People and their roles' });
  await expect(listed.getByRole('heading')).toHaveText(['Ben Tattersall', 'Robin']);
  await expect(ben.getByText('Lea Winter')).toHaveCount(0);
  await ben.goto('/administration/people?name=Winter');
  await expect(ben.getByText('Nobody here fits that.')).toBeVisible();
  const amina = await signInAs(await open(PHONE), 'Amina Hussain');
  await amina.goto('/administration/people');
  await expect(amina.getByText('This page is for administrators of a place.')).toBeVisible();
  await isWhole(amina);
});

test('anybody reads what was decided, without scripts too, narrows it, and takes the whole record away', async ({ open, server }) => {
  const imran = await asPerson(server, 'imran-shah');
  // A document of its own: other tests write in those of the demo borough, and expect them to be drafted still.
  const made = await imran.createDocument({ kind: 'priorities', placeId: 'redvales', title: 'Paths in Redvales' });
  const document = { id: made.ok ? made.value.id : '', path: `/documents/${made.ok ? made.value.id : ''}` };
  expect((await imran.changePhase(document.id, { phase: 'consulting', reason: 'It is time' })).ok).toBe(true);
  const reader = await (await open({ ...PHONE, javaScriptEnabled: false })).newPage();
  await reader.goto('/');
  await reader.getByRole('link', { name: 'What was decided' }).click();
  const sentence = /“Paths in Redvales” went on from being drafted to out for consultation\./;
  await expect(reader.getByText(sentence)).toBeVisible();
  await expect(reader.getByText(/The chain is unbroken from receipt 1 of .+ to receipt \d+ of/)).toBeVisible();
  await expect(reader.getByText('It is time')).toHaveCount(0);
  await reader.getByLabel('Decisions about').selectOption('guests');
  await reader.getByRole('button', { name: 'Show these' }).click();
  await expect(reader.getByText(sentence)).toHaveCount(0);

  const page = await signInAs(await open(), 'Imran Shah');
  await page.goto(document.path);
  await page.getByRole('link', { name: 'What was decided here' }).click();
  await expect(page.getByText(sentence)).toBeVisible();
  await expect(page.getByRole('list', { name: 'What was decided' }).getByRole('listitem')).toHaveCount(1);
  await page.getByLabel('Only what I decided').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/own=yes/);
  await expect(page.getByText('you decided this')).toBeVisible();
  await isWhole(page);
  await page.getByRole('link', { name: /^Receipt \d+$/ }).click();
  await expect(page.getByText('Whole reference')).toBeVisible();
  const head = await imran.auditHead();
  await isWhole(page);

  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download all decisions' }).click();
  const exported = JSON.parse(await readFile(await (await downloading).path(), 'utf8')) as { format: string; entries: { hash: string }[] };
  expect(exported).toMatchObject({ format: 'ginnel-audit-1', head: { publicKey: head.ok ? head.value.publicKey : '' } });
  await page.goto('/decisions?receipt=999999');
  await expect(page.getByText('There is no such decision.')).toBeVisible();
});

test('a system leader calls somebody in on a topic; they write there under it until it is ended', async ({ open, server }) => {
  const document = await demoDocument(server, 'plan', 'west');
  const ruth = await signInAs(await open(PHONE), 'Ruth Ogden');
  await ruth.goto('/roles/ruth-ogden.system-leader.west');
  await ruth.getByRole('link', { name: 'Who else takes part in “People & Communities Plan for Radcliffe”' }).click();
  await expect(ruth.getByText('Nobody just now.')).toBeVisible();
  const form = ruth.getByRole('form', { name: 'Call somebody in on a topic' });
  await form.getByRole('button', { name: 'Call them in' }).press('Enter');
  await expect(form.getByText('Write a name, an e-mail address and a last day')).toBeVisible();
  await isWhole(ruth);
  await form.getByLabel('On which topic?').fill('Fires at Outwood');
  await form.getByLabel('Their name').fill('Ben Tattersall');
  await form.getByLabel('Their e-mail address').fill('ben-tattersall@ginnel.example');
  await form.getByLabel('Last day').fill(IN_A_MONTH);
  await form.getByRole('button', { name: 'Call them in' }).press('Enter');
  await expect(ruth.getByText('Ben Tattersall was called in.')).toBeFocused();
  await expect(ruth.getByText('Ben Tattersall, on Fires at Outwood')).toBeVisible();
  await expect(ruth.getByRole('heading', { name: 'Let somebody run this session' })).toHaveCount(0);

  const ben = await signInAs(await open(), 'Ben Tattersall');
  await openLive(ben, document);
  await fieldAt(ben, 'notes').click();
  await ben.keyboard.press('Control+End');
  await ben.keyboard.type(' From the fire station.');
  await expect(saveState(ben, 'saved')).toBeVisible();
  const api = createApi({ origin: server.address });
  await expect.poll(async () => JSON.stringify(await api.documentAuthors(document.id))).toContain('on Fires at Outwood');

  await ruth.locator('summary', { hasText: 'End this role' }).click();
  await ruth.getByLabel('Why? They can read this').fill('The topic is dealt with');
  await ruth.keyboard.press('Enter');
  await expect(ruth.getByText('The role was ended: Ben Tattersall, on Fires at Outwood.')).toBeVisible();
  await expect(ruth.getByText('Nobody just now.')).toBeVisible();
  await fieldAt(ben, 'notes').click();
  await ben.keyboard.type(' AFTER');
  await expect(saveState(ben, 'kept')).toBeVisible();
  const after = await api.document(document.id);
  expect(after.ok && after.value.notes).toContain('From the fire station.');
  expect(after.ok && after.value.notes).not.toContain('AFTER');
});

test('an administrator lets a member run one session: they open its door, and no other', async ({ open, server }) => {
  const session = await demoDocument(server, 'session', 'west');
  const other = await demoDocument(server, 'plan', 'west');
  const tom = await signInAs(await open(), 'Tom Hargreaves');
  await tom.goto(session.path);
  await tom.getByRole('link', { name: 'Who else takes part' }).click();
  const form = tom.getByRole('form', { name: 'Let somebody run this session' });
  await form.getByLabel('Their name').fill('Mia Lomax');
  await form.getByLabel('Their e-mail address').fill('mia-lomax@ginnel.example');
  await form.getByLabel('Last day').fill(IN_A_MONTH);
  await form.getByRole('button', { name: 'Make them facilitator' }).click();
  await expect(tom.getByText('Mia Lomax is facilitator of this session now.')).toBeVisible();
  await isWhole(tom);
  await form.getByLabel('Their name').fill('Mia Lomax');
  await form.getByLabel('Their e-mail address').fill('mia-lomax@ginnel.example');
  await form.getByLabel('Last day').fill(IN_A_MONTH);
  await form.getByRole('button', { name: 'Make them facilitator' }).click();
  await expect(form.getByText('This person has that already')).toBeVisible();

  const mia = await signInAs(await open(), 'Mia Lomax');
  await mia.goto(other.path);
  await expect(mia.getByRole('link', { name: 'Let guests in' })).toHaveCount(0);
  await mia.goto(session.path);
  await mia.getByRole('link', { name: 'Let guests in' }).click();
  await mia.getByRole('button', { name: 'Open the door' }).click();
  await expect(mia.getByRole('img', { name: /QR code/ })).toBeVisible();
  await mia.goto(`/documents/${session.id}/people`);
  await expect(mia.getByText('This page is for administrators and system leaders of the place.')).toBeVisible();
});

test('the first page tells a neighbour who is not invited what they can read, and whom to ask', async ({ open }) => {
  const page = await (await open(PHONE)).newPage();
  await page.goto('/');
  await expect(page.getByText('Whoever writes is invited first')).toBeVisible();
  await expect(page.getByText('To write, you need an invitation by e-mail.')).toBeVisible();
  await expect(page.getByText('takes a moment')).toHaveCount(0);
  await isWhole(page);
  await page.getByRole('link', { name: 'Groups and services that take part' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Organisations' })).toBeVisible();
});
