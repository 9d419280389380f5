/** Small pieces that every route is written with. */
import type { z } from '@hono/zod-openapi';

export function json<Schema extends z.ZodType>(schema: Schema) {
  return { 'application/json': { schema } };
}

export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { body: { content: json(schema), required: true } };
}
