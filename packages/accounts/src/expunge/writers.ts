/** Everybody whose words an expunge takes: they may ask for it, and are never the second person who agrees. */
import type { PersonId } from '@ginnel/base/ids';
import { findHeld } from '@ginnel/store/relational/held';
import type { Relational } from '@ginnel/store/relational/tables';
import type { Preview } from './preview.ts';
import { TITLE_PATH } from './target.ts';

/** @param preview  as things stand when it is answered: others may have written there since it was asked for */
export async function writersOfWhatGoes(db: Relational, { target, documents, writers: inDocuments }: Preview): Promise<PersonId[]> {
  const writers = new Set(inDocuments);
  // Words that are out of sight stand in no document; a title stands beside it.
  if (target.kind === 'held') {
    const held = await findHeld(db, target.heldId);
    if (held !== null) writers.add(held.person_id as PersonId);
  }
  if (target.kind === 'contribution' && target.path === TITLE_PATH)
    for (const { info } of documents) if (info.createdBy !== null) writers.add(info.createdBy);
  return [...writers];
}
