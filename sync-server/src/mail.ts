/** Which way mail goes: over SMTP, into the mailbox of demo mode, or nowhere. */
import { localMailbox } from '@ginnel/accounts/mail/local-mailbox';
import type { Mailer } from '@ginnel/accounts/mail/mailer';
import { smtpMailer } from '@ginnel/accounts/mail/smtp-mailer';
import type { Clock, Random } from '@ginnel/base/ports';
import type { Relational } from '@ginnel/store/relational/tables';
import type { Config } from './config.ts';

export function createMailer({ config, ...parts }: { config: Config; db: Relational; clock: Clock; random: Random }): Mailer {
  if (config.smtpUrl !== null) {
    return smtpMailer({ url: config.smtpUrl, defaultFrom: `Ginnel <no-reply@${new URL(config.origin).hostname}>` });
  }
  if (config.demo) return localMailbox(parts);
  return { send: () => Promise.reject(new Error('SMTP_URL is not set, so no mail can be sent')) };
}
