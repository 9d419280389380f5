/** Says in plain words why something was not accepted, by its kind and by where it happened. */
import type { Messages } from './messages.ts';

/** The last named field of a path: `commitments/c_1/parts/six-town-housing/text` → party `six-town-housing`. */
const PARTY = /(?:^|\/)parts\/([^/]+)/;

export interface RefusalLike {
  readonly kind: keyof Messages['refusals'];
  readonly path: string;
}

/** @param nameOf  the name of an organisation by its id, or `null` when it is not known */
export function refusalInWords({ kind, path }: RefusalLike, words: Messages, nameOf: (organisationId: string) => string | null): string {
  return words.refusals[kind](partyIn(path, words, nameOf));
}

/** The party whose part a path lies in, as people call it. */
export function partyIn(path: string, words: Messages, nameOf: (organisationId: string) => string | null): string {
  const id = PARTY.exec(path)?.[1];
  if (id === undefined) return '';
  return id === 'residents' ? words.deal.residents : (nameOf(id) ?? id);
}
