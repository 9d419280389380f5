/** What the web asks before it lets anyone type: the same table and the same answers as at the door, without Yjs. */
import type { DocumentKind, Phase } from '@ginnel/domain/documents';
import type { RefusalKind } from '@ginnel/domain/refusals';
import type { Actor } from '@ginnel/domain/standing';
import { groundsOf, whyNot, type Ground, type Rule } from './grounds.ts';

export interface MayEdit {
  readonly insert: boolean;
  readonly delete: boolean;
  /** Why the first of the two that is not allowed is not; null when both are. */
  readonly why: RefusalKind | null;
}

/**
 * @param path  with ids, as in a refusal: `commitments/c_8fk2m1xq90za/parts/six-town-housing/text/#` for what stands inside
 *   a text, without `/#` for the field itself. Ids may be invented: only their place counts.
 * @param isAuthor  whether the actor's person created the entry in which the path lies
 */
export function mayEdit(kind: DocumentKind, path: string, actor: Actor, phase: Phase, { isAuthor = false } = {}): MayEdit {
  const found = ruleAt(groundsOf(kind), path.split('/'));
  if (found === null) return { insert: false, delete: false, why: 'unknown-path' };
  const insert = whyNot(found.rule.insert, actor, phase, found.party, isAuthor);
  const remove = whyNot(found.rule.delete, actor, phase, found.party, isAuthor);
  return { insert: insert === null, delete: remove === null, why: insert ?? remove };
}

function ruleAt(roots: ReadonlyMap<string, Ground>, steps: readonly string[]): { rule: Rule; party: string | null } | null {
  let ground = roots.get(steps[0] ?? '');
  let party: string | null = null;
  for (let i = 1; i < steps.length && ground !== undefined; i++) {
    const step = steps[i]!;
    if (step === '#') {
      const isText = ground.node.type === 'text' || ground.node.type === 'rich';
      return isText && i === steps.length - 1 ? { rule: ground.inside, party } : null;
    }
    if (ground.node.type === 'entries') {
      if (!ground.node.key.test(step)) return null;
      if (ground.isParties) party = step;
      ground = ground.entry ?? undefined;
    } else {
      ground = ground.fields.get(step);
    }
  }
  return ground === undefined ? null : { rule: ground.self, party };
}
