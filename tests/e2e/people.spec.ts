/** Signing in, in a real browser: links that scanners open, and passkeys of a real authenticator. */
import { createApi } from '@ginnel/api/client';
import type { Page } from '@playwright/test';
import type { RunningServer } from '../conformance/running-server.ts';
import { expect, test } from './fixtures.ts';

const EMAIL = 'sheila-entwistle@ginnel.example';

async function post(page: Page, path: string, body?: unknown): Promise<unknown> {
  return await page.evaluate(
    async ([to, json]) => {
      const response = await fetch(to as string, { method: 'POST', headers: { 'content-type': 'application/json' }, body: json as string });
      return response.status === 204 ? null : ((await response.json()) as unknown);
    },
    [path, JSON.stringify(body ?? {})],
  );
}

async function whoIs(page: Page): Promise<string | null> {
  const me = await page.evaluate(async () => (await (await fetch('/api/me')).json()) as { person: { name: string } | null });
  return me.person?.name ?? null;
}

/** Newest first. Other letters come as well: that a new device has signed in, for one. */
async function linksSent(server: RunningServer): Promise<readonly string[]> {
  const box = await createApi({ origin: server.address }).demoMailbox();
  const letters = box.ok ? box.value.messages.filter(({ to }) => to === EMAIL) : [];
  return letters.flatMap(({ text }) => /\S+\/sign-in\/link#\S+/.exec(text)?.[0] ?? []);
}

async function newestLink(server: RunningServer): Promise<string> {
  return (await linksSent(server))[0] ?? '';
}

test('a sign-in link that was opened a hundred times by mail scanners signs nobody in, and still works where it was asked for', async ({
  open,
  server,
}) => {
  const sheila = await (await open()).newPage();
  await sheila.goto('/'); // a page that asks nothing of its own beside what the test asks
  const before = await newestLink(server);
  await post(sheila, '/api/sign-in/link', { email: EMAIL });
  await expect.poll(() => newestLink(server)).not.toBe(before);
  const link = await newestLink(server);

  const scanners = await Promise.all(Array.from({ length: 5 }, async () => await (await open()).newPage()));
  for (let opened = 0; opened < 100; opened += scanners.length) {
    await Promise.all(scanners.map((scanner) => scanner.goto(link)));
  }
  for (const scanner of scanners) {
    expect(await whoIs(scanner)).toBeNull();
    await scanner.getByRole('main').getByRole('button').first().click(); // even one that presses buttons
    await expect(scanner.getByRole('status').filter({ hasText: /\S/ })).toBeVisible();
    expect(await whoIs(scanner)).toBeNull();
  }

  await sheila.goto(link);
  expect(await whoIs(sheila)).toBeNull();
  await sheila.getByRole('main').getByRole('button').first().click();
  await expect(sheila).not.toHaveURL(/sign-in/);
  expect(await whoIs(sheila)).toBe('Sheila Entwistle');
});

test('a double click asks for one letter and signs in once, and goes where the person was going', async ({ open, server }) => {
  const page = await (await open()).newPage();
  const letters = async (): Promise<number> => (await linksSent(server)).length;
  const before = await letters();
  await page.goto('/sign-in?to=%2Fpeople%2Fme');
  let clickedTwice = Promise.withResolvers<void>();
  await page.route('**/api/sign-in/link**', async (route) => {
    await clickedTwice.promise; // the answer is slower than the second click
    await route.continue();
  });
  await page.getByLabel('Your e-mail address').fill(EMAIL);
  await page.getByRole('button', { name: 'Send me a link' }).dblclick();
  clickedTwice.resolve();
  await expect.poll(letters).toBe(before + 1);
  await page.goto(await newestLink(server));
  clickedTwice = Promise.withResolvers<void>();
  await page.getByRole('main').getByRole('button').first().dblclick();
  clickedTwice.resolve();
  await expect(page).toHaveURL(/\/people\/me$/);
  expect(await letters()).toBe(before + 1);
});

test('a passkey made by the browser’s own authenticator signs its owner in', async ({ open }) => {
  const page = await (await open()).newPage();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
  });
  await page.goto('/'); // a page that offers no passkey by itself
  await post(page, '/api/demo/sign-in', { person: 'sheila-entwistle' });
  const added = await page.evaluate(async () => {
    const send = async (path: string, body: unknown) => {
      return await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    };
    const { options } = (await (await send('/api/me/passkeys/options', {})).json()) as { options: PublicKeyCredentialCreationOptionsJSON };
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
    return (await send('/api/me/passkeys', { response: credential.toJSON() as unknown, name: 'This computer' })).status;
  });
  expect(added).toBe(201);
  await post(page, '/api/sign-out');
  expect(await whoIs(page)).toBeNull();
  const status = await page.evaluate(async () => {
    const send = async (path: string, body: unknown) => {
      return await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    };
    const { options } = (await (await send('/api/sign-in/passkey/options', {})).json()) as {
      options: PublicKeyCredentialRequestOptionsJSON;
    };
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
    return (await send('/api/sign-in/passkey', { response: credential.toJSON() as unknown })).status;
  });
  expect(status).toBe(200);
  expect(await whoIs(page)).toBe('Sheila Entwistle');
});
