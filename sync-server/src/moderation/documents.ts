/** Documents with everything ever deleted still readable: what a moderator looks at. What has not changed is not replayed again. */
import type { DocumentId } from '@ginnel/base/ids';
import type { DocumentInfo } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import { type History, openHistory } from '@ginnel/merge/undo/passage';
import type { DocumentLog, LogRow } from '@ginnel/store/ports/document-log';

export interface WholeLog {
  readonly info: DocumentInfo;
  /** The last of `rows`, or 0. */
  readonly headSeq: number;
  readonly rows: readonly LogRow[];
  readonly leaseOf: (clientId: number) => Author | null;
}

type Log = Pick<DocumentLog, 'load' | 'read'>;

const PAGE = 5000;
const KEPT = 8;

/** The whole log of the current epoch; `null`: no such document. */
export async function readWholeLog(log: Log, documentId: string): Promise<WholeLog | null> {
  const stored = await log.load(documentId as DocumentId);
  if (stored === null) return null;
  const rows: LogRow[] = [];
  for (let seq = 0; seq < stored.headSeq;) {
    const page = await log.read(stored.info.id, seq, PAGE);
    if (page.length === 0) break;
    rows.push(...page.filter((row) => row.seq <= stored.headSeq));
    seq = page.at(-1)?.seq ?? stored.headSeq;
  }
  const holders = new Map(stored.leases.map(({ clientId, author }) => [clientId, author]));
  return { info: stored.info, headSeq: stored.headSeq, rows, leaseOf: (clientId) => holders.get(clientId) ?? null };
}

export interface Histories {
  /** `null`: no such document. */
  of(documentId: string): Promise<{ readonly info: DocumentInfo; readonly history: History } | null>;
}

export function createHistories(log: Log): Histories {
  const kept = new Map<string, { readonly key: string; readonly history: History }>();
  return {
    async of(documentId) {
      const stored = await log.load(documentId as DocumentId);
      if (stored === null) return null;
      const key = `${stored.info.epoch}.${stored.headSeq}`;
      const before = kept.get(documentId);
      kept.delete(documentId);
      if (before?.key === key) {
        kept.set(documentId, before);
        return { info: stored.info, history: before.history };
      }
      before?.history.doc.destroy();
      const whole = await readWholeLog(log, documentId);
      if (whole === null) return null;
      const history = openHistory(whole.info.kind, whole.rows, whole.leaseOf);
      kept.set(documentId, { key: `${whole.info.epoch}.${whole.headSeq}`, history });
      const [oldest] = kept;
      if (kept.size > KEPT && oldest !== undefined) {
        kept.delete(oldest[0]);
        oldest[1].history.doc.destroy();
      }
      return { info: whole.info, history };
    },
  };
}
