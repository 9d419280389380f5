/** Mail about moderation. A message that cannot be sent takes nothing back: the decision stands, and its page says the same. */
import type { Mailer } from '@ginnel/accounts/mail/mailer';
import { addressesOf } from '@ginnel/store/relational/moderation';
import type { Relational } from '@ginnel/store/relational/tables';

export interface Notices {
  /** To everyone to whom safeguarding in the place goes. The words themselves are never in a mail. */
  safeguarding(leads: readonly string[], about: { readonly title: string; readonly held: boolean }): Promise<void>;
  held(author: string, about: { readonly title: string; readonly words: string }): Promise<void>;
  panel(members: readonly string[], about: { readonly title: string }): Promise<void>;
  appealDecided(author: string, about: { readonly title: string; readonly restored: boolean }): Promise<void>;
  warned(person: string, about: { readonly words: string }): Promise<void>;
}

export interface NoticesParts {
  readonly db: Relational;
  readonly mailer: Mailer;
  readonly origin: string;
  readonly report: (what: string, error: unknown) => void;
}

export function createNotices({ db, mailer, origin, report }: NoticesParts): Notices {
  async function send(people: readonly string[], subject: string, lines: readonly string[]): Promise<void> {
    try {
      const text = `${lines.join('\n\n')}\n`;
      for (const to of await addressesOf(db, people)) await mailer.send({ to, subject, text });
    } catch (error) {
      report('a notice about moderation could not be sent', error);
    }
  }
  return {
    safeguarding: (leads, { title, held }) =>
      send(leads, 'Urgent: a safeguarding report', [
        `Somebody has reported that a child or an adult may be at risk, in “${title}”.`,
        held ? 'The words are held: nobody else can read them.' : 'The words still stand.',
        `Only you and the other safeguarding leads see the report: ${origin}/moderation`,
      ]),
    held: (author, { title, words }) =>
      send([author], 'Some of your words are held', [
        `Some of what you wrote in “${title}” is held while somebody looks at it. The reason given: ${words}`,
        'Your words are kept, and they are yours to read and copy. If you think this is wrong, you can ask a panel of people from your place to look at it:',
        `${origin}/moderation/mine`,
      ]),
    panel: (members, { title }) =>
      send(members, 'You are asked to sit on a panel', [
        `Somebody has appealed against holding what they wrote in “${title}”, and you are one of those asked to decide.`,
        `You can read it in its place and say what you think here: ${origin}/moderation/panel`,
      ]),
    appealDecided: (author, { title, restored }) =>
      send([author], 'Your appeal is decided', [
        restored ? `The panel has put your words in “${title}” back.` : `The panel has left your words in “${title}” hidden.`,
        `What they said: ${origin}/moderation/mine`,
      ]),
    warned: (person, { words }) =>
      send([person], 'A moderator has written to you', [words, `Please say that you have read it: ${origin}/moderation/mine`]),
  };
}
