/** A moment that somebody chooses, in milliseconds since 1970. */
import { z } from '@hono/zod-openapi';

/** The year 2200: longer than any term. Later ones are slips, and past the year 275760 no date can be written at all. */
const LATEST_MS = Date.UTC(2200, 0, 1);

export const momentSchema = z.int().positive().max(LATEST_MS);
