import { luciaSessions } from './lucia-sessions.ts';
import { sessionsKeepTheirContract } from './contract.ts';

sessionsKeepTheirContract('Lucia', ({ db, random }) => luciaSessions({ db, random }));
