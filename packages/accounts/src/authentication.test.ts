import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Authenticator, authenticator, type Credentials } from './authentication.ts';
import { addCapacity, endCapacity } from '@ginnel/store/relational/people';
import type { CapacityId } from '@ginnel/base/ids';
import { plainSessions } from './sessions/plain-sessions.ts';
import { AMINA, people, type People, RESIDENT } from './testing/people.ts';

const ORIGIN = 'https://ginnel.example';

let parts: People;
let door: Authenticator;
let token: string;

beforeEach(async () => {
  parts = await people();
  const sessions = plainSessions(parts);
  door = authenticator({ ...parts, sessions, origin: ORIGIN });
  ({ token } = await sessions.begin(AMINA.id, { lifetime: 'resident', device: '' }));
});
afterEach(() => parts.close());

const asks = (credentials: Partial<Credentials>, act: 'read' | 'write') =>
  door.authenticate({ cookie: null, origin: null, authorization: null, ...credentials }, act);
const cookie = () => `theme=dark; __Host-ginnel_session=${token}; x=y`;

describe('who sends a request', () => {
  it('is known by the cookie with our exact origin, or by a bearer token, with the capacities that stand', async () => {
    const expected = { outcome: 'signed-in', signedIn: { person: AMINA, capacities: [RESIDENT] } };
    expect(await asks({ cookie: cookie(), origin: ORIGIN }, 'write')).toMatchObject(expected);
    expect(await asks({ authorization: `Bearer ${token}` }, 'write')).toMatchObject(expected);
    expect(await asks({ cookie: cookie() }, 'read')).toMatchObject(expected);
  });

  it.each([
    'https://ginnel.example.evil.test',
    'http://ginnel.example',
    'https://ginnel.example:8443',
    'https://GINNEL.example',
    'null',
    '',
  ])('is not served when the browser was led here by %j', async (origin) => {
    expect(await asks({ cookie: cookie(), origin }, 'write')).toEqual({ outcome: 'foreign-origin' });
  });

  it('is due a new token when a role is given, begins or ends by its term, or is ended; a bearer token never', async () => {
    const sessions = plainSessions(parts);
    const due = async () => {
      const found = await asks({ cookie: cookie() }, 'read');
      return found.outcome === 'signed-in' && found.signedIn.renewDue;
    };
    const give = async (id: string, fromMs: number, untilMs: number | null) =>
      await addCapacity(parts.db, { ...RESIDENT, id: id as CapacityId }, { fromMs, untilMs });
    const renew = async () => (token = (await sessions.renew(token)) ?? '');
    const startMs = parts.clock.nowMs();
    expect(await due()).toBe(false);

    await give('given', startMs, null);
    await give('later', startMs + 1000, startMs + 2000);
    expect(await due()).toBe(true);
    const before = token;
    await renew();
    expect(await due()).toBe(false);
    for (const endOfTerm of [false, true]) {
      parts.clock.move(1000);
      expect([endOfTerm, await due()]).toEqual([endOfTerm, true]);
      expect(await asks({ authorization: `Bearer ${token}` }, 'read')).toMatchObject({ signedIn: { renewDue: false } });
      await renew();
      expect([endOfTerm, await due()]).toEqual([endOfTerm, false]);
    }
    await endCapacity(parts.db, 'given', parts.clock.nowMs());
    expect(await due()).toBe(true);
    expect(await asks({ cookie: `__Host-ginnel_session=${before}` }, 'read')).toEqual({ outcome: 'nobody' });
  });

  it('is refused a write by cookie without an origin, but not a sign-in by a program that has no cookie', async () => {
    expect(await asks({ cookie: cookie() }, 'write')).toEqual({ outcome: 'foreign-origin' });
    expect(await asks({}, 'write')).toEqual({ outcome: 'nobody' });
  });

  it.each(['Bearer', 'Bearer ', 'Basic abc', 'Bearer a b', 'Bearer r_forged'])(
    'is nobody with the authorization %j',
    async (authorization) => {
      expect(await asks({ authorization }, 'write')).toEqual({ outcome: 'nobody' });
    },
  );
});
