/** How names become ids, and when two names are the same. */

/** `Radcliffe North and Ainsworth` → `radcliffe-north-and-ainsworth`; empty when there is nothing to make one of */
export function idOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f’']/g, '')
    .toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
}

export function freeId(id: string, isTaken: (id: string) => boolean): string {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? id : `${id}-${n}`;
    if (!isTaken(candidate)) return candidate;
  }
}

/** Capitals and spaces at the ends do not make another name. */
export function sameName(a: string, b: string): boolean {
  return keyOf(a) === keyOf(b);
}

export function keyOf(name: string): string {
  return name.trim().toLowerCase().normalize('NFC');
}
