/** What is to go, and how much of it, in words. */
import type { Expunge, ExpungePreview } from '@ginnel/api/schemas/expunging';
import type { Messages } from '@ginnel/i18n/messages';

export function targetInWords({ target, about }: Pick<Expunge, 'target' | 'about'>, words: Messages): string {
  const document = `“${about.document ?? ''}”`;
  switch (target.kind) {
    case 'range':
      return words.expunge.targetRange(document);
    case 'held':
      return words.expunge.targetHeld(document);
    case 'contribution':
      return target.path === 'title' ? words.expunge.targetTitle : words.expunge.targetContribution(document);
    case 'person': {
      const person = about.person ?? target.personId;
      return target.documentId === null ? words.expunge.targetPersonEverywhere(person) : words.expunge.targetPerson(person, document);
    }
  }
}

type Counts = ExpungePreview['documents'][number]['goes'] & { readonly rows?: number };

/** "12 characters, 1 whole entry": what there is none of is left out. */
export function countsInWords({ characters, entries, values, rows = 0 }: Counts, words: Messages): string {
  const parts = [
    [characters, words.expunge.characters],
    [entries, words.expunge.entries],
    [values, words.expunge.values],
    [rows, words.expunge.rows],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, say]) => say(count))
    .join(', ');
}

export function besideInWords({ reports, appeals, held, reasons, titles }: ExpungePreview['beside'], words: Messages): string[] {
  const parts = [
    [reports, words.expunge.reports],
    [appeals, words.expunge.appeals],
    [held, words.expunge.held],
    [reasons, words.expunge.reasons],
    [titles, words.expunge.titles],
  ] as const;
  return parts.filter(([count]) => count > 0).map(([count, say]) => say(count));
}
