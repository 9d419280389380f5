/** Answers that say no: problem documents from the catalogue of the API. */
import { type FieldError, PROBLEM_CONTENT_TYPE, type ProblemKind, PROBLEMS, problemOf } from '@ginnel/api/problems';
import type { problemSchema } from '@ginnel/api/schemas/problem';
import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';

export function problem<Kind extends ProblemKind>(c: Context, kind: Kind, errors?: readonly FieldError[]) {
  const body = problemOf(kind, errors) as z.infer<typeof problemSchema>;
  const status: (typeof PROBLEMS)[Kind]['status'] = PROBLEMS[kind].status;
  c.set('problem', kind);
  return c.json(body, status, { 'content-type': PROBLEM_CONTENT_TYPE });
}

/** @param target  the part of the request that was read: `json`, `query`, `param`, … */
export function inputProblem(c: Context, target: string, error: { readonly issues: readonly z.core.$ZodIssue[] }) {
  const part = target === 'json' ? 'body' : target;
  const errors = error.issues.slice(0, 20).map(({ path, message }) => ({ path: [part, ...path].join('.'), message }));
  return problem(c, 'bad-input', errors);
}
