/** Setting up, bringing in lists, inviting, deputies and grants to draft, in a real browser. */
import AxeBuilder from '@axe-core/playwright';
import { createApi } from '@ginnel/api/client';
import type { BrowserContext, Page } from '@playwright/test';
import { RunningServer } from '../conformance/running-server.ts';
import { demoDocument, expect, fieldAt, openLive, saveState, signInAs, test } from './fixtures.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const IN_A_MONTH = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString().slice(0, 10);

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  expect(violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
}

async function expectNoSideways(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
}

const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

/** The button says that it is not for now, and does nothing when it is pressed all the same. */
async function expectHeldBack(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await button.press('Enter');
}

test('an empty installation is set up from its terminal’s address to the borough’s front page, left and taken up between', async ({
  open,
}) => {
  const server = await RunningServer.startEmpty();
  try {
    await expect.poll(() => server.said).toMatch(/\/set-up#[\w-]{43}/);
    const address = /\S+\/set-up#[\w-]{43}/.exec(server.said)?.[0] ?? '';
    const stranger = await (await open({ baseURL: server.origin })).newPage();
    await stranger.goto('/');
    await expect(stranger).toHaveURL(/\/set-up$/);
    await expect(stranger.getByRole('textbox', { name: /paste/ })).toBeVisible();
    await expectNoViolations(stranger);
    await stranger.getByRole('textbox', { name: /paste/ }).fill('x'.repeat(43));
    await stranger.getByRole('button', { name: 'Go on' }).click();
    await expect(stranger.getByText('This is not the secret')).toBeVisible();

    const context = await open({ baseURL: server.origin, viewport: { width: 390, height: 800 } });
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
    });
    await page.goto(address);
    await page.getByLabel('Name of the borough').fill('Bury');
    await page.getByLabel('Its ONS code').fill('E08000002');
    await page.getByLabel('A neighbourhood is called').fill('township');
    await expectNoViolations(page);
    await expectNoSideways(page);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: /Its places/ })).toBeFocused();

    const file = page.getByLabel('Choose a CSV file');
    await file.setInputFiles(csv('places.csv', 'name;tier;parent;ons_code\r\nWest;township;;\r\nElton;parish;West;E05000708\r\n'));
    await expect(page.getByText('Line 3, tier:')).toBeVisible();
    await expectNoViolations(page);
    await expectHeldBack(page, 'Save and go on');
    await expect(page.getByRole('heading', { name: /Its places/ })).toBeVisible();
    await file.setInputFiles(csv('places.csv', 'name;tier;parent;ons_code\r\nWest;township;;\r\nElton;ward;West;E05000708\r\n'));
    await expect(page.getByText('2 new lines')).toBeVisible();
    await page.getByRole('button', { name: 'Save and go on' }).click();
    await expect(page.getByRole('heading', { name: /Organisations/ })).toBeFocused();
    await page.getByLabel('Choose a CSV file').setInputFiles(csv('groups.csv', 'name,kind\nVCFA,group\n'));
    await expect(page.getByText('1 new line')).toBeVisible();
    await page.getByRole('button', { name: 'Save and go on' }).click();
    await page.getByLabel('Your name').fill('Tess Whittle');

    await page.reload();
    await expect(page.getByRole('heading', { name: /Its places/ })).toBeVisible();
    await expect(page.getByText('Chosen: places.csv')).toBeVisible();
    await page.getByRole('button', { name: 'Save and go on' }).click();
    await expect(page.getByText('Chosen: groups.csv')).toBeVisible();
    await page.getByRole('button', { name: 'Save and go on' }).click();
    await page.getByLabel('Your name').fill('Tess Whittle');
    await page.getByLabel('Your e-mail address').fill('tess@example.org');
    await page.getByLabel('By a passkey of this device').check();
    await page.getByRole('button', { name: 'Set up the borough' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Bury' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Elton' })).toBeVisible();
    await expect(page.getByRole('button', { name: /Tess Whittle/ })).toBeVisible();

    await stranger.goto(address);
    await expect(stranger.getByText('has been set up already')).toBeVisible();
  } finally {
    await server.stop();
  }
});

