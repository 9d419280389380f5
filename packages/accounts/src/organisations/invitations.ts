/**
 * Invitations by e-mail into a role or an organisation. Opening the letter's link changes nothing; accepting needs a
 * sign-in as whoever reads mail at that address, and a click. Each is for one person, once, for some days.
 */
import type { PersonId, PlaceId } from '@ginnel/base/ids';
import { randomId, type Random } from '@ginnel/base/ports';
import { err, ok } from '@ginnel/base/result';
import { PLACE_ROLES, type Capacity, type Organisation, type Role } from '@ginnel/domain/people';
import type { Place } from '@ginnel/domain/places';
import { addInvitation, changeInvitation, findInvitation, isOpen, openInvitationLike } from '@ginnel/store/relational/invitations';
import { emailOf } from '@ginnel/store/relational/handovers';
import { addPeople, capacitiesOf, findMember, findPersonByEmail, standingCapacities } from '@ginnel/store/relational/people';
import { findOrganisation, findPlace } from '@ginnel/store/relational/places';
import type { InvitationRow } from '@ginnel/store/relational/administration-tables';
import type { Relational } from '@ginnel/store/relational/tables';
import { mayGive, ORGANISATION_ROLES } from '../commands/policy.ts';
import type { Handler } from '../commands/run-command.ts';
import { giveCapacity } from '../roles/give.ts';
import { labelOf } from '../roles/label.ts';
import { mayFill } from '../roles/may-fill.ts';
import { hashOf, randomToken } from '../secrets.ts';

const DAY_MS = 24 * 3_600_000;

export interface Invite {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** `null`: a role in the place itself. */
  readonly organisationId: string | null;
  readonly placeId: string;
  /** The end of the term that begins with accepting. */
  readonly untilMs: number | null;
  /** How long the letter can be answered. */
  readonly days: number;
}

