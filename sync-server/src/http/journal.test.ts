import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browser, type Browser } from '../testing/browser.ts';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

const EMAIL = 'sheila-entwistle@ginnel.example';
const FIREFOX = 'Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0';

let server: DemoServer;
beforeEach(async () => void (server = await demoServer()));
afterEach(() => server.stop());

async function letters(): Promise<{ subject: string; text: string }[]> {
  const box = await server.api.demoMailbox();
  return box.ok ? box.value.messages : [];
}

async function signInByLink(who: Browser, userAgent: string): Promise<void> {
  const before = (await letters()).length;
  const headers = { 'user-agent': userAgent };
  await who.fetch('/api/sign-in/link', { method: 'POST', body: { email: EMAIL }, headers });
  await expect.poll(async () => (await letters()).length).toBe(before + 1);
  const text = (await letters()).find(({ subject }) => subject.includes('link'))?.text ?? '';
  const token = /#([\w-]{43})/.exec(text)?.[1] ?? '';
  expect((await who.fetch('/api/sign-in/link/confirm', { method: 'POST', body: { token }, headers })).status).toBe(200);
}

const entries = async (who: Browser) => ((await (await who.fetch('/api/me/sign-ins')).json()) as { entries: { what: string }[] }).entries;

describe('the journal of sign-ins', () => {
  it('says when, how and on which kind of device, and whose it is gets a letter about a browser not seen before', async () => {
    const [phone, stranger] = [browser(server.address), browser(server.address)];
    await signInByLink(phone, FIREFOX);
    expect(await entries(phone)).toMatchObject([{ what: 'link', device: 'Firefox on Android', isNew: false }]);
    await signInByLink(phone, FIREFOX);
    expect((await letters()).map(({ subject }) => subject).filter((subject) => subject.startsWith('A new device'))).toEqual([]);
    await signInByLink(stranger, 'curl/8');
    await expect.poll(async () => (await letters())[0]?.subject).toBe('A new device signed in to Ginnel as you');
    expect((await entries(phone))[0]).toMatchObject({ what: 'link', device: '', isNew: true });
    const [notice] = await letters();
    expect(notice?.text).not.toMatch(/#[\w-]{20}/);
  });

  it('is one’s own, and keeps no address and no whole name of a browser', async () => {
    expect((await browser(server.address).fetch('/api/me/sign-ins')).status).toBe(401);
    const phone = browser(server.address);
    await signInByLink(phone, FIREFOX);
    const text = JSON.stringify(await entries(phone));
    for (const trace of ['127.0.0.1', 'Mozilla', phone.cookies.get('ginnel_device') ?? 'x']) expect(text).not.toContain(trace);
  });
});
