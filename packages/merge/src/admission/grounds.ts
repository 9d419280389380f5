/**
 * The rights table and the shape of a kind, compiled once into a tree that answers "may this actor insert or delete here,
 * in this phase, and if not, why not?". Knows nothing of Yjs: the web asks it too.
 */
import type { DocumentKind, Phase } from '@ginnel/domain/documents';
import { PHASES } from '@ginnel/domain/documents';
import type { RefusalKind } from '@ginnel/domain/refusals';
import type { Actor } from '@ginnel/domain/standing';
import { RIGHTS, type RightsRow, type Who } from '../rights/table.ts';
import { SHAPES } from '../shapes/kinds.ts';
import type { ShapeNode } from '../shapes/shape.ts';

/** A node of the shape with what the table says of it. */
export interface Ground {
  readonly node: ShapeNode;
  /** What may be done to the node itself: created, set, replaced. */
  readonly self: Rule;
  /** What may be done inside it, when it is a text or rich text (`#`). */
  readonly inside: Rule;
  /** The fields of a record. */
  readonly fields: ReadonlyMap<string, Ground>;
  /** The record that stands for every entry of a list. */
  readonly entry: Ground | null;
  /** Whether its keys are parties: the table writes `{party}` for them. */
  readonly isParties: boolean;
}

/** One row of the table, or none: nobody may. */
export interface Rule {
  readonly insert: Grant;
  readonly delete: Grant;
}

export interface Grant {
  readonly who: readonly Who[];
  readonly phases: ReadonlySet<Phase>;
  /** Whether it matters who made the entry. */
  readonly asksAuthor: boolean;
}

const NOBODY: Grant = { who: [], phases: new Set(PHASES), asksAuthor: false };
const NO_RULE: Rule = { insert: NOBODY, delete: NOBODY };

const compiled = new Map<DocumentKind, ReadonlyMap<string, Ground>>();

/** The roots of a kind by name. */
export function groundsOf(kind: DocumentKind): ReadonlyMap<string, Ground> {
  let roots = compiled.get(kind);
  if (roots === undefined) {
    const table = readTable(RIGHTS[kind]);
    roots = new Map(Object.entries(SHAPES[kind].roots).map(([name, node]) => [name, groundOf(node, name, table)]));
    compiled.set(kind, roots);
  }
  return roots;
}

interface Table {
  /** By path, with `*` for every id. */
  readonly rules: ReadonlyMap<string, Rule>;
  /** The lists whose ids are parties. */
  readonly parties: ReadonlySet<string>;
}

function readTable(rows: readonly RightsRow[]): Table {
  return {
    rules: new Map(rows.map((row) => [row.path.replaceAll('{party}', '*'), ruleOf(row)])),
    parties: new Set(rows.filter((row) => row.path.includes('/{party}')).map((row) => row.path.replace(/\/\{party\}.*$/, ''))),
  };
}

function ruleOf(row: RightsRow): Rule {
  const phases = new Set(row.phases);
  return { insert: grantOf(row.insert, phases), delete: grantOf(row.delete, phases) };
}

function grantOf(who: readonly Who[], phases: ReadonlySet<Phase>): Grant {
  return { who, phases, asksAuthor: who.includes('author') };
}

function groundOf(node: ShapeNode, path: string, table: Table): Ground {
  const fields =
    node.type === 'record'
      ? Object.entries(node.fields).map(([name, field]) => [name, groundOf(field, `${path}/${name}`, table)] as const)
      : [];
  return {
    node,
    self: table.rules.get(path) ?? NO_RULE,
    inside: table.rules.get(`${path}/#`) ?? NO_RULE,
    fields: new Map(fields),
    entry: node.type === 'entries' ? groundOf(node.entry, `${path}/*`, table) : null,
    isParties: table.parties.has(path),
  };
}

/**
 * @param party     the party in whose part it is, or null
 * @param isAuthor  whether the actor's person made the entry; counts only when the grant asks
 * @returns null when it is allowed, else why not
 */
export function whyNot(grant: Grant, actor: Actor, phase: Phase, party: string | null, isAuthor: boolean): RefusalKind | null {
  const { who } = grant;
  if (who.length === 0) return 'not-allowed';
  if (!grant.phases.has(phase)) return 'wrong-phase';
  if (who.includes(actor.standing)) return null;
  if (grant.asksAuthor && isAuthor) return null;
  if (who.includes('party')) {
    // A guest with a session code belongs to a party and yet has no seat at the table.
    const atTheTable = actor.standing === 'member' || actor.standing === 'moderator';
    if (atTheTable && party !== null && actor.party === party) return null;
  }
  return grant.asksAuthor ? 'not-yours' : who.includes('party') ? 'not-your-part' : 'not-allowed';
}

/** Whether there is any place in documents of this kind where the actor may insert in this phase. */
export function maySomewhere(kind: DocumentKind, actor: Actor, phase: Phase): boolean {
  return RIGHTS[kind].some((row) => whyNot(ruleOf(row).insert, actor, phase, actor.party, true) === null);
}
