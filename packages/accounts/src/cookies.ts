/** The two cookies that Ginnel sets, and how they are read. */

export const SESSION_COOKIE = 'ginnel_session';
/** Binds sign-in links to the browser that asked for them. */
export const BROWSER_COOKIE = 'ginnel_browser';

export function readCookie(header: string | null | undefined, name: string): string | null {
  if (header === null || header === undefined) return null;
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim() || null;
  }
  return null;
}

/** @param secure  true on https */
export function cookie(name: string, value: string, { secure, maxAgeS }: { secure: boolean; maxAgeS: number }): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${Math.max(0, Math.floor(maxAgeS))}${secure ? '; Secure' : ''}`;
}
