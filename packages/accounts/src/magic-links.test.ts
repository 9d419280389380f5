import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LINK_LIFETIME_MS, LINK_TRIES, type MagicLinks, magicLinks } from './magic-links.ts';
import type { Mail } from './mail/mailer.ts';
import { AMINA, people, type People } from './testing/people.ts';

const ORIGIN = 'https://ginnel.example';
const BROWSER = 'browser-one';

let parts: People;
let links: MagicLinks;
let sent: Mail[];

beforeEach(async () => {
  parts = await people();
  sent = [];
  const mailer = { send: (mail: Mail) => Promise.resolve(void sent.push(mail)) };
  links = magicLinks({ ...parts, mailer, origin: ORIGIN, onMailError: (error) => expect.fail(String(error)) });
});
afterEach(() => parts.close());

async function ask(browser = BROWSER): Promise<{ token: string; code: string }> {
  await (
    await links.ask('Amina@Example.org ', browser)
  ).sending;
  const text = sent.at(-1)?.text ?? '';
  return { token: /sign-in\/link#([\w-]+)/.exec(text)?.[1] ?? '', code: /there: (\S+)/.exec(text)?.[1] ?? '' };
}

describe('a sign-in link', () => {
  it('signs in whoever asked, once', async () => {
    const { token } = await ask();
    expect(await links.confirm({ token }, BROWSER)).toEqual(AMINA);
    expect(await links.confirm({ token }, BROWSER)).toBeNull();
  });

  it('comes with a code that works in its place, however it is typed, and spends the link', async () => {
    const { token, code } = await ask();
    expect(code).toMatch(/^[2-9a-z]{4}-[2-9a-z]{4}$/);
    expect(await links.confirm({ code: code.toUpperCase().replace('-', ' ') }, BROWSER)).toEqual(AMINA);
    expect(await links.confirm({ token }, BROWSER)).toBeNull();
  });

  it('does nothing in another browser, and still works in the one that asked', async () => {
    const { token, code } = await ask();
    for (let i = 0; i < 20; i++) {
      expect(await links.confirm({ token }, 'browser-two')).toBeNull();
      expect(await links.confirm({ code }, 'browser-two')).toBeNull();
    }
    expect(await links.confirm({ token }, BROWSER)).toEqual(AMINA);
  });

  it('lasts ten minutes', async () => {
    const { token } = await ask();
    parts.clock.move(LINK_LIFETIME_MS - 1);
    expect(await links.confirm({ token }, BROWSER)).toEqual(AMINA);
    const later = await ask();
    parts.clock.move(LINK_LIFETIME_MS);
    expect(await links.confirm(later, BROWSER)).toBeNull();
  });

  it(`is spent after ${LINK_TRIES} wrong tries`, async () => {
    const { token } = await ask();
    for (let i = 0; i < LINK_TRIES; i++) expect(await links.confirm({ code: '22222222' }, BROWSER)).toBeNull();
    expect(await links.confirm({ token }, BROWSER)).toBeNull();
  });

  it('signs in only one of two that confirm at the same moment', async () => {
    const { token } = await ask();
    const both = await Promise.all([links.confirm({ token }, BROWSER), links.confirm({ token }, BROWSER)]);
    expect(both.filter((person) => person !== null)).toHaveLength(1);
  });

  it('is kept as hashes: neither token, code nor browser stands in the database', async () => {
    const { token, code } = await ask();
    const rows = JSON.stringify(await parts.db.selectFrom('magic_link').selectAll().execute());
    for (const secret of [token, code, code.replace('-', ''), BROWSER]) expect(rows).not.toContain(secret);
  });

  it('is made for an unknown address by the same steps, and sent to nobody', async () => {
    await (
      await links.ask('nobody@example.org', BROWSER)
    ).sending;
    expect(sent).toEqual([]);
    expect(await parts.db.selectFrom('magic_link').selectAll().execute()).toHaveLength(1);
  });

  it('is swept out when it is long over', async () => {
    await ask();
    await links.sweep();
    expect(await parts.db.selectFrom('magic_link').selectAll().execute()).toHaveLength(1);
    parts.clock.move(2 * LINK_LIFETIME_MS + 1);
    await links.sweep();
    expect(await parts.db.selectFrom('magic_link').selectAll().execute()).toEqual([]);
  });

  it('carries its token behind “#”, where neither servers nor the Referer header see it', async () => {
    await ask();
    expect(sent[0]).toMatchObject({ to: 'amina@example.org', subject: 'Your link to sign in to Ginnel' });
    expect(sent[0]?.text).toContain(`${ORIGIN}/sign-in/link#`);
  });
});
