/** The three cookies that Ginnel sets, and how they are read. */

export const SESSION_COOKIE = 'ginnel_session';
/** Binds sign-in links to the browser that asked for them. */
export const BROWSER_COOKIE = 'ginnel_browser';
/** Tells a browser in which somebody signed in before from a new one. Signs nobody in. */
export const DEVICE_COOKIE = 'ginnel_device';

export type CookieName = typeof SESSION_COOKIE | typeof BROWSER_COOKIE | typeof DEVICE_COOKIE;

/** On https the name begins with `__Host-`: then no neighbouring host and no plain http can have set it (RFC 6265bis 4.1.3.2). */
export function nameOnWire(name: CookieName, origin: string): string {
  return isSecure(origin) ? `__Host-${name}` : name;
}

/** @param header  of the request. @param origin  ours */
export function readCookie(header: string | null | undefined, name: CookieName, origin: string): string | null {
  if (header === null || header === undefined) return null;
  const wanted = nameOnWire(name, origin);
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === wanted) return pair.slice(equals + 1).trim() || null;
  }
  return null;
}

/** A `Set-Cookie` line. @param maxAgeS  0 takes it away */
export function cookie(name: CookieName, value: string, { origin, maxAgeS }: { origin: string; maxAgeS: number }): string {
  const secure = isSecure(origin) ? '; Secure' : '';
  return `${nameOnWire(name, origin)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${Math.max(0, Math.floor(maxAgeS))}${secure}`;
}

function isSecure(origin: string): boolean {
  return origin.startsWith('https:');
}
