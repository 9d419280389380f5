/** `GET /api/problems/<kind>`: where the `type` of a problem document leads. */
import { PROBLEMS, type ProblemKind } from '@ginnel/api/problems';
import type { App } from './environment.ts';
import { problem } from './problem.ts';

export function serveCatalogue(app: App): void {
  app.get('/api/problems/:kind', (c) => {
    const kind = c.req.param('kind');
    if (!Object.hasOwn(PROBLEMS, kind)) return problem(c, 'not-found');
    return c.json({ kind, ...PROBLEMS[kind as ProblemKind] });
  });
}
