import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Authenticator, authenticator, type Credentials } from './authentication.ts';
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
