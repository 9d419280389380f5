/** Words of a person that this device keeps of a document and that no place at its table brings to light. */
import { anyUnsent } from '@ginnel/client/device/clear';
import { deviceStorage } from '@ginnel/client/device/indexed-db';
import { leftBehind, letGoLeftBehind, retireOldEpochs, type OwnDocument } from '@ginnel/client/device/left-behind';
import { notAcceptedOf } from '@ginnel/client/not-accepted/keep';
import type { RefusedWords } from '#lib/document/contract.ts';
import type { DocumentView } from '#lib/api/types.ts';
import { refusedWords } from './refused-words.ts';

function owned({ id, epoch, kind }: DocumentView, personId: string): OwnDocument {
  return { documentId: id, epoch, kind, personId };
}

/** Written in capacities that are not theirs any more. */
export async function wordsLeftBehind(document: DocumentView, personId: string, capacityIds: readonly string[]): Promise<RefusedWords[]> {
  const entries = await leftBehind(await deviceStorage(), owned(document, personId), capacityIds, Date.now());
  return entries.map((entry) => refusedWords(entry));
}

/** For those without a place at the table: what was not accepted while they had one. */
export async function wordsNotAccepted(document: DocumentView, personId: string): Promise<RefusedWords[]> {
  const storage = await deviceStorage();
  await retireOldEpochs(storage, owned(document, personId), Date.now());
  return (await notAcceptedOf(storage, personId, document.id)).map((entry) => refusedWords(entry));
}

export async function letGoHere(document: DocumentView, personId: string, id: string): Promise<void> {
  await letGoLeftBehind(await deviceStorage(), owned(document, personId), id);
}

/** Whether anything of anybody waits here; whose and what stays with them. */
export async function anythingWaits({ id }: DocumentView): Promise<boolean> {
  return anyUnsent(await deviceStorage(), id);
}
