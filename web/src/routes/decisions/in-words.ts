/** A decision of the record as a sentence, and where one can look at what it is about. */
import type { RecordedDecision } from '@ginnel/api/routes/record';
import type { DecisionName } from '@ginnel/domain/decisions';
import type { DecisionInWords } from '@ginnel/i18n/en/decisions';
import type { Messages } from '@ginnel/i18n/messages';
import { lastDayInWords } from '#lib/form/days.ts';

type Names = Readonly<Record<string, string>>;
type Sentences = Readonly<Record<DecisionName, (decision: DecisionInWords) => string>>;

export function sentenceOf(decision: Pick<RecordedDecision, 'command' | 'subject' | 'facts'>, names: Names, words: Messages): string {
  const sentences: Sentences = words.decisions.sentences;
  const { command, subject, facts } = decision;
  if (!Object.hasOwn(sentences, command)) return words.decisions.other(command);
  const text = (fact: string): string => (typeof facts[fact] === 'string' ? facts[fact] : '');
  const named = (kind: string, id: string): string => {
    const name = names[`${kind}:${id}`] ?? words.decisions.gone;
    return kind === 'document' && name !== words.decisions.gone ? words.decisions.quoted(name) : name;
  };
  const factNamed = (fact: string, kind = fact): string => (text(fact) === '' ? '' : named(kind, text(fact)));
  const phase = (fact: string): string => (words.places.phase as Readonly<Record<string, string>>)[text(fact)] ?? text(fact);
  const [kind = '', id = ''] = subject.split(/:(.*)/);
  const { untilMs } = facts;
  return sentences[command as DecisionName]({
    about: named(kind, id),
    place: factNamed('place'),
    document: factNamed('document'),
    helper: factNamed('helper', 'organisation'),
    team: factNamed('team'),
    role: (words.organisation.roles as Readonly<Record<string, string>>)[text('role')] ?? text('role'),
    topic: text('topic'),
    from: phase('from'),
    to: phase('to'),
    until: typeof untilMs === 'number' ? words.decisions.until(lastDayInWords(untilMs)) : '',
    is: (fact) => facts[fact] === true,
    count: (fact) => (fact === 'all' ? sumOf(facts) : typeof facts[fact] === 'number' ? facts[fact] : 0),
    text,
  });
}

/** `null`: there is no page of it. */
export function pageOf(subject: string, names: Names): { readonly path: string; readonly name: string } | null {
  const name = names[subject];
  const [kind = '', id = ''] = subject.split(':');
  const folder = { document: 'documents', place: 'places', organisation: 'organisations' }[kind];
  return name === undefined || folder === undefined ? null : { path: `/${folder}/${id}`, name };
}

function sumOf(facts: RecordedDecision['facts']): number {
  return Object.values(facts).reduce<number>((sum, each) => sum + (typeof each === 'number' ? each : 0), 0);
}
