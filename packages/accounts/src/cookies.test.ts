import { describe, expect, it } from 'vitest';
import { cookie, readCookie, SESSION_COOKIE } from './cookies.ts';

const HTTPS = 'https://ginnel.example';
const HTTP = 'http://localhost:3000';

describe('the session cookie', () => {
  it('on https is named __Host- and goes over TLS alone', () => {
    expect(cookie(SESSION_COOKIE, 's_1', { origin: HTTPS, maxAgeS: 60.5 })).toBe(
      '__Host-ginnel_session=s_1; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure',
    );
    expect(cookie(SESSION_COOKIE, 's_1', { origin: HTTP, maxAgeS: 60 })).toBe(
      'ginnel_session=s_1; Path=/; HttpOnly; SameSite=Lax; Max-Age=60',
    );
  });

  it('on https is not taken from a name that a neighbouring host could have set', () => {
    expect(readCookie('ginnel_session=planted; __Host-ginnel_session=s_1', SESSION_COOKIE, HTTPS)).toBe('s_1');
    expect(readCookie('ginnel_session=planted', SESSION_COOKIE, HTTPS)).toBe(null);
  });
});
