/** The problem document as the API describes it. */
import { z } from '@hono/zod-openapi';
import { PROBLEM_CONTENT_TYPE, PROBLEMS, type ProblemKind } from '../problems.ts';

export const problemSchema = z
  .object({
    type: z.string(),
    kind: z.enum(Object.keys(PROBLEMS) as [ProblemKind, ...ProblemKind[]]),
    title: z.string(),
    status: z.int(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem');

interface ProblemResponse {
  description: string;
  content: { [PROBLEM_CONTENT_TYPE]: { schema: typeof problemSchema } };
}

/** The `responses` entries for these kinds, one per status. */
export function problemResponses<Kind extends ProblemKind>(...kinds: Kind[]) {
  const responses: Record<number, ProblemResponse> = {};
  for (const kind of kinds) {
    const { status, title } = PROBLEMS[kind];
    const earlier = responses[status]?.description;
    responses[status] = {
      description: earlier === undefined ? `${kind}: ${title}` : `${earlier} ${kind}: ${title}`,
      content: { [PROBLEM_CONTENT_TYPE]: { schema: problemSchema } },
    };
  }
  return responses as { [Status in (typeof PROBLEMS)[Kind]['status']]: ProblemResponse };
}
