import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { callbackify } from 'node:util';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { magicLinks } from '../magic-links.ts';
import { AMINA, people, type People } from '../testing/people.ts';
import { smtpMailer } from './smtp-mailer.ts';

let parts: People;
let server: SMTPServer;
let url: string;
let received: { from: string; to: string[]; email: Email }[];

beforeEach(async () => {
  parts = await people();
  received = [];
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: callbackify(async (stream: SMTPServerDataStream, { envelope: { mailFrom, rcptTo } }: SMTPServerSession) => {
      const email = await PostalMime.parse(await buffer(stream));
      received.push({ from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address), email });
    }),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await new Promise<void>((resolve) => server.close(resolve));
  await parts.close();
});

describe('mail over SMTP', () => {
  it('carries a sign-in link to its reader whole, and the link signs in', async () => {
    const mailer = smtpMailer({ url, defaultFrom: 'Ginnel <no-reply@ginnel.example>' });
    const links = magicLinks({ ...parts, mailer, origin: 'https://ginnel.example', onMailError: (error) => expect.fail(String(error)) });
    await (
      await links.ask('amina@example.org', 'browser')
    ).sending;
    mailer.close();
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ from: 'no-reply@ginnel.example', to: ['amina@example.org'] });
    expect(received[0]?.email).toMatchObject({ subject: 'Your link to sign in to Ginnel', from: { name: 'Ginnel' } });
    expect(received[0]?.email.text).toContain('Hello Amina Hussain,');
    expect(received[0]?.email.text).toContain('press “Sign in”');
    const token = /https:\/\/ginnel\.example\/sign-in\/link#([\w-]{43})\s/.exec(received[0]?.email.text ?? '')?.[1] ?? '';
    expect(await links.confirm({ token }, 'browser')).toEqual(AMINA);
  });

  it('names the sender that the URL asks for', async () => {
    const mailer = smtpMailer({ url: `${url}?from=${encodeURIComponent('Bury <hello@bury.example>')}`, defaultFrom: 'x@example.org' });
    await mailer.send({ to: 'amina@example.org', subject: 'Grüße', text: 'ŷ' });
    mailer.close();
    expect(received[0]?.email).toMatchObject({ subject: 'Grüße', from: { address: 'hello@bury.example', name: 'Bury' } });
  });

  it('to an address with a line break in it is sent to nobody else', async () => {
    const mailer = smtpMailer({ url, defaultFrom: 'x@example.org' });
    await mailer.send({ to: 'a@example.org\r\nBcc: victim@example.org', subject: 'x', text: 'x' }).catch(() => undefined);
    mailer.close();
    expect(received.flatMap(({ to }) => to)).not.toContain('victim@example.org');
  });
});
