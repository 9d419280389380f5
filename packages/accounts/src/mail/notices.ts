/** Letters about one's own account, so that whose it is hears of it when a stranger comes in. They carry no link that signs in. */
import type { Person } from '@ginnel/domain/people';
import { findEmail } from '@ginnel/store/relational/people';
import type { Relational } from '@ginnel/store/relational/tables';
import type { JournalEntry } from '../sessions/journal.ts';
import type { Mailer } from './mailer.ts';

export interface Notices {
  /** Resolves when the letter is handed over, or when there is nowhere to send it. Never rejects. */
  tell(person: Person, entry: JournalEntry): Promise<void>;
}

export interface NoticesOptions {
  readonly db: Relational;
  readonly mailer: Mailer;
  readonly origin: string;
  readonly onMailError: (error: unknown) => void;
}

export function notices({ db, mailer, origin, onMailError }: NoticesOptions): Notices {
  return {
    async tell(person, entry) {
      const said = SAID[entry.what];
      if (said === undefined) return;
      try {
        const to = await findEmail(db, person.id);
        if (to !== null) await mailer.send({ to, ...letter(person, entry, { ...said, origin }) });
      } catch (error) {
        onMailError(error);
      }
    },
  };
}

type Said = Readonly<Record<'subject' | 'what', string>>;

const NEW_DEVICE: Said = {
  subject: 'A new device signed in to Ginnel as you',
  what: 'Somebody signed in as you in a browser that we have not seen before',
};

const SAID: Partial<Readonly<Record<JournalEntry['what'], Said>>> = {
  link: NEW_DEVICE,
  passkey: NEW_DEVICE,
  provider: NEW_DEVICE,
  'passkey-added': {
    subject: 'A passkey was added to your Ginnel account',
    what: 'A passkey was added: whoever holds that device can sign in as you',
  },
  'passkey-removed': { subject: 'A passkey was removed from your Ginnel account', what: 'A passkey was removed' },
};

function letter({ name }: Person, { device, atMs }: JournalEntry, { subject, what, origin }: Said & { origin: string }) {
  const when = new Date(atMs).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/London' });
  return {
    subject,
    text: [
      `Hello ${name},`,
      '',
      `${what}: ${device === '' ? 'a device that does not say what it is' : device}, ${when}.`,
      '',
      'If that was you, you need do nothing.',
      `If it was not, sign in, go to ${origin}/people/me, end the sessions that are not yours and remove passkeys you do not know.`,
      '',
    ].join('\n'),
  };
}