test('a list with a bad line is brought in by nobody; mended, it is brought in whole, and taken back', async ({ open }) => {
  const page = await signInAs(await open(), 'Tom Hargreaves');
  await page.goto('/administration');
  await page.getByRole('radio', { name: 'Places' }).check();
  const file = page.getByLabel('Choose a CSV file');
  await file.setInputFiles(csv('wards.csv', 'name,tier,parent\nElton West,ward,North\nElton South,ward,Atlantis\n'));
  await expect(page.getByText('Line 3, parent:')).toBeVisible();
  await expect(page.getByText('1 line that does not fit')).toBeVisible();
  await expectNoViolations(page);
  await expectHeldBack(page, 'Bring in this list');
  await file.setInputFiles(csv('wards.csv', 'name,tier,parent\nElton West,ward,North\nElton South,ward,North\n'));
  await expect(page.getByText('2 new lines')).toBeVisible();
  await page.getByRole('button', { name: 'Bring in this list' }).click();
  await expect(page.getByText('The list was brought in.')).toBeVisible();
  await page.goto('/places/north');
  await expect(page.getByRole('link', { name: 'Elton South' })).toBeVisible();
  await page.goto('/administration');
  await page
    .getByRole('button', { name: /Take back Places/ })
    .first()
    .click();
  await expect(page.getByText('The list was taken back.')).toBeVisible();
  await page.goto('/places/north');
  await expect(page.getByRole('link', { name: 'Elton South' })).toHaveCount(0);
});

