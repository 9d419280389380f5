/** Mail over SMTP, by nodemailer. */
import nodemailer from 'nodemailer';
import type { Mailer } from './mailer.ts';

/**
 * @param url  `smtp://` or `smtps://`, with user and password if the server asks; `?from=` names the sender
 * @param defaultFrom  the sender when the URL names none
 */
export function smtpMailer({ url, defaultFrom }: { url: string; defaultFrom: string }): Mailer & { close(): void } {
  const parsed = new URL(url);
  const from = parsed.searchParams.get('from') ?? defaultFrom;
  parsed.searchParams.delete('from');
  const transport = nodemailer.createTransport(parsed.toString(), { from });
  return {
    async send({ to, subject, text }) {
      // Mail programs must not answer for the person, and lists must not carry it on (RFC 3834).
      await transport.sendMail({ to: { name: '', address: to }, subject, text, headers: { 'Auto-Submitted': 'auto-generated' } });
    },
    close: () => transport.close(),
  };
}
