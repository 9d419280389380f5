/** Who wrote what: the document's words with their authors, by the names that they have now. */
import { getDocumentAuthors } from '@ginnel/api/routes/authors';
import { authorNames } from '@ginnel/store/relational/author-names';
import { createAuthorshipReader } from '../authorship.ts';
import type { Services } from '../services.ts';
import type { App } from './environment.ts';
import { problem } from './problem.ts';

export function serveAuthors(app: App, { db, documentLog }: Pick<Services, 'db' | 'documentLog'>): void {
  const authorship = createAuthorshipReader(documentLog);

  app.openapi(getDocumentAuthors, async (c) => {
    const found = await authorship.read(c.req.valid('param').id);
    if (found === null) return problem(c, 'not-found');
    const { epoch, seq } = found;
    const { since } = c.req.valid('query');
    const changes = since === undefined ? [] : found.changedSince(since);
    const all = [...found.authors];
    const changed = changes.map(({ path, author, atMs }) => {
      const known = all.findIndex(({ personId, capacityId }) => personId === author.personId && capacityId === author.capacityId);
      return { path, author: known === -1 ? all.push(author) - 1 : known, atMs };
    });
    const names = await authorNames(db, all);
    const authors = all.map(({ personId }, i) => ({ personId, name: names[i]?.name ?? '', label: names[i]?.label ?? '' }));
    const fields = found.fields.map(({ path, runs }) => ({ path, runs: [...runs] }));
    return c.json({ epoch, seq, authors, fields, changed }, 200);
  });
}
