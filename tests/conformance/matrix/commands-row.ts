/** One command of the matrix: who may give it, said again from the tables of `accounts/commands/policy`, and what it is tried on. */
import type { PlaceCommand } from '@ginnel/accounts/commands/policy';
import type { ProblemKind } from '@ginnel/api/problems';
import type { Role } from '@ginnel/domain/people';
import type { Scope } from './borough.ts';
import type { Actor } from './commands-cast.ts';

export interface Call {
  readonly path: string;
  readonly body?: unknown;
}

export interface Other {
  readonly what: string;
  readonly call: (actor: Actor) => Promise<Call>;
  /** The others are told what they are told about the right one. */
  readonly answer: ProblemKind;
  /** Who is told it; who may give the command, when left out. */
  readonly to?: (actor: Actor) => boolean;
  /** Told to everybody who is signed in, because it is looked for first. */
  readonly first?: boolean;
}

export interface Row {
  readonly method: 'POST' | 'DELETE';
  /** As in the OpenAPI description. */
  readonly path: string;
  /** As in receipt and audit. */
  readonly name: string;
  /** In `PLACE_COMMANDS`. */
  readonly policy?: PlaceCommand;
  readonly may: (actor: Actor) => boolean;
  readonly right: (actor: Actor) => Promise<Call>;
  /** The right one is the actor's own: made for each. */
  readonly own?: true;
  readonly others: readonly Other[];
  /** The receipt names another capacity than the chosen one. */
  readonly actsAs?: 'new' | 'any';
  /** Whoever did it is signed out by it. */
  readonly signsOut?: true;
}

export const NEAR: readonly Scope[] = ['here', 'above', 'below'];
export const EVERYWHERE: readonly Scope[] = [...NEAR, 'elsewhere'];
export const UPWARDS: readonly Scope[] = ['here', 'above'];
export const because = 'Because it is so';

interface Reach {
  readonly scopes?: readonly Scope[];
  /** Deputies decide as the holder does. */
  readonly deputies?: boolean;
  /** About the whole borough, from which nobody is kept away by being kept away from here. */
  readonly ofBorough?: boolean;
}

/** Roles that stand near enough, in one's own right or as a deputy, of people who are not kept away. */
export function roles(
  those: readonly Role[],
  { scopes = NEAR, deputies = true, ofBorough = false }: Reach = {},
): (actor: Actor) => boolean {
  return ({ role, scope, state }) => {
    if (!those.includes(role) || !scopes.includes(scope)) return false;
    if (state === 'stands') return true;
    return (state === 'deputy' && deputies) || (state === 'away' && ofBorough && scope === 'above');
  };
}

/** Whoever has a capacity that stands, in whatever right: for what is one's own affair. */
export const anybody: (actor: Actor) => boolean = ({ state }) => !['ended', 'borrowed'].includes(state);
export const either =
  (...of: readonly ((actor: Actor) => boolean)[]) =>
  (actor: Actor) =>
    of.some((may) => may(actor));

/** A thing that is not there. */
export const gone = (call: (id: string) => Call, answer: ProblemKind = 'not-found'): Other => {
  return { what: 'not there', call: async () => call('k3v9x0q2m4t7'), answer, first: answer === 'not-found' };
};
export const wrong = (what: string, call: Other['call']): Other => ({ what, call, answer: 'wrong-state' });

export const ADMIN = roles(['admin'], { scopes: UPWARDS });
export const PROTECTORS = ['moderator', 'admin'] as const;
export const protectors = roles(PROTECTORS);
/** What reaches the whole of a place is decided there or above. */
export const protectorsOfIt = roles(PROTECTORS, { scopes: UPWARDS });
export const post = { method: 'POST' } as const;

export function place(path: string, body: unknown): Call {
  return { path, body };
}
