/** A safeguarding report holds the words it points at before anybody has looked: on the standing instruction of the lead. */
import type { CapacityId, PersonId } from '@ginnel/base/ids';
import { findCapacity } from '@ginnel/store/relational/people';
import { takeTurn } from '@ginnel/store/relational/audit';
import { findDocument } from '@ginnel/store/relational/documents';
import type { HeldRow } from '@ginnel/store/relational/moderation-rows';
import { recordDecision } from '../audit/record.ts';
import type { CommandParts } from '../commands/run-command.ts';
import { type FoundWords, hold } from './hold-words.ts';

export interface HoldAtOnce {
  readonly documentId: string;
  readonly found: FoundWords;
  readonly words: string;
  readonly report: string;
  /** In whose name: see `safeguardingLeads`. */
  readonly lead: { readonly personId: string; readonly capacityId: string };
}

/** In one transaction with its audit entry, which says that it was automatic. @returns null when the document has moved on meanwhile */
export async function holdAtOnce({ db, clock, random }: CommandParts, asked: HoldAtOnce): Promise<HeldRow | null> {
  const { documentId, found, words, report, lead } = asked;
  return await db.transaction().execute(async (tx) => {
    await takeTurn(tx);
    const atMs = clock.nowMs();
    const [document, acting] = await Promise.all([findDocument(tx, documentId), findCapacity(tx, lead.capacityId as CapacityId, atMs)]);
    if (document === null || acting === null || document.epoch !== found.epoch) return null;
    const asking = { documentId, found, reason: 'safeguarding' as const, words, state: 'held' as const, reports: [report] };
    const decided = await hold({ tx, atMs }, { ...asking, acting, placeId: document.placeId }, random);
    await recordDecision(tx, random, {
      atMs,
      command: 'words.hold',
      subject: decided.subject,
      facts: { ...decided.facts, automatic: true },
      personId: lead.personId as PersonId,
      detail: { capacityId: acting.id, ...decided.detail },
    });
    return decided.answer;
  });
}
