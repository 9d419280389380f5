/** Who leads in a place, and so may let guests into what is written there. */
import type { Role } from './people.ts';

export const MAY_LET_GUESTS_IN = [
  'facilitator',
  'group-lead',
  'councillor',
  'officer',
  'practitioner',
  'moderator',
  'system-leader',
  'admin',
] as const satisfies readonly Role[];
