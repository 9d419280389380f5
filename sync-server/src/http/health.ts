/**
 * `GET /healthz`: 200 once the server is ready, 503 while its disk cannot be written or its database cannot be reached.
 * Documents that could not be read are counted and change nothing else: the others go on. Until all have been looked at since the
 * start, `verified` says that this is under way.
 */
import type { DocumentId } from '@ginnel/base/ids';
import type { Services } from '../services.ts';
import type { App } from './environment.ts';

/** A database that takes longer is of no use to anybody. */
const ANSWER_WITHIN_MS = 2_000;
/** Whoever asks more often gets the same answer: a stranger's questions cost the database nothing. */
const KEPT_MS = 500;

export function serveHealth(
  app: App,
  { gauges, allVerified, documentLog }: Pick<Services, 'gauges' | 'allVerified' | 'documentLog'>,
): void {
  const canRead = keptFor(KEPT_MS, async () => {
    const { promise: tooLate, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), ANSWER_WITHIN_MS);
    const answers = documentLog.heads(['-' as DocumentId]).then(
      () => true,
      () => false,
    );
    const answer = await Promise.race([answers, tooLate]);
    clearTimeout(timer);
    return answer;
  });
  app.get('/healthz', async (c) => {
    const { storageWritable, unreadableDocuments } = gauges();
    const ready = storageWritable && (await canRead());
    const verified = allVerified() ? 'all' : 'under way';
    return c.json({ ready, unreadableDocuments, verified }, ready ? 200 : 503, { 'cache-control': 'no-store' });
  });
}

/** Asks once for all who ask meanwhile and shortly after. */
function keptFor(keptMs: number, ask: () => Promise<boolean>): () => Promise<boolean> {
  let asked: Promise<boolean> | null = null;
  return () => {
    asked ??= ask().finally(() => setTimeout(() => (asked = null), keptMs).unref());
    return asked;
  };
}
