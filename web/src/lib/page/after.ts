/** Where to go after signing in: a path of this site, never another address. */
export function safePath(to: string | null): string {
  return to !== null && /^\/(?![/\\])/.test(to) ? to : '/';
}

/** The link of the letter opens a page of its own; this browser remembers where the person was going. */
const WHERE_TO = 'ginnel.to';

export function rememberWhereTo(to: string): void {
  try {
    localStorage.setItem(WHERE_TO, to);
  } catch {
    // Without storage the link leads to the first page.
  }
}

/** Whether a link was asked for in this browser and has not been used in it. */
export function askedHere(): boolean {
  try {
    return localStorage.getItem(WHERE_TO) !== null;
  } catch {
    return false;
  }
}

export function whereTo(): string {
  try {
    const to = localStorage.getItem(WHERE_TO);
    localStorage.removeItem(WHERE_TO);
    return safePath(to);
  } catch {
    return '/';
  }
}
