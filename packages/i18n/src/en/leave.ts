/** Words of leaving: what goes, what stays and why; and of protected names. */
import { counted } from '../plural.ts';

export const leave = {
  title: 'Leave Ginnel',
  lead: 'Before you decide: this is what goes, and this is what stays. Nothing happens until you press the button below.',
  goes: 'What goes, at once and for good',
  name: 'Your name. Where it stood, “Someone who has left” will stand.',
  email: (address: string) => `Your e-mail address, ${address}`,
  capacities: counted('en', { one: 'The one part that you take', other: 'The # parts that you take' }),
  sessions: counted('en', { one: 'The one place where you are signed in', other: 'The # places where you are signed in' }),
  passkeys: counted('en', { one: '# passkey', other: '# passkeys' }),
  identities: counted('en', { one: '# link to your organisation’s sign-in', other: '# links to your organisation’s sign-in' }),
  signIns: counted('en', { one: '# line of your journal of sign-ins', other: '# lines of your journal of sign-ins' }),
  namesOnReports: counted('en', { one: 'Your name on # report', other: 'Your name on # reports' }),
  reasons: counted('en', { one: 'Your name and your reason at # decision', other: 'Your name and your reasons at # decisions' }),
  stays: 'What stays, and why',
  words: (characters: number, documents: number) =>
    `${letters(characters)} that you wrote in ${places(documents)}. They are part of plans that others wrote with you, and stay under no name.`,
  decisions: counted('en', {
    one: 'That a decision was taken, and when, without you. Others must be able to check that no decision was changed.',
    other: 'That # decisions were taken, and when, without you. Others must be able to check that no decision was changed.',
  }),
  about: counted('en', {
    one: 'That a decision was taken about somebody, whose name is gone.',
    other: 'That # decisions were taken about somebody, whose name is gone.',
  }),
  reports: counted('en', {
    one: '# report, without your name, so that it can be looked into.',
    other: '# reports, without your name, so that they can be looked into.',
  }),
  nothingStays: 'Nothing.',
  backups: 'Backups are kept for a few weeks and then overwritten. Nobody reads them in between.',
  wordsToo: 'Would you like your words to go too? Ask a moderator before you leave: afterwards nobody can tell which were yours.',
  handOver: 'First somebody must take over from you',
  handOverAbout: (part: string) => `You are the only one who can act ${part}. Ask for somebody else to be given this part, then come back.`,
  again: 'For your safety, sign in again first. Then come back here.',
  signIn: 'Sign in again',
  takeFirst: 'You may want to take what is yours with you first.',
  sure: 'I have read this, and I want to leave',
  notSure: 'Read the two lists, then tick the box above.',
  button: 'Leave and delete this',
  unsent: counted('en', {
    one: '# change is only on this device and would be lost. Open the document and let it be saved first.',
    other: '# changes are only on this device and would be lost. Open the documents and let them be saved first.',
  }),
  failed: 'That did not work just now. Nothing was changed. Please try again.',
  done: 'You have left',
  doneAbout: 'Thank you for what you wrote. What was listed is gone.',
  receipt: (number: number, when: string) => `Your receipt: decision ${number} of ${when}.`,
  receiptHash: 'Its fingerprint, if you ever need to prove it:',
} as const;

export const keeping = {
  title: 'How long we keep things',
  lead: 'What you write together stays until you take it out. Everything else goes by itself when its time is over, every night.',
  what: 'What',
  days: 'Kept for',
  daysToKeep: 'Kept for how many days?',
  due: 'Would go now',
  forDays: counted('en', { one: '# day', other: '# days' }),
  atOnce: 'not at all',
  of: {
    sessions: 'Sessions, after they have ended',
    'sign-in-links': 'Links to sign in, after they are over',
    'sign-in-attempts': 'Tries to sign in, after they are over',
    'sign-in-journal': 'The journal of your sign-ins',
    receipts: 'Answers kept so that nothing is done twice',
    letters: 'Letters kept here (in the demo only)',
    guests: 'Names of guests, after the session',
    reports: 'Reports, after they were decided',
    warnings: 'Warnings',
    invitations: 'Invitations, after they are over',
    'times-away': 'Times away from a place, after they are over',
    'audit-details': 'Who decided, and why (that a decision was taken stays)',
  },
  own: 'You can see and take with you everything that is held about you, and leave, on your own page.',
  ownLink: 'Your own page',
  admin: 'For administrators',
  last: (when: string) => `What was old last went on ${when}.`,
  never: 'Nothing has gone yet: the first night is still to come.',
  run: 'Let it go now',
  ran: 'It has gone, and stands in the audit.',
  change: 'Keep something longer or shorter',
  reason: 'Why',
  set: 'Set this',
  wasSet: 'Set.',
  tooShort: (days: number) => `This must be kept for at least ${days} days.`,
  missing: 'Write a number of days, and why.',
  failed: 'That did not work just now. Nothing was changed.',
} as const;

export const names = {
  title: 'A protected name',
  link: 'Protect the name…',
  linkOf: (name: string) => `Protect the name of ${name}`,
  about: 'For somebody whom being found would put at risk. Everybody sees the other name instead, in what they wrote before too.',
  shownNow: (name: string) => `Everybody sees “${name}”.`,
  isGuarded: 'Their real name is protected.',
  label: 'The name to show',
  reason: 'Why',
  reasonHint: 'Kept beside the decision. Do not write the real name here.',
  button: 'Show this name',
  back: 'Show the real name again',
  look: 'Look at the real name',
  lookAbout: 'That you looked, and why, is kept.',
  real: (name: string) => `The real name is ${name}.`,
  changed: 'Changed. It stands everywhere within a few seconds.',
  taken: 'Somebody is already called that, or nothing would change. Choose another name.',
  missing: 'Write why.',
  nameMissing: 'Write the name to show.',
  notYours: 'You cannot look after this name. Moderators and administrators of their place can.',
  failed: 'That did not work just now. Please try again.',
  you: (shown: string) =>
    `Everybody sees you as “${shown}”. Your real name is protected: only moderators can look it up, and each look is kept.`,
  giveBack: 'Show my real name again',
} as const;

function letters(count: number): string {
  return counted('en', { one: '# character', other: '# characters' })(count);
}

function places(count: number): string {
  return counted('en', { one: '# document', other: '# documents' })(count);
}
