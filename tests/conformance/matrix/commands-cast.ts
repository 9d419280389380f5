/** Everybody who tries every command: each role in each scope, and each state in which somebody's say may be. */
import { plainSessions } from '@ginnel/accounts/sessions/plain-sessions';
import { lifetimeOf } from '@ginnel/accounts/sessions/sessions';
import type { CapacityId, DocumentId, OrganisationId, PersonId, PlaceId } from '@ginnel/base/ids';
import { randomId } from '@ginnel/base/ports';
import { ROLES, type Capacity, type Role } from '@ginnel/domain/people';
import { addRemoval } from '@ginnel/store/relational/moderation';
import { addCapacity, addPeople, type Footing } from '@ginnel/store/relational/people';
import { removeSessionsOf } from '@ginnel/store/relational/sessions';
import type { RemovalRow } from '@ginnel/store/relational/tables';
import type { Store } from '@ginnel/store/store';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { HERE, IMRAN, type Scope } from './borough.ts';

/**
 * What somebody's say rests on. `away`: kept away from here. `grant`, `topic`, `deputy`: not in their own right. `session`:
 * a role for another document only. `ended`: the capacity; `signed-out`: the session; `nobody`: without a token.
 * `borrowed`: a resident who names an administrator's capacity.
 */
export type State = 'stands' | 'away' | 'grant' | 'topic' | 'deputy' | 'session' | 'ended' | 'signed-out' | 'nobody' | 'borrowed';

export interface Actor {
  readonly name: string;
  readonly role: Role;
  readonly scope: Scope;
  readonly state: State;
  readonly personId: PersonId;
  readonly capacityId: CapacityId;
  readonly token: string | null;
}

export const PLACE_OF: Readonly<Record<Scope, PlaceId>> = {
  here: HERE,
  above: 'bury' as PlaceId,
  below: 'radcliffe-west' as PlaceId,
  elsewhere: 'prestwich' as PlaceId,
};
export const GROUP = 'radcliffe-litter-pickers' as OrganisationId;
const ORGANISATIONS: Partial<Record<Role, string>> = {
  'group-member': GROUP,
  'group-lead': GROUP,
  officer: 'streets-and-parks',
  practitioner: 'police-neighbourhood-team',
};

export class Cast {
  readonly #store: Store;
  readonly #random = seededRandom(0x63_61_73_74);
  readonly all: Actor[] = [];

  private constructor(store: Store) {
    this.#store = store;
  }

  /** @param otherDocument  where the roles for one session count */
  static async of(store: Store, otherDocument: DocumentId): Promise<Cast> {
    const cast = new Cast(store);
    const play = async (role: Role, scope: Scope, state: State, more: Partial<Capacity> & Footing = {}): Promise<Actor> => {
      const actor = { ...(await cast.settle(role, scope, more)), state, name: `${role} ${scope} (${state})` };
      cast.all.push(actor);
      return actor;
    };
    for (const role of ROLES) {
      const holder = await play(role, 'here', 'stands');
      for (const scope of ['above', 'below', 'elsewhere'] as const) await play(role, scope, 'stands');
      for (const scope of ['here', 'above'] as const) await cast.keepAway((await play(role, scope, 'away')).personId, HERE);
      await play(role, 'here', 'grant', { held: 'grant' });
      await play(role, 'here', 'topic', { held: 'topic' });
      await play(role, 'here', 'deputy', { held: 'deputy', viaId: holder.capacityId });
      await play(role, 'here', 'session', { within: otherDocument });
      await cast.#endCapacity((await play(role, 'here', 'ended')).capacityId);
      await removeSessionsOf(store.db, (await play(role, 'here', 'signed-out')).personId);
    }
    const admin = cast.actor('admin', 'here');
    cast.all.push({ ...admin, token: null, state: 'nobody', name: 'nobody' });
    const resident = await cast.settle('resident', 'here');
    cast.all.push({ ...resident, capacityId: admin.capacityId, state: 'borrowed', name: 'resident as somebody else’s admin' });
    return cast;
  }

  actor(role: Role, scope: Scope): Actor {
    return this.all.find((each) => each.role === role && each.scope === scope && each.state === 'stands') as Actor;
  }

  /** A new person with this capacity, and a session. */
  async settle(role: Role, scope: Scope, { viaId, ...more }: Partial<Capacity> & Footing = {}): Promise<Actor> {
    const { db } = this.#store;
    const personId = `c-${randomId(this.#random, 12)}` as PersonId;
    const name = `${role} ${personId.slice(2, 6)}`;
    await addPeople(db, [{ person: { id: personId, name, demo: false }, email: null, createdAtMs: 0 }]);
    const organisationId = (ORGANISATIONS[role] ?? null) as OrganisationId | null;
    const capacityId = `${personId}.${role}` as CapacityId;
    const capacity: Capacity = { id: capacityId, personId, role, organisationId, placeId: PLACE_OF[scope], label: name, ...more };
    await addCapacity(db, capacity, { fromMs: 0, untilMs: null, ...(viaId === undefined ? {} : { viaId }) });
    const sessions = plainSessions({ db, random: this.#random, clock: { nowMs: () => Date.now() } });
    const { token } = await sessions.begin(personId, { lifetime: lifetimeOf([role]), device: 'matrix' });
    return { name, role, scope, state: 'stands', personId, capacityId, token };
  }

  /** From now on their role counts in this document only. */
  async giveSession({ capacityId }: Actor, documentId: string): Promise<void> {
    await this.#store.db.updateTable('capacity').set({ within_document: documentId }).where('id', '=', capacityId).execute();
  }

  async keepAway(personId: PersonId, placeId: PlaceId, more: Partial<RemovalRow> = {}): Promise<string> {
    const id = randomId(this.#random, 12);
    await addRemoval(this.#store.db, {
      id,
      person_id: personId,
      place_id: placeId,
      reason: 'abuse',
      words: 'Kept away for the test',
      decided_by: IMRAN.personId,
      decided_as: IMRAN.capacityId,
      from_ms: 0,
      until_ms: null,
      appeal: null,
      appealed_at_ms: null,
      answered_at_ms: null,
      ...more,
    });
    return id;
  }

  async #endCapacity(id: CapacityId): Promise<void> {
    await this.#store.db.updateTable('capacity').set({ ends_at_ms: 1 }).where('id', '=', id).execute();
  }
}
