/** Names and titles that people give. */
import { z } from '@hono/zod-openapi';
import { plainName } from '@ginnel/domain/plain-name';

/** One line as `plainName` leaves it: at least one character, and no more than `max`. */
export function nameSchema(max: number, { min = 1 }: { min?: number } = {}): z.ZodString {
  return z.string().overwrite(plainName).min(min).max(max);
}
