/** Words of the record of decisions: each kind of decision as a sentence, without who took it. */
import { counted } from '../plural.ts';

/** A decision as a sentence needs it: names as they are shown, days and counts in words. What a decision does not have is empty. */
export interface DecisionInWords {
  /** “Ward plan”, Radcliffe West, VCFA */
  readonly about: string;
  readonly place: string;
  readonly document: string;
  readonly helper: string;
  readonly team: string;
  readonly role: string;
  readonly topic: string;
  readonly from: string;
  readonly to: string;
  /** ` until 31 March 2027`, or empty */
  readonly until: string;
  /** Whether the fact of this name is true. */
  readonly is: (fact: string) => boolean;
  /** The number of this name, 0 when there is none. */
  readonly count: (fact: string) => number;
  readonly text: (fact: string) => string;
}

const reports = counted('en', { one: '# report was', other: '# reports were' });
const members = counted('en', { one: '# person was', other: '# people were' });
const seats = counted('en', { one: '# seat', other: '# seats' });
const lines = counted('en', { one: '# line', other: '# lines' });
const rows = counted('en', { one: '# row', other: '# rows' });
const days = counted('en', { one: '# day', other: '# days' });
const hours = counted('en', { one: '# hour', other: '# hours' });
const documents = counted('en', { one: '# document', other: '# documents' });
const sessions = counted('en', { one: '# device', other: '# devices' });

const LISTS: Readonly<Record<string, string>> = { places: 'places', organisations: 'organisations', people: 'people and their roles' };
const OUTCOMES: Readonly<Record<string, string>> = { 'no-action': 'nothing had to be done', acted: 'something was done' };
const PANEL: Readonly<Record<string, string>> = { restore: 'they come back', 'keep-hidden': 'they stay out of sight' };
const HELD: Readonly<Record<string, string>> = {
  held: 'held while they are looked at',
  hidden: 'taken out of sight',
  restored: 'put back',
};

const sentences = {
  'document.change-phase': ({ about, from, to }) => `${about} went on from ${from} to ${to}.`,
  'place.grant-role': ({ role, place, document, until }) =>
    document === ''
      ? `Somebody was given the role of ${role} in ${place}${until}.`
      : `For ${document} only, somebody was given the role of ${role}${until}.`,
  'organisation.grant-role': ({ role, about, until }) => `Somebody was given the role of ${role} for ${about}${until}.`,
  'capacity.end': ({ role, place, is }) =>
    is('self') ? `Somebody stepped back as ${role} in ${place}.` : `Somebody’s role of ${role} in ${place} was ended.`,
  'topic.call-in': ({ about, topic, until }) => `Somebody was called in to ${about} on “${topic}”${until}.`,
  'deputy.name': ({ role, place, until }) => `A deputy was named for the ${role} in ${place}${until}.`,
  'role.hand-over': ({ role, place }) => `The role of ${role} in ${place} was handed over to the next holder.`,
  'role.write-handover': ({ role }) => `The ${role} wrote something for the next holder of the role.`,
  'invitation.send': ({ role, about }) => `Somebody was invited to be ${role} of ${about}.`,
  'invitation.withdraw': ({ role, about }) => `An invitation to be ${role} of ${about} was withdrawn.`,
  'invitation.accept': ({ role, about }) => `Somebody accepted an invitation to be ${role} of ${about}.`,
  'person.leave': () => 'Somebody left, and what was held about them went with them. Their words stay.',
  'person.end-sessions': ({ count }) => `Somebody was signed out on ${sessions(count('sessions'))}.`,
  'person.change-name': ({ about }) => `The name that somebody is shown under was changed, in ${about}.`,
  'person.look-up': ({ about }) => `Somebody’s real name was looked up, with a reason, in ${about}.`,
  'group.form': ({ about }) => `${about} was started as a group.`,
  'organisation.change': ({ about }) => `What ${about} joined as was changed.`,
  'grant.give': ({ about, helper, place, document, until }) =>
    `${about} let ${helper} draft for it, ${document === '' ? `in ${place}` : `in ${document}`}${until}.`,
  'grant.take-up': ({ about, helper }) => `Somebody of ${helper} began to draft for ${about}.`,
  'grant.withdraw': ({ about, helper }) => `${about} no longer lets ${helper} draft for it.`,
  'team.make': ({ team, about, count }) => `${team} was made as a team of ${about}, with ${seats(count('seats'))}.`,
  'team.set-quorum': ({ team, count }) => `The quorum of ${team} was set to ${count('quorum')}.`,
  'team.fill-seat': ({ team, is }) => (is('filled') ? `A seat of ${team} was filled.` : `A seat of ${team} was emptied.`),
  'guest-pass.open': ({ about, count }) => `The door of ${about} was opened to guests for ${hours(count('hours'))}.`,
  'guest-pass.renew': ({ about }) => `New codes were made for guests of ${about}.`,
  'guest-pass.end': ({ about }) => `The door of ${about} was closed to guests.`,
  'report.decide': ({ about, count, text }) =>
    `${reports(count('reports'))} answered about ${about}: ${OUTCOMES[text('outcome')] ?? text('outcome')}.`,
  'words.hold': ({ about, is, text }) =>
    `Words in ${about} were ${HELD[text('state')] ?? text('state')}${is('automatic') ? ', at once after reports' : ''}.`,
  'words.decide': ({ about, text }) => `It was decided about held words in ${about}: they were ${HELD[text('state')] ?? text('state')}.`,
  'words.appeal': ({ about }) => `Somebody asked for a second look at words of theirs in ${about}.`,
  'appeal.convene': ({ about, count }) => `${members(count('members'))} asked to look again at words in ${about}.`,
  'appeal.vote': ({ about, text }) =>
    text('outcome') === ''
      ? `A panel member decided about words in ${about}.`
      : `A panel decided about words in ${about}: ${PANEL[text('outcome')] ?? text('outcome')}.`,
  'words.ask-to-expunge': ({ count }) => `It was asked that words go for good, in ${documents(count('documents'))}.`,
  'words.answer-expunge': ({ is }) =>
    is('agreed') ? 'A second person agreed that words go for good.' : 'A second person did not agree that words go for good.',
  'words.expunged': ({ is }) => (is('again') ? 'Words that had gone for good were taken out once more.' : 'Words went for good.'),
  'person.warn': ({ about }) => `Somebody was warned, in ${about}.`,
  'person.acknowledge-warning': () => 'Somebody read the warning they were given.',
  'person.remove': ({ about, until }) => `Somebody may not write in ${about}${until}.`,
  'person.answer-removal': ({ about, is }) =>
    is('lifted') ? `Somebody may write in ${about} again.` : `It was looked at again: somebody still may not write in ${about}.`,
  'person.appeal': ({ about }) => `Somebody asked for a second look at their time away from ${about}.`,
  'installation.set-up': () => 'The borough was set up.',
  'installation.import': ({ count, text }) =>
    `A list was brought in, of ${LISTS[text('list')] ?? text('list')}: ${lines(count('added'))} new, ${count('changed')} changed.`,
  'installation.undo-import': ({ text }) => `A list of ${LISTS[text('list')] ?? text('list')} was taken back.`,
  'retention.set': ({ count }) => `How long something is kept was set to ${days(count('days'))}.`,
  'retention.run': ({ count }) => `What was old enough went: ${rows(count('all'))}.`,
} satisfies Readonly<Record<string, (decision: DecisionInWords) => string>>;

