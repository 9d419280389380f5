/** A person's words, found in every document by the lease of every clientID. */
import type { DocumentId, PersonId } from '@ginnel/base/ids';
import type { Author } from '@ginnel/domain/people';
import { writtenWords } from '@ginnel/merge/attribution/written-words';
import type { DocumentLog, LogRow } from '@ginnel/store/ports/document-log';
import { listDocuments } from '@ginnel/store/relational/documents';
import type { Relational } from '@ginnel/store/relational/tables';

export interface OwnWords {
  readonly documentId: DocumentId;
  readonly title: string;
  readonly path: string;
  readonly text: string;
  readonly atMs: number;
  readonly capacityId: string;
}

const PAGE_ROWS = 2000;

/** Reads the whole log of each document in which the person holds a clientID: a matter of seconds, not for every page. */
export async function ownWords(
  { db, log }: { db: Relational; log: Pick<DocumentLog, 'load' | 'read'> },
  personId: PersonId,
): Promise<OwnWords[]> {
  const words: OwnWords[] = [];
  for (const { id, kind, title } of await listDocuments(db)) {
    const stored = await log.load(id);
    if (stored === null || !stored.leases.some(({ author }) => author.personId === personId)) continue;
    const authors = new Map<number, Author>(stored.leases.map(({ clientId, author }) => [clientId, author]));
    const rows = await wholeLog(log, id);
    for (const { path, runs } of writtenWords(kind, rows, (client) => authors.get(client) ?? null)) {
      for (const { text, by } of runs) {
        if (by?.author.personId !== personId) continue;
        words.push({ documentId: id, title, path, text, atMs: by.atMs, capacityId: by.author.capacityId });
      }
    }
  }
  return words;
}

async function wholeLog(log: Pick<DocumentLog, 'read'>, id: DocumentId): Promise<LogRow[]> {
  const rows: LogRow[] = [];
  for (;;) {
    const page = await log.read(id, rows.at(-1)?.seq ?? 0, PAGE_ROWS);
    rows.push(...page);
    if (page.length === 0) return rows;
  }
}
