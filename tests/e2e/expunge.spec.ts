import AxeBuilder from '@axe-core/playwright';
import { contentOf, demoDocument, expect, fieldAt, keptOnDevice, openLive, saveState, signInAs, test } from './fixtures.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SHOTS = process.env['EXPUNGE_SHOTS'];

test('two people take words out for good, by keyboard; who had the document open keeps what they had not sent, and the certificate says what went', async ({
  server,
  open,
}) => {
  const document = await demoDocument(server, 'priorities', 'radcliffe-east');
  const imransContext = await open();
  const imran = await signInAs(imransContext, 'Imran Shah');
  await openLive(imran, document);
  await fieldAt(imran, 'notes').fill('Ring Dawn on 01632 960123 about it. Meet at ten.');
  await expect.poll(() => contentOf(server, document)).toContain('960123');
  await expect(saveState(imran, 'saved')).toBeVisible();
  await imransContext.setOffline(true);
  await expect(saveState(imran, 'kept')).toBeVisible();
  await fieldAt(imran, 'notes').press('End');
  await fieldAt(imran, 'notes').pressSequentially(' Bring gloves.');
  await expect(keptOnDevice(imran)).toBeVisible();

  const helen = await signInAs(await open({ viewport: { width: 390, height: 844 } }), 'Helen Brooks');
  await helen.goto(`${document.path}/who`);
  await helen.getByRole('link', { name: 'Take words out for good…' }).click();
  await helen.getByLabel('In which field').selectOption({ label: 'Notes' });
  const field = helen.getByLabel('Mark the words that have to go');
  await field.evaluate((element) => {
    const area = element as HTMLTextAreaElement;
    const at = area.value.indexOf('01632 960123');
    area.focus();
    area.setSelectionRange(at, at);
  });
  for (let i = 0; i < '01632 960123'.length; i++) await field.press('Shift+ArrowRight');
  await expect(helen.getByRole('status').filter({ hasText: 'Marked: 01632 960123' })).toBeVisible();
  await helen.getByRole('button', { name: 'Show what would go' }).click();
  await expect(helen.getByText('12 characters, the history')).toBeVisible();
  await expect(helen.getByText('01632 960123', { exact: true }).last()).toBeVisible();
  if (SHOTS) await helen.screenshot({ path: `${SHOTS}/new-390.png`, fullPage: true });
  expect((await new AxeBuilder({ page: helen }).withTags(TAGS).analyze()).violations).toEqual([]);
  await helen.getByRole('button', { name: 'Ask for this' }).click();
  await expect(helen.getByText('You asked for this, so somebody else has to agree.')).toBeVisible();
  expect(await contentOf(server, document)).toContain('960123');

  const tom = await signInAs(await open({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' }), 'Tom Hargreaves');
  await tom.goto('/expunge');
  if (SHOTS) await tom.screenshot({ path: `${SHOTS}/list-1440-dark.png`, fullPage: true });
  await tom.getByRole('link', { name: /Some words in/ }).click();
  await expect(tom.getByRole('button', { name: 'Take it out for good' })).toBeDisabled();
  await tom.getByLabel('I have read what goes.').check();
  if (SHOTS) await tom.screenshot({ path: `${SHOTS}/agree-1440-dark.png`, fullPage: true });
  await tom.getByRole('button', { name: 'Take it out for good' }).press('Enter');
  await expect(tom.getByRole('heading', { name: 'Certificate' })).toBeVisible();
  await expect(tom.getByRole('main')).not.toContainText('960123');
  expect((await new AxeBuilder({ page: tom }).withTags(TAGS).analyze()).violations).toEqual([]);
  if (SHOTS) await tom.screenshot({ path: `${SHOTS}/certificate-1440-dark.png`, fullPage: true });
  await helen.reload();
  await expect(helen.getByRole('link', { name: 'Download the certificate' })).toBeVisible();
  if (SHOTS) await helen.screenshot({ path: `${SHOTS}/certificate-390.png`, fullPage: true });

  expect(await contentOf(server, document)).toContain('Ring Dawn on  about it. Meet at ten.');
  await imransContext.setOffline(false);
  await expect(fieldAt(imran, 'notes')).not.toBeEditable();
  if (SHOTS) await imran.screenshot({ path: `${SHOTS}/imran.png` });
  await imran.reload();
  await imran.getByRole('button', { name: /Not accepted \(1\)/ }).click();
  await expect(imran.getByRole('dialog')).toContainText('Bring gloves.');
  expect(await contentOf(server, document)).not.toContain('960123');
});
