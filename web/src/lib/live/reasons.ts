/** Whether a person may write in a field, and if not why not: the table at the server's door, asked beforehand. */
import type { DocumentKind, Phase } from '@ginnel/domain/documents';
import type { Actor } from '@ginnel/domain/standing';
import { mayEdit } from '@ginnel/merge/admission/may-edit';
import type { Path, Reason } from '#lib/document/contract.ts';

/** Stands for the id of an entry that is yet to be made. */
const ANY_ENTRY = 'x_00000000';
const ANY_PARTY = 'any-party';

export function reasonAt(kind: DocumentKind, path: Path, actor: Actor, phase: Phase): Reason | null {
  const steps = path.map((step, i) => (step !== '*' ? step : path[i - 1] === 'parts' ? ANY_PARTY : ANY_ENTRY)).join('/');
  const inside = mayEdit(kind, `${steps}/#`, actor, phase);
  const { why } = inside.why === 'unknown-path' ? mayEdit(kind, steps, actor, phase) : inside;
  switch (why) {
    case null:
      return null;
    case 'not-your-part':
    case 'not-yours':
    case 'wrong-phase':
      return why;
    default:
      return 'not-allowed';
  }
}
