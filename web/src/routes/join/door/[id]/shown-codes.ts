/** The codes of a pass, kept in this window only: the server knows their hashes, and another device makes new ones. */
export interface Codes {
  readonly secret: string;
  readonly code: string;
}

const key = (passId: string) => `ginnel.door.${passId}`;

export function keepCodes(passId: string, codes: Codes): void {
  try {
    sessionStorage.setItem(key(passId), JSON.stringify(codes));
  } catch {
    // A browser that keeps nothing: the codes last as long as the page.
  }
}

export function keptCodes(passId: string): Codes | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key(passId)) ?? 'null') as Partial<Codes> | null;
    return typeof kept?.secret === 'string' && typeof kept.code === 'string' ? { secret: kept.secret, code: kept.code } : null;
  } catch {
    return null;
  }
}

export function forgetCodes(passId: string): void {
  try {
    sessionStorage.removeItem(key(passId));
  } catch {
    // Nothing was kept either.
  }
}