test('somebody invited by e-mail reads what it is for, signs in, and accepts with a click', async ({ open, server }) => {
  const jo = await signInAs(await open({ viewport: { width: 390, height: 800 } }), 'Jo Kowalski');
  await jo.goto('/organisations/radcliffe-litter-pickers');
  await jo.getByText('Invite somebody').click();
  await jo.getByLabel('Their name').fill('Nadia Rahman');
  await jo.getByLabel('Their e-mail address').fill('nadia@example.org');
  await expectNoViolations(jo);
  await expectNoSideways(jo);
  await jo.getByRole('button', { name: 'Send the invitation' }).click();
  await expect(jo.getByText('An invitation is on its way to nadia@example.org.')).toBeVisible();

  const letterTo = async (pattern: RegExp) => {
    const box = await createApi({ origin: server.address }).demoMailbox();
    const letters = box.ok ? box.value.messages.filter(({ to }) => to === 'nadia@example.org') : [];
    return letters.map(({ text }) => pattern.exec(text)?.[0]).find((found) => found !== undefined) ?? '';
  };
  await expect.poll(() => letterTo(/\S+\/invitations#\S+/)).not.toBe('');
  const nadia = await (await open()).newPage();
  await nadia.goto(await letterTo(/\S+\/invitations#\S+/));
  await expect(nadia.getByText('for Radcliffe Litter Pickers, in West (Radcliffe)')).toBeVisible();
  await expectNoViolations(nadia);
  await nadia.getByRole('button', { name: 'Send the link to nadia@example.org' }).click();
  await expect.poll(() => letterTo(/\S+\/sign-in\/link#\S+/)).not.toBe('');
  await nadia.goto(await letterTo(/\S+\/sign-in\/link#\S+/));
  await nadia.getByRole('button', { name: 'Sign in on this device' }).click();
  await nadia.getByRole('button', { name: 'Accept the invitation' }).click();
  await expect(nadia.getByText('Welcome. You can write now.')).toBeVisible();
  await nadia.goto('/organisations/radcliffe-litter-pickers');
  await expect(nadia.getByRole('main').getByText('Nadia Rahman')).toBeVisible();
});

test('a deputy is named until a day, and everything they do says so', async ({ open }) => {
  const ruth = await signInAs(await open(), 'Ruth Ogden');
  await ruth.goto('/roles/ruth-ogden.system-leader.west');
  await expectNoViolations(ruth);
  await ruth.getByText('Name a deputy').click();
  const deputies = ruth.getByRole('form', { name: 'Deputies' });
  await deputies.getByLabel('Name', { exact: true }).fill('Sheila Entwistle');
  await deputies.getByLabel('E-mail address').fill('sheila-entwistle@ginnel.example');
  await deputies.getByLabel('Until').fill(IN_A_MONTH);
  await deputies.getByRole('button', { name: 'Name this deputy' }).click();
  await expect(ruth.getByText('The deputy was named.')).toBeVisible();
  const sheila = await signInAs(await open(), 'Sheila Entwistle');
  await sheila.goto('/people/me');
  await expect(sheila.getByRole('main').getByText('deputy for the system leader for West (Radcliffe)')).toBeVisible();
  await sheila.goto('/administration');
  await sheila.getByText('Make a team').click();
  await sheila.getByLabel('What is the team called?').fill('Leadership Team');
  await sheila.getByLabel('Which place').selectOption({ label: 'West (Radcliffe)' });
  await sheila.getByLabel('Its core seats').fill('Police\nHousing\nHealth and care');
  await sheila.getByLabel('How many of them').fill('2');
  await sheila.getByRole('button', { name: 'Make this team' }).click();
  await expect(sheila.getByRole('heading', { level: 1, name: 'Leadership Team' })).toBeVisible();
  await expect(sheila.getByText('0 of 3 core seats are held; 2 make a quorum.')).toBeVisible();
  await expectNoViolations(sheila);
});

async function chooseCapacity(page: Page, label: string): Promise<void> {
  await expect(saveState(page, 'saved')).toBeVisible();
  await page.getByRole('combobox').filter({ hasText: label }).selectOption({ label });
  await expect(saveState(page, 'saved')).toBeVisible();
}

test('a group lets VCFA draft for it, every word says so, and from the withdrawal on nothing more is taken', async ({ open, server }) => {
  const api = createApi({ origin: server.address });
  const signedIn = await api.demoSignIn('tom-hargreaves');
  const tom = createApi({ origin: server.address, token: signedIn.ok ? signedIn.value.token : '' });
  await tom.grantInOrganisation('vcfa', { whom: { personId: 'grace-adeyemi' }, role: 'group-member', placeId: 'bury' });
  await tom.grantInOrganisation('chesham-fold-residents', { whom: { personId: 'amina-hussain' }, role: 'group-lead', placeId: 'bury' });
  const document = await demoDocument(server, 'priorities', 'radcliffe-west');
  const { value: page_ } = (await api.document(document.id)) as { value: { title: string } };

  const amina = await signInAs(await open(), 'Amina Hussain');
  await amina.goto('/organisations/chesham-fold-residents');
  await amina.getByText('Let somebody draft for us').click();
  await amina.getByRole('button', { name: 'Give the grant' }).click();
  await expect(amina.getByText('Choose first who may draft for you, and where.')).toBeVisible();
  const where = amina.getByLabel('Where?');
  await where.selectOption(`document:${document.id}`);
  await amina.getByLabel('Until', { exact: true }).last().fill(IN_A_MONTH);
  await expectNoViolations(amina);
  await amina.getByRole('button', { name: 'Give the grant' }).click();
  await expect(amina.getByText('The grant was given.')).toBeVisible();

  const grace = await signInAs(await open(), 'Grace Adeyemi');
  await grace.goto('/organisations/vcfa');
  await expect(grace.getByText(`“${page_.title}”`)).toBeVisible();
  await grace.getByRole('button', { name: 'Draft under this grant' }).click();
  await expect(grace.getByText('You can now choose this when you write.')).toBeVisible();

  const LABEL = 'VCFA, for Chesham Fold Residents with its grant';
  await openLive(grace, document);
  await chooseCapacity(grace, LABEL);
  await fieldAt(grace, 'notes').click();
  await grace.keyboard.press('Control+End');
  await grace.keyboard.type(' Drafted with the group.');
  await expect(saveState(grace, 'saved')).toBeVisible();
  await expect.poll(async () => JSON.stringify(await api.documentAuthors(document.id))).toContain(LABEL);

  await amina.reload();
  await amina.getByRole('button', { name: /Withdraw the grant/ }).click();
  await expect(amina.getByText('The grant was withdrawn.')).toBeVisible();
  await fieldAt(grace, 'notes').click();
  await grace.keyboard.type(' AFTER');
  await expect(saveState(grace, 'kept')).toBeVisible();
  const after = await api.document(document.id);
  expect(after.ok && after.value.notes).toContain('Drafted with the group.');
  expect(after.ok && after.value.notes).not.toContain('AFTER');
});

test('residents start a group from their place in a click, and lead it', async ({ open }) => {
  const context: BrowserContext = await open({ viewport: { width: 390, height: 800 }, colorScheme: 'dark' });
  const page = await signInAs(context, 'Sheila Entwistle');
  await page.goto('/places/radcliffe-west');
  await page.getByText('Start a group here').click();
  await page.getByLabel('What is your group called?').fill('Friends of Close Park');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Friends of Close Park' })).toBeVisible();
  await expect(page.getByRole('main').getByText('Sheila Entwistle')).toBeVisible();
  await expectNoViolations(page);
  await expectNoSideways(page);
});
