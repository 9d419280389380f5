/** The differences between what a person last saw and what stands now, each with where it is and in words. */
import type { DocumentKind } from '@ginnel/domain/documents';
import { outcomeName } from '@ginnel/domain/outcomes';
import type { Messages } from '@ginnel/i18n/messages';
import type { BlockChange } from '@ginnel/merge/versions/compare-prose';
import { wordsOfBlock } from '@ginnel/merge/versions/compare-prose';
import { compare, type Difference } from '@ginnel/merge/versions/compare';
import { entryContentAt, type Content, type EntryContent } from '@ginnel/merge/versions/content';
import type { DocumentAuthors } from '@ginnel/api/schemas/authors';
import type { ChangedByView, ChangeView, WordRunView } from '#lib/document/contract.ts';
import { fieldInWords } from '#lib/document/field-in-words.ts';

export interface Reading {
  readonly kind: DocumentKind;
  readonly words: Messages;
  /** An organisation's name by its id. */
  readonly nameOf: (id: string) => string | null;
}

export function changesBetween(before: object, after: object, reading: Reading): ChangeView[] {
  return compare(reading.kind, before, after).map((difference) => viewOf(difference, after as Content, reading));
}

/** The changes with whose they are. Of an entry that was added, everyone who has written in it. */
export function withAuthors(
  changes: readonly ChangeView[],
  { authors, changed }: Pick<DocumentAuthors, 'authors' | 'changed'>,
  { people }: Messages,
): ChangeView[] {
  const paths = new Set(changes.map(({ path }) => path));
  // What has a line of its own is said there.
  const lineOf = (path: string) => (paths.has(path) ? path : path.slice(0, path.lastIndexOf('/')));
  return changes.map((change) => {
    const by = new Map<string, ChangedByView>();
    for (const { path, author, atMs } of changed) {
      const { name, label } = authors[author] ?? { name: '', label: '' };
      const whom = people.asWhom(name, label);
      const isThere = lineOf(path) === change.path || lineOf(lineOf(path)) === change.path;
      if (name !== '' && isThere && (by.get(whom)?.atMs ?? 0) < atMs) by.set(whom, { whom, atMs });
    }
    return { ...change, by: [...by.values()].sort((a, b) => b.atMs - a.atMs) };
  });
}

function viewOf(difference: Difference, after: Content, reading: Reading): ChangeView {
  const { path } = difference;
  const { words } = reading;
  const at = { path, where: whereInWords(path, after, reading), by: [] };
  switch (difference.type) {
    case 'text':
      return { ...at, note: '', runs: shortened(difference.words) };
    case 'rich':
      return richView(at, difference.blocks, words);
    case 'value': {
      const [was, is] = [difference.before, difference.after].map((value) => valueInWords(path, value, after, reading));
      return { ...at, note: words.changes.value(was || words.changes.nothing, is || words.changes.nothing), runs: [] };
    }
    case 'moved':
      return { ...at, note: words.changes.moved(difference.from + 1, difference.to + 1), runs: [] };
    case 'added':
      return { ...at, note: words.changes.added, runs: runsOf('added', textsIn(difference.content)) };
    case 'put-back':
      return { ...at, note: words.changes.putBack, runs: [] };
    case 'taken-out':
    case 'removed':
      return {
        ...at,
        where: nameIn(difference.content) || at.where,
        note: difference.type === 'removed' ? words.changes.removed : words.changes.takenOut,
        runs: runsOf('removed', textsIn(difference.content)),
      };
  }
}

function richView(at: Pick<ChangeView, 'path' | 'where' | 'by'>, blocks: readonly BlockChange[], words: Messages): ChangeView {
  const runs = blocks.flatMap((change): WordRunView[] => {
    switch (change.type) {
      case 'same':
        return [];
      case 'changed':
        return [...shortened(change.words), { type: 'same', text: '\n' }];
      case 'moved':
        return [];
      default:
        return [{ type: change.type, text: `${wordsOfBlock(change.block)}\n` }];
    }
  });
  return { ...at, note: runs.some(({ type }) => type !== 'same') ? '' : words.changes.look, runs };
}

/** "Safer crossings: Why it matters", "Notes". */
function whereInWords(path: string, content: Content, { words, nameOf }: Reading): string {
  const steps = path.split('/');
  if (steps.length === 1) return fieldInWords(path, words, nameOf);
  const entry = entryContentAt(content, steps.slice(0, 2).join('/'));
  const name = (entry === null ? '' : nameIn(entry)) || words.document.untitled;
  const field = steps.slice(2).join('/');
  return field === '' || NAMES.includes(field) ? name : `${name}: ${fieldInWords(path, words, nameOf)}`;
}

/** The fields by which entries are called. */
const NAMES: readonly string[] = ['title', 'name', 'what'];

function nameIn(entry: EntryContent): string {
  for (const name of NAMES) if (typeof entry[name] === 'string' && entry[name] !== '') return entry[name];
  return '';
}

/** The plain words of an entry, its name first. */
function textsIn(entry: EntryContent): string {
  const texts = Object.entries(entry).flatMap(([field, value]) =>
    PLAIN.includes(field) && typeof value === 'string' && value !== '' ? [value] : [],
  );
  return texts.join('\n');
}

const PLAIN: readonly string[] = [...NAMES, 'why', 'evidence', 'affected', 'about', 'source', 'text'];

function runsOf(type: 'added' | 'removed', text: string): readonly WordRunView[] {
  return text === '' ? [] : [{ type, text }];
}

function valueInWords(path: string, value: unknown, content: Content, { words, nameOf }: Reading): string {
  const field = path.split('/').at(-1) ?? '';
  const text = typeof value === 'string' ? value : '';
  switch (field) {
    case 'outcome':
      return outcomeName(text) ?? text;
    case 'serviceOwner':
    case 'communityOwner':
      return text === 'residents' ? words.plan.residents : (nameOf(text) ?? text);
    case 'priority': {
      const entry = text === '' ? null : entryContentAt(content, `priorities/${text}`);
      return entry === null ? text : nameIn(entry);
    }
    case 'progress':
      return (words.plan.progresses as Readonly<Record<string, string>>)[text] ?? text;
    case 'kind':
      return (words.plan.assetKinds as Readonly<Record<string, string>>)[text] ?? text;
    case 'due':
    case 'asOf':
      return words.document.longDate(text);
    default:
      return text;
  }
}

/** Long stretches that stayed the same are shown by their ends. */
const CONTEXT = 60;

function shortened(runs: readonly WordRunView[]): readonly WordRunView[] {
  return runs.map((run, i) => {
    if (run.type !== 'same' || run.text.length <= 2 * CONTEXT + 10) return run;
    const head = i === 0 ? '' : run.text.slice(0, CONTEXT);
    const tail = i === runs.length - 1 ? '' : run.text.slice(-CONTEXT);
    return { type: 'same', text: `${head} … ${tail}` };
  });
}
