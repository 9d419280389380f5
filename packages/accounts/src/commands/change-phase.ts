/** A document moves to another phase of its life, and with it who may write in it. */
import type { DocumentId } from '@ginnel/base/ids';
import { err, ok } from '@ginnel/base/result';
import type { DocumentInfo, Phase } from '@ginnel/domain/documents';
import { NEXT_PHASES } from '@ginnel/domain/phases';
import { findDocument, setPhase } from '@ginnel/store/relational/documents';
import type { Handler } from './run-command.ts';

export interface ChangePhase {
  readonly documentId: string;
  readonly phase: Phase;
  /** In people's own words; shown with the decision. */
  readonly reason: string;
}

/** @param rightsChanged  tells the live room, which then judges by the new phase */
export function changePhase({ documentId, phase, reason }: ChangePhase, rightsChanged: (id: DocumentId) => void): Handler<DocumentInfo> {
  return async ({ tx, capacities, may }) => {
    const document = await findDocument(tx, documentId);
    if (document === null) return err('not-found');
    const acting = capacities.find((capacity) => may('document.change-phase', capacity, document.placeId));
    if (acting === undefined) return err('not-allowed');
    if (!NEXT_PHASES[document.phase].includes(phase)) return err('wrong-state');
    await setPhase(tx, document.id, phase);
    return ok({
      acting,
      subject: `document:${document.id}`,
      facts: { from: document.phase, to: phase },
      detail: { reason },
      answer: { ...document, phase, rightsVersion: document.rightsVersion + 1 },
      afterwards: () => rightsChanged(document.id),
    });
  };
}
