/**
 * An infrastructure organisation drafts for a group only with that group's grant: given by its lead, for one document or
 * one place and what lies below it, with an end, and withdrawn at any time. It drafts; it never signs or decides for the group.
 */
import type { DocumentId, PersonId, PlaceId } from '@ginnel/base/ids';
import { randomId, type Random } from '@ginnel/base/ports';
import { err, ok } from '@ginnel/base/result';
import type { Capacity } from '@ginnel/domain/people';
import { actorIn } from '@ginnel/domain/standing';
import { findDocument, raiseRights } from '@ginnel/store/relational/documents';
import { addGrant, findGrant, stands, withdrawGrant as withdrawRow } from '@ginnel/store/relational/grants';
import { restingOn } from '@ginnel/store/relational/people';
import { findOrganisation, findPlace, listPlaces, readParents } from '@ginnel/store/relational/places';
import type { DraftingGrantRow } from '@ginnel/store/relational/administration-tables';
import { placesBelow } from '../commands/reach.ts';
import type { Handler } from '../commands/run-command.ts';
import { giveCapacity } from '../roles/give.ts';

export interface GiveGrant {
  readonly groupId: string;
  readonly helperId: string;
  /** Where: a document, or a place. */
  readonly where: { readonly documentId: string } | { readonly placeId: string };
  readonly untilMs: number;
}

export function giveGrant({ groupId, helperId, where, untilMs }: GiveGrant, random: Random): Handler<DraftingGrantRow> {
  return async ({ tx, atMs, capacities, keptAwayFrom }) => {
    const [group, helper] = await Promise.all([findOrganisation(tx, groupId), findOrganisation(tx, helperId)]);
    const document = 'documentId' in where ? await findDocument(tx, where.documentId) : null;
    const place = await findPlace(tx, 'documentId' in where ? (document?.placeId ?? '') : where.placeId);
    if (group === null || helper === null || place === null) return err('not-found');
    const parentOf = await readParents(tx);
    const acting = capacities.find((each) => isLeadOf(each, group.id) && actorIn(each, place.id, parentOf).standing === 'member');
    if (acting === undefined || keptAwayFrom(place.id)) return err('not-allowed');
    if (!helper.umbrella || group.id === helper.id || group.kind !== 'group' || untilMs <= atMs) return err('wrong-state');
    const grant: DraftingGrantRow = {
      id: randomId(random),
      group_id: group.id,
      helper_id: helper.id,
      place_id: place.id,
      document_id: document?.id ?? null,
      given_by: acting.id,
      at_ms: atMs,
      ends_at_ms: untilMs,
      withdrawn_at_ms: null,
    };
    await addGrant(tx, grant);
    return ok({
      acting,
      subject: `organisation:${group.id}`,
      facts: { grant: grant.id, helper: helper.id, place: place.id, document: grant.document_id, untilMs },
      detail: {},
      answer: grant,
    });
  };
}

/** Somebody of the umbrella body says that they will draft under the grant: from then on they can choose it, and everything written in it says so. */
export function takeUpGrant(grantId: string, around: { random: Random; sessionEnded: (handle: string) => void }): Handler<Capacity> {
  return async ({ tx, atMs, capacities, keptAwayFrom }) => {
    const grant = await findGrant(tx, grantId);
    if (grant === null) return err('not-found');
    const acting = capacities.find((each) => isOf(each, grant.helper_id));
    if (acting === undefined || keptAwayFrom(grant.place_id as PlaceId)) return err('not-allowed');
    const theirs = (await restingOn(tx, 'grant_id', grant.id, atMs)).some(({ person }) => person.id === acting.personId);
    if (!stands(grant, atMs) || theirs) return err('wrong-state');
    const [group, helper, place] = await Promise.all([
      findOrganisation(tx, grant.group_id),
      findOrganisation(tx, grant.helper_id),
      findPlace(tx, grant.place_id),
    ]);
    if (group === null || helper === null || place === null) return err('not-found');
    const { capacity, ended } = await giveCapacity(
      tx,
      { atMs, random: around.random },
      {
        personId: acting.personId,
        role: 'group-member',
        organisation: group,
        place,
        fromMs: atMs,
        untilMs: grant.ends_at_ms,
        label: `${helper.name}, for ${group.name} with its grant`,
        ...(grant.document_id === null ? {} : { within: grant.document_id as DocumentId }),
        held: 'grant',
        footing: { viaId: acting.id, grantId: grant.id },
      },
    );
    return ok({
      acting,
      subject: `organisation:${group.id}`,
      facts: { grant: grant.id, helper: helper.id },
      detail: { capacity: capacity.id },
      answer: capacity,
      afterwards: () => ended.forEach(around.sessionEnded),
    });
  };
}

export interface GrantNews {
  rightsChanged(documentId: DocumentId): void;
  personChanged(personId: PersonId): void;
}

/** By a lead of the group, or by the umbrella body, which gives it back. The next frame written under it is refused. */
export function withdrawGrant(grantId: string, news: GrantNews): Handler<DraftingGrantRow> {
  return async ({ tx, atMs, capacities }) => {
    const grant = await findGrant(tx, grantId);
    if (grant === null) return err('not-found');
    const acting = capacities.find((each) => isLeadOf(each, grant.group_id) || isOf(each, grant.helper_id));
    if (acting === undefined) return err('not-allowed');
    if (!stands(grant, atMs)) return err('wrong-state');
    const under = await restingOn(tx, 'grant_id', grant.id, atMs);
    await withdrawRow(tx, grant.id, atMs);
    const documents = await raiseRights(tx, placesBelow(await listPlaces(tx), grant.place_id as PlaceId));
    return ok({
      acting,
      subject: `organisation:${grant.group_id}`,
      facts: { grant: grant.id, helper: grant.helper_id, ended: under.length },
      detail: {},
      answer: { ...grant, withdrawn_at_ms: atMs },
      afterwards: () => {
        documents.forEach((id) => news.rightsChanged(id));
        under.forEach(({ person }) => news.personChanged(person.id));
      },
    });
  };
}

function isLeadOf({ role, organisationId, held, within }: Capacity, groupId: string): boolean {
  return role === 'group-lead' && organisationId === groupId && (held === undefined || held === 'deputy') && within === undefined;
}

/** In their own right, and not for one session only. */
function isOf({ organisationId, held, within }: Capacity, helperId: string): boolean {
  return organisationId === helperId && held === undefined && within === undefined;
}
