import { plainSessions } from './plain-sessions.ts';
import { sessionsKeepTheirContract } from './contract.ts';

sessionsKeepTheirContract('a plain implementation', ({ db, random }) => plainSessions({ db, random, clock: { nowMs: () => Date.now() } }));
