/** How names become ids, and when two names are the same. */
import type { OrganisationKind } from '@ginnel/domain/people';
import { plainName } from '@ginnel/domain/plain-name';

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

/** `1st Radcliffe Scouts` → `group-1st-radcliffe-scouts`: the id of an organisation begins with a letter, in whatever script its name is. */
export function organisationIdOf(name: string, kind: OrganisationKind): string {
  const id = idOf(name);
  return /^[a-z]./.test(id)
    ? id
    : [kind, id]
        .filter((part) => part !== '')
        .join('-')
        .slice(0, 50);
}

/** Capitals, spaces and what cannot be seen do not make another name. */
export function sameName(a: string, b: string): boolean {
  return keyOf(a) === keyOf(b);
}

export function keyOf(name: string): string {
  return plainName(name).toLowerCase().normalize('NFC');
}
