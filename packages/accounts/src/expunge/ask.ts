/**
 * Two people take words out for good: one asks, another agrees. Until then nothing is changed; hiding is there for what cannot
 * wait. No words and no explanation are kept with it, only a reason from a closed list.
 */
import type { PersonId, PlaceId } from '@ginnel/base/ids';
import { randomId, type Random } from '@ginnel/base/ports';
import { err, ok } from '@ginnel/base/result';
import type { ExpungeReason } from '@ginnel/domain/expunging';
import type { Capacity } from '@ginnel/domain/people';
import { lineage } from '@ginnel/domain/places';
import { addExpunge, answerExpunge, expungedDocuments, findExpunge } from '@ginnel/store/relational/expunges';
import { readParents } from '@ginnel/store/relational/places';
import type { ExpungeRow } from '@ginnel/store/relational/expunge-rows';
import type { Relational } from '@ginnel/store/relational/tables';
import { independentDecider, type Party } from '../commands/independence.ts';
import type { Deciding, Handler } from '../commands/run-command.ts';
import { type Concerned, placesOf, type Target } from './target.ts';

/** In all documents: whoever's role reaches the whole borough. Otherwise the role stands where the words do, or above. */
export async function mayExpunge(
  { tx, capacities, may }: Pick<Deciding, 'capacities' | 'may'> & { tx: Relational },
  places: readonly PlaceId[] | 'all',
): Promise<{ readonly acting: Capacity; readonly placeId: PlaceId } | null> {
  const parentOf = await readParents(tx);
  for (const acting of capacities) {
    const { placeId } = acting;
    if (!may('words.expunge', acting, placeId)) continue;
    if (
      places === 'all'
        ? parentOf(placeId) === null
        : places.every((each) => lineage(each, parentOf).includes(placeId) && may('words.expunge', acting, each))
    )
      return { acting, placeId: places === 'all' || places[0] === undefined ? placeId : places[0] };
  }
  return null;
}

export function reachOf({ target, documents }: Concerned): readonly PlaceId[] | 'all' {
  return target.kind === 'person' && target.documentId === null ? 'all' : placesOf({ documents });
}

/** @param concerned  found before, outside the transaction; ids in it are followed wherever their words go meanwhile */
export function askToExpunge(concerned: Concerned, { reason, random }: { reason: ExpungeReason; random: Random }): Handler<ExpungeRow> {
  return async ({ tx, atMs, capacities, may }) => {
    const allowed = await mayExpunge({ tx, capacities, may }, reachOf(concerned));
    if (allowed === null) return err('not-allowed');
    const { acting, placeId } = allowed;
    const { target, documents } = concerned;
    const expunge: ExpungeRow = {
      id: randomId(random),
      state: 'asked',
      place_id: placeId,
      target: JSON.stringify(target),
      reason,
      asked_by: acting.personId,
      asked_as: acting.id,
      asked_at_ms: atMs,
      answered_by: null,
      answered_as: null,
      answered_at_ms: null,
      done_at_ms: null,
      beside: null,
      certificate: null,
    };
    const rows = documents.map(({ info, what, askedEpoch = info.epoch }) => {
      const of = { expunge_id: expunge.id, document_id: info.id, asked_epoch: askedEpoch };
      return { ...of, what: JSON.stringify(what), outcome: null, origins: null, epoch: null };
    });
    await addExpunge(tx, expunge, rows);
    return ok({
      acting,
      subject: `expunge:${expunge.id}`,
      facts: { scope: target.kind, documents: rows.length, reason },
      detail: {},
      answer: expunge,
    });
  };
}

export interface AnswerExpunge {
  readonly expungeId: string;
  readonly agree: boolean;
  /** Whose words they are: see `writersOfWhatGoes`. Needed only of who agrees. */
  readonly writers: readonly PersonId[];
}

/** Of these capacities the first that reaches what goes and is independent of the parties. */
export async function whoMayAnswer(
  { tx, capacities, may }: Parameters<typeof mayExpunge>[0],
  { places, parties }: { readonly places: readonly PlaceId[] | 'all'; readonly parties: readonly Party[] },
): ReturnType<typeof independentDecider> {
  const entitled: Capacity[] = [];
  for (const each of capacities) if ((await mayExpunge({ tx, capacities: [each], may }, places)) !== null) entitled.push(each);
  return await independentDecider(tx, entitled, { may: () => true, parties });
}

/** Those of whom who agrees is independent. */
export function partiesToExpunge({ asked_by: personId, asked_as: capacityId }: ExpungeRow, writers: readonly PersonId[]): Party[] {
  return [{ personId, capacityId }, ...writers.map((writer) => ({ personId: writer }))];
}

/**
 * By somebody independent of who asked and of everybody whose words they are. Who asked may take it back, and whose words
 * they are may decline. @param begin  once it is agreed
 */
export function answerToExpunge({ expungeId, agree, writers }: AnswerExpunge, begin: (id: string) => void): Handler<ExpungeRow> {
  return async ({ tx, atMs, capacities, may }) => {
    const expunge = await findExpunge(tx, expungeId);
    if (expunge === null) return err('not-found');
    const target = JSON.parse(expunge.target) as Target;
    const isAll = target.kind === 'person' && target.documentId === null;
    const parties = agree ? partiesToExpunge(expunge, writers) : [];
    const chosen = await whoMayAnswer({ tx, capacities, may }, { places: isAll ? 'all' : [expunge.place_id as PlaceId], parties });
    if (!chosen.ok) return chosen;
    const acting = chosen.value;
    if (expunge.state !== 'asked') return err('wrong-state');
    const answer = {
      state: agree ? 'begun' : 'declined',
      answered_by: acting.personId,
      answered_as: acting.id,
      answered_at_ms: atMs,
    } as const;
    await answerExpunge(tx, expunge.id, answer);
    const documents = await expungedDocuments(tx, expunge.id);
    return ok({
      acting,
      subject: `expunge:${expunge.id}`,
      facts: { agreed: agree, documents: documents.length },
      detail: {},
      answer: { ...expunge, ...answer },
      ...(agree ? { afterwards: () => begin(expunge.id) } : {}),
    });
  };
}
