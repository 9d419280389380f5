/** What would go and what would stay, before anything is changed. */
import type { DocumentId, PersonId } from '@ginnel/base/ids';
import type { Random } from '@ginnel/base/ports';
import type { DocumentInfo } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import type { Expunged } from '@ginnel/merge/epochs/gone';
import type { Relational } from '@ginnel/store/relational/tables';
import { wordsBesideOf, type WordsBeside } from '@ginnel/store/relational/words-beside';
import { type Outcome, withoutWhatGoes } from './new-epoch.ts';
import { type Target, TITLE_PATH } from './target.ts';
import type { ReadableLog } from './whole-log.ts';

export interface PreviewedDocument extends Outcome {
  readonly info: DocumentInfo;
  /** Its text was agreed or published and changes: whatever was signed on it no longer fits it. */
  readonly lapses: boolean;
  /** The words that go, as far as they fit the preview. */
  readonly going: readonly { readonly path: string; readonly words: string }[];
}

export interface Preview {
  readonly target: Target;
  readonly documents: readonly PreviewedDocument[];
  readonly beside: WordsBeside;
  /** Who wrote any of what goes from the documents. */
  readonly writers: readonly PersonId[];
}

/** Characters of going words that a preview shows, of each document. */
const SHOWN = 2000;

export interface Previewing {
  readonly target: Target;
  readonly documents: readonly { readonly documentId: DocumentId; readonly what: readonly Expunged[]; readonly askedEpoch: number }[];
  readonly by: Author;
  readonly atMs: number;
}

export async function previewOf(
  parts: { db: Relational; log: ReadableLog; random: Random },
  { target, documents, by, atMs }: Previewing,
): Promise<Preview> {
  const previewed: PreviewedDocument[] = [];
  const writers = new Set<PersonId>();
  for (const document of documents) {
    const rewritten = await withoutWhatGoes(parts, { ...document, by, atMs, showCharacters: SHOWN });
    if (rewritten === null) continue;
    const { info, outcome, going } = rewritten;
    for (const writer of rewritten.writers) writers.add(writer);
    const changes = outcome.hashBefore !== outcome.hashAfter;
    previewed.push({ info, ...outcome, going, lapses: changes && (info.phase === 'agreed' || info.phase === 'published') });
  }
  return { target, documents: previewed, beside: await besideOf(parts.db, target), writers: [...writers] };
}

export async function besideOf(db: Relational, target: Target): Promise<WordsBeside> {
  if (target.kind === 'person' && target.documentId === null) return await wordsBesideOf(db, target.personId);
  const isTitle = target.kind === 'contribution' && target.path === TITLE_PATH;
  return { reports: 0, appeals: 0, held: target.kind === 'held' ? 1 : 0, reasons: 0, titles: isTitle ? 1 : 0 };
}