export const decisions = {
  title: 'What was decided',
  lead: 'Every decision stands here for good, in the order in which it was taken. Who took it and whom it was about is kept apart, so that it can be erased; you see which were yours.',
  link: 'What was decided',
  linkHere: 'What was decided here',
  sentences,
  other: (name: string) => `A decision of the kind “${name}” was taken.`,
  gone: 'something that is no longer here',
  quoted: (title: string) => `“${title}”`,
  until: (day: string) => ` until ${day}`,
  narrow: 'Show',
  group: 'Decisions about',
  groups: {
    documents: 'documents and their phases',
    people: 'people and their roles',
    organisations: 'organisations and teams',
    guests: 'guests',
    moderation: 'moderation',
    installation: 'the installation and its lists',
  },
  allGroups: 'everything',
  about: 'In or about',
  anywhere: 'anywhere',
  places: 'Places',
  documents: 'Documents',
  organisations: 'Organisations',
  own: 'Only what I decided, or what was decided about me',
  receipt: 'Or the number of a receipt',
  go: 'Show these',
  all: 'Show all decisions',
  none: 'There is no such decision.',
  yours: { by: 'you decided this', about: 'this was about you' },
  number: (seq: number) => `Receipt ${seq}`,
  receiptIs: (seq: number) => `Its receipt has the number ${seq}.`,
  reference: 'Whole reference',
  compare:
    'Compare it with the receipt that you kept. If the number is the same and the reference is not, the record was changed: tell people outside the council.',
  open: (name: string) => `Open ${name}`,
  earlier: 'Earlier decisions',
  chain: 'Is the record whole?',
  chainAbout:
    'The reference of each decision covers the one before it. So nobody can change a decision, take one out or put one in without breaking the chain.',
  unbroken: (first: number, firstDay: string, last: number, lastDay: string) =>
    `The chain is unbroken from receipt ${first} of ${firstDay} to receipt ${last} of ${lastDay}.`,
  nothing: 'Nothing has been decided yet, so there is no chain to check.',
  broken: (seq: number, fault: string) => `The chain is broken at receipt ${seq}: ${fault}. Tell whoever looks after this machine.`,
  faults: {
    missing: 'it is missing',
    'out-of-order': 'it stands in the wrong place',
    edited: 'it was changed after it was written',
    'not-chained': 'it does not follow from the one before',
    rewritten: 'the record was written anew',
  },
  checked: (time: string) => `Checked by the server at ${time}.`,
  download: 'Download all decisions',
  downloadAbout:
    'The file has every decision and a signed end. Whoever keeps it can prove later, without this server, that nothing was changed: ginnel audit-verify reads it.',
} as const;
