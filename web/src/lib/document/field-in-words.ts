/** Says where something is in a document, as the page calls it: `priorities/p_1/why` is "Why it matters". */
import type { Messages } from '@ginnel/i18n/messages';
import { partyIn } from '@ginnel/i18n/refusal';

export function fieldInWords(path: string, words: Messages, nameOf: (id: string) => string | null): string {
  const parts = path.split('/');
  const [root = ''] = parts;
  if (root === 'notes') return words.document.notes;
  if (parts.includes('parts')) {
    const party = partyIn(path, words, nameOf);
    return parts[3] === 'residents' ? words.deal.partOfResidents : words.deal.partOf(party);
  }
  const field = parts.find((part) => part in FIELDS);
  return field === undefined ? root : (FIELDS[field]?.(words) ?? root);
}

const FIELDS: Readonly<Record<string, (words: Messages) => string>> = {
  title: (words) => words.priorities.title,
  why: (words) => words.priorities.why,
  evidence: (words) => words.priorities.evidence,
  affected: (words) => words.priorities.affected,
  outcome: (words) => words.priorities.outcomeLong,
  understanding: (words) => words.plan.understanding,
  strengths: (words) => words.plan.strengths,
  what: (words) => words.plan.what,
  name: (words) => words.plan.assetName,
  about: (words) => words.plan.assetAbout,
  source: (words) => words.plan.source,
  kind: (words) => words.plan.assetKind,
  priority: (words) => words.plan.actionPriority,
  serviceOwner: (words) => words.plan.serviceOwner,
  communityOwner: (words) => words.plan.communityOwner,
  due: (words) => words.plan.due,
  progress: (words) => words.plan.progress,
  baseline: (words) => words.plan.baseline,
  target: (words) => words.plan.target,
  latest: (words) => words.plan.latest,
  asOf: (words) => words.plan.asOf,
  words: (words) => words.session.words,
  group: (words) => words.session.group,
};
