/** The fields of a document as a reader meets them: lists with their entries, prose and notes; what is empty is left out. */
import type { AuthoredField, AuthoredRun } from '@ginnel/api/schemas/authors';
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Messages } from '@ginnel/i18n/messages';
import { fieldInWords } from '#lib/document/field-in-words.ts';

export interface FieldSection {
  readonly path: string;
  readonly heading: string;
  readonly runs: readonly AuthoredRun[];
}

export interface EntrySection {
  readonly id: string;
  /** Said when the entry has no name yet. */
  readonly fallback: string;
  readonly name: readonly AuthoredRun[];
  readonly fields: readonly FieldSection[];
}

export interface Section {
  readonly root: string;
  readonly heading: string;
  /** The words of the section itself: prose, notes. */
  readonly runs: readonly AuthoredRun[];
  readonly entries: readonly EntrySection[];
}

/** Fields that name their entry. */
const NAMES = new Set(['title', 'name', 'what', 'words']);

export function sectionsOf(
  kind: DocumentKind,
  fields: readonly AuthoredField[],
  words: Messages,
  nameOf: (organisationId: string) => string | null,
): Section[] {
  const sections = new Map<string, { runs: readonly AuthoredRun[]; entries: Map<string, AuthoredField[]> }>();
  for (const field of fields) {
    if (field.runs.length === 0) continue;
    const [root = '', id] = field.path.split('/');
    const section = sections.get(root) ?? { runs: [], entries: new Map<string, AuthoredField[]>() };
    if (id === undefined) section.runs = field.runs;
    else section.entries.set(id, [...(section.entries.get(id) ?? []), field]);
    sections.set(root, section);
  }
  return [...sections].map(([root, { runs, entries }]) => ({
    root,
    heading: HEADINGS[root]?.(words, kind) ?? fieldInWords(root, words, nameOf),
    runs,
    entries: [...entries].map(([id, own]) => ({
      id,
      fallback: words.document.untitled,
      name: own.find(isName)?.runs ?? [],
      fields: own
        .filter((field) => !isName(field))
        .map(({ path, runs: inField }) => ({ path, heading: fieldInWords(path, words, nameOf), runs: inField })),
    })),
  }));
}

function isName({ path }: AuthoredField): boolean {
  const keys = path.split('/');
  return keys.length === 3 && NAMES.has(keys[2] ?? '');
}

const HEADINGS: Readonly<Record<string, (words: Messages, kind: DocumentKind) => string>> = {
  priorities: (words, kind) => (kind === 'plan' ? words.plan.priorities : words.priorities.list),
  commitments: (words) => words.deal.list,
  assets: (words) => words.plan.assets,
  actions: (words) => words.plan.actions,
  indicators: (words) => words.plan.indicators,
  cards: (words) => words.session.cards,
  groups: (words) => words.session.groups,
};
