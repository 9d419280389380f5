/** Whether a person may accept a change: by the same table that judges the edit it makes. */
import type { DocumentKind, Phase } from '@ginnel/domain/documents';
import type { RefusalKind } from '@ginnel/domain/refusals';
import type { Actor } from '@ginnel/domain/standing';
import { mayEdit } from '../admission/may-edit.ts';
import type { SuggestedChange } from './change.ts';

/** @returns null when they may, else why not. What they may not accept they leave to others, or decline. */
export function whyNotAccept(kind: DocumentKind, change: SuggestedChange, actor: Actor, phase: Phase): RefusalKind | null {
  for (const { path, acts } of change.touches) {
    const may = mayEdit(kind, path, actor, phase);
    if (acts.some((act) => !may[act])) return may.why;
  }
  return null;
}
