/** All words of the interface, by language. A page takes them from here and holds none of its own. */
import { administration, handover, invitation, lists, organisation, setUp, team } from './en/administration.ts';
import { app } from './en/app.ts';
import { changes } from './en/changes.ts';
import { decisions } from './en/decisions.ts';
import { announce, document } from './en/document.ts';
import { errors } from './en/errors.ts';
import { expunge } from './en/expunge.ts';
import { home } from './en/home.ts';
import { deal, plan, priorities, prose, session } from './en/kinds.ts';
import { door, join } from './en/join.ts';
import { keeping, leave, names } from './en/leave.ts';
import { me } from './en/me.ts';
import { moderation } from './en/moderation.ts';
import { people } from './en/people.ts';
import { phases } from './en/phases.ts';
import { places } from './en/places.ts';
import { readOnly, refusals } from './en/refusals.ts';
import { calledIn, register } from './en/register.ts';
import { report } from './en/report.ts';
import { save } from './en/save.ts';
import { mailbox, signIn } from './en/sign-in.ts';
import { who } from './en/who.ts';

const en = {
  administration,
  handover,
  invitation,
  lists,
  organisation,
  setUp,
  team,
  app,
  announce,
  calledIn,
  changes,
  deal,
  decisions,
  document,
  door,
  errors,
  expunge,
  home,
  join,
  keeping,
  leave,
  mailbox,
  me,
  moderation,
  names,
  people,
  phases,
  places,
  plan,
  priorities,
  prose,
  readOnly,
  refusals,
  register,
  report,
  save,
  session,
  signIn,
  who,
};

/** The same keys with any words: what a further language has to give. */
type Translated<Words> = Words extends (...args: infer Args) => string
  ? (...args: Args) => string
  : Words extends string
    ? string
    : { readonly [Key in keyof Words]: Translated<Words[Key]> };

export type Messages = Translated<typeof en>;

export const LANGUAGES: Readonly<Record<string, Messages>> = { en };

/** @returns the words in that language, or in English when the language is not there yet */
export function messagesIn(language: string): Messages {
  return LANGUAGES[language] ?? en;
}