/** The letter; the secret is in it and nowhere else. */
export interface InvitationLetter {
  readonly invitationId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export function invite(
  asked: Invite,
  { random, origin, post }: { random: Random; origin: string; post: (letter: InvitationLetter) => void },
): Handler<InvitationRow> {
  return async ({ tx, atMs, capacities, may }) => {
    const [place, organisation] = await Promise.all([
      findPlace(tx, asked.placeId),
      asked.organisationId === null ? null : findOrganisation(tx, asked.organisationId),
    ]);
    if (place === null || (asked.organisationId !== null && organisation === null)) return err('not-found');
    const into = { organisationId: organisation?.id ?? null, placeId: place.id };
    const given = { role: asked.role, personId: (await findPersonByEmail(tx, asked.email.trim().toLowerCase()))?.id ?? null };
    const acting = capacities.find((each) => mayFill(each, into, may) && mayGive(each, given));
    if (acting === undefined) return err('not-allowed');
    const roles: readonly Role[] = organisation === null ? PLACE_ROLES : ORGANISATION_ROLES[organisation.kind];
    const token = randomToken(random);
    const row: InvitationRow = {
      id: randomId(random),
      token_hash: hashOf(token),
      email: asked.email.trim().toLowerCase(),
      name: asked.name,
      role: asked.role,
      organisation_id: organisation?.id ?? null,
      place_id: place.id,
      term_ends_at_ms: asked.untilMs,
      invited_by: acting.id,
      at_ms: atMs,
      expires_at_ms: atMs + asked.days * DAY_MS,
      sent_at_ms: null,
      accepted_at_ms: null,
      accepted_by: null,
      withdrawn_at_ms: null,
    };
    const isTooLate = asked.untilMs !== null && asked.untilMs <= atMs;
    if (!roles.includes(asked.role) || isTooLate || (await openInvitationLike(tx, row, atMs))) return err('wrong-state');
    await addInvitation(tx, row);
    const inviter = (await findMember(tx, acting.id))?.person.name ?? '';
    const letter = letterOf({
      row,
      token,
      origin,
      inviter: `${inviter}, ${acting.label}`,
      into: labelOf(asked.role, organisation, place),
      days: asked.days,
    });
    return ok({
      acting,
      subject: organisation === null ? `place:${place.id}` : `organisation:${organisation.id}`,
      facts: { invitation: row.id, role: row.role, place: place.id, untilMs: asked.untilMs },
      detail: { email: row.email, name: row.name },
      answer: row,
      afterwards: () => post(letter),
    });
  };
}

function letterOf(of: {
  row: InvitationRow;
  token: string;
  origin: string;
  inviter: string;
  into: string;
  days: number;
}): InvitationLetter {
  const { row, token, origin, inviter, into, days } = of;
  return {
    invitationId: row.id,
    to: row.email,
    subject: 'You are invited to Ginnel',
    text: [
      `Hello ${row.name},`,
      '',
      `${inviter}, invites you to write in Ginnel ${row.organisation_id === null ? 'as ' : ''}${into}.`,
      '',
      'Open this link, read what it is for, then press “Accept”:',
      '',
      `${origin}/invitations#${token}`,
      '',
      `It is for you alone, works once, and for ${days} days. Opening it changes nothing.`,
      'If you do not know what this is about, you need do nothing.',
      '',
    ].join('\n'),
  };
}

/** By whoever decides on the role, as long as it is open. */
export function withdrawInvitation(id: string): Handler<InvitationRow> {
  return async ({ tx, atMs, capacities, may }) => {
    const row = await findInvitation(tx, 'id', id);
    if (row === null) return err('not-found');
    const into = { organisationId: row.organisation_id, placeId: row.place_id as PlaceId };
    const acting = capacities.find((each) => mayFill(each, into, may));
    if (acting === undefined) return err('not-allowed');
    if (!isOpen(row, atMs)) return err('wrong-state');
    await changeInvitation(tx, row.id, { withdrawn_at_ms: atMs });
    return ok({
      acting,
      subject: row.organisation_id === null ? `place:${row.place_id}` : `organisation:${row.organisation_id}`,
      facts: { invitation: row.id, role: row.role },
      detail: { email: row.email },
      answer: { ...row, withdrawn_at_ms: atMs },
    });
  };
}

export interface OpenedInvitation {
  readonly row: InvitationRow;
  readonly organisation: Organisation | null;
  readonly place: Place;
  readonly inviter: string;
  /** As it will be said after the name. */
  readonly label: string;
}

/** Changes nothing. `null`: wrong, used, withdrawn, too old, or whoever invited has no say any more; which of them is not said. */
export async function openInvitation(db: Relational, token: string, atMs: number): Promise<OpenedInvitation | null> {
  const row = await findInvitation(db, 'token_hash', hashOf(token));
  if (row === null || !isOpen(row, atMs)) return null;
  const inviter = (await standingCapacities(db, [row.invited_by], atMs)).get(row.invited_by);
  const member = await findMember(db, row.invited_by);
  const place = await findPlace(db, row.place_id);
  const organisation = row.organisation_id === null ? null : await findOrganisation(db, row.organisation_id);
  if (inviter === undefined || member === null || place === null) return null;
  return { row, organisation, place, inviter: `${member.person.name}, ${inviter.label}`, label: labelOf(row.role, organisation, place) };
}

/** Whoever is invited can ask for a link to sign in: their address becomes known, and they have no role yet. */
export async function makeKnown(
  db: Relational,
  { row }: OpenedInvitation,
  { atMs, random }: { atMs: number; random: Random },
): Promise<void> {
  if ((await findPersonByEmail(db, row.email)) !== null) return;
  const id = randomId(random) as PersonId;
  await addPeople(db, [{ person: { id, name: row.name, demo: false }, email: row.email, createdAtMs: atMs }]);
}

/** @param personId  who is signed in: whoever reads mail at the address of the letter, or somebody without an address here who holds the letter */
export function acceptInvitation(
  { token, personId }: { token: string; personId: PersonId },
  around: { random: Random; sessionEnded: (handle: string) => void },
): Handler<Capacity> {
  return async ({ tx, atMs }) => {
    const opened = await openInvitation(tx, token, atMs);
    if (opened === null) return err('not-found');
    const { row, organisation, place } = opened;
    const email = await emailOf(tx, personId);
    const held = await capacitiesOf(tx, personId, atMs);
    const isGuest = email === null && held.every(({ role }) => role === 'guest');
    if (email === null ? isGuest : email !== row.email) return err('not-allowed');
    const inviter = await findMember(tx, row.invited_by);
    if (inviter !== null && !mayGive(inviter.capacity, { role: row.role, personId })) return err('not-allowed');
    const hasIt = held.some(
      (each) =>
        each.role === row.role && each.placeId === place.id && each.organisationId === row.organisation_id && each.held === undefined,
    );
    if (hasIt || (row.term_ends_at_ms !== null && row.term_ends_at_ms <= atMs)) return err('wrong-state');
    await changeInvitation(tx, row.id, { accepted_at_ms: atMs, accepted_by: personId });
    const given = { personId, role: row.role, organisation, place, fromMs: atMs, untilMs: row.term_ends_at_ms };
    const { capacity, ended } = await giveCapacity(tx, { atMs, random: around.random }, given);
    return ok({
      acting: capacity,
      subject: organisation === null ? `place:${place.id}` : `organisation:${organisation.id}`,
      facts: { invitation: row.id, role: row.role, place: place.id, untilMs: row.term_ends_at_ms },
      detail: { capacity: capacity.id, invitedBy: row.invited_by },
      answer: capacity,
      afterwards: () => ended.forEach(around.sessionEnded),
    });
  };
}
