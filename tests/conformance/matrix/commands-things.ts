/** What commands are about, made in the running server's own database: each in the state that a cell of the matrix asks for. */
import { hashOf, randomToken } from '@ginnel/accounts/secrets';
import { randomId } from '@ginnel/base/ports';
import type { OrganisationId, PersonId } from '@ginnel/base/ids';
import { addAppeal, convenePanel } from '@ginnel/store/relational/appeals';
import { addExpunge } from '@ginnel/store/relational/expunges';
import { addGrant } from '@ginnel/store/relational/grants';
import { addGuestPass } from '@ginnel/store/relational/guests';
import { addHeld } from '@ginnel/store/relational/held';
import { addInvitation } from '@ginnel/store/relational/invitations';
import { addReport } from '@ginnel/store/relational/moderation';
import type { ModerationReason } from '@ginnel/domain/moderation';
import { addTeam } from '@ginnel/store/relational/teams';
import { addWarning } from '@ginnel/store/relational/warnings';
import type { Store } from '@ginnel/store/store';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { HERE, IMRAN, type Borough } from './borough.ts';
import type { Actor, Cast } from './commands-cast.ts';
import { GROUP } from './commands-cast.ts';

export const LATER = 4_000_000_000_000;
const BY = IMRAN.personId;

export class Things {
  readonly #store: Store;
  readonly #borough: Borough;
  readonly #random = seededRandom(0x74_68_69_6e);
  readonly cast: Cast;

  constructor(store: Store, borough: Borough, cast: Cast) {
    this.#store = store;
    this.#borough = borough;
    this.cast = cast;
  }

  id(): string {
    return randomId(this.#random, 12);
  }

  async document(): Promise<string> {
    return await this.#borough.documentOfImran('priorities', 'drafting');
  }

  /** Somebody who lives here. */
  async somebody(): Promise<Actor> {
    return await this.cast.settle('resident', 'here');
  }

  async team({ seat = null }: { seat?: string | null } = {}): Promise<{ team: string; seat: string }> {
    const [team, slot] = [this.id(), this.id()];
    const row = { id: slot, team_id: team, name: 'Seat', core: 1, organisation_id: null, position: 0, empty_since_ms: 0 };
    await addTeam(this.#store.db, { id: team, place_id: HERE, name: team, quorum: 1 }, [{ ...row, capacity_id: seat }]);
    return { team, seat: slot };
  }

  async grant({
    group = GROUP,
    helper = 'vcfa',
    withdrawn = false,
  }: { group?: string; helper?: string; withdrawn?: boolean } = {}): Promise<string> {
    const id = this.id();
    await addGrant(this.#store.db, {
      id,
      group_id: group as OrganisationId,
      helper_id: helper,
      place_id: HERE,
      document_id: null,
      given_by: IMRAN.capacityId,
      at_ms: 1,
      ends_at_ms: LATER,
      withdrawn_at_ms: withdrawn ? 2 : null,
    });
    return id;
  }

  async pass({ ended = false } = {}): Promise<string> {
    const id = this.id();
    await addGuestPass(this.#store.db, {
      id,
      document_id: await this.document(),
      place_id: HERE,
      secret_hash: hashOf(this.id()),
      code_hash: hashOf(this.id()),
      created_at_ms: 1,
      ends_at_ms: ended ? Date.now() - 1000 : LATER,
      opened_by: BY,
    });
    return id;
  }

  async expunge({ state = 'asked' as 'asked' | 'declined' } = {}): Promise<string> {
    const id = this.id();
    const target = JSON.stringify({ kind: 'contribution', documentId: await this.document(), path: 'notes' });
    const asked = {
      id,
      state,
      place_id: HERE,
      target,
      reason: 'erasure',
      asked_by: BY,
      asked_as: IMRAN.capacityId,
      asked_at_ms: 1,
    } as const;
    const rest = { answered_by: null, answered_as: null, answered_at_ms: null, done_at_ms: null, beside: null, certificate: null };
    await addExpunge(this.#store.db, { ...asked, ...rest }, []);
    return id;
  }

  async report({ reason = 'abuse' as ModerationReason, decided = false, about = null as string | null } = {}): Promise<string> {
    const id = this.id();
    await addReport(this.#store.db, {
      id,
      document_id: about ?? (await this.document()),
      place_id: HERE,
      path: '',
      quote: '',
      reason,
      words: '',
      reporter_id: null,
      reporter_as: null,
      at_ms: 1,
      outcome: decided ? 'no-action' : null,
      decided_at_ms: decided ? 2 : null,
      about_id: BY,
      held_id: null,
    });
    return id;
  }

  /** Words that somebody else wrote, or `author`; as if they were taken out of the document. */
  async held({ state = 'held' as 'held' | 'restored', author = BY as PersonId } = {}): Promise<string> {
    const id = this.id();
    await addHeld(this.#store.db, {
      id,
      document_id: await this.document(),
      place_id: HERE,
      epoch: 1,
      path: 'notes',
      person_id: author,
      capacity_id: IMRAN.capacityId,
      kept: JSON.stringify({ before: '', after: '', runs: [], replaced: [] }),
      ids: JSON.stringify({ inserted: [], deleted: [] }),
      state,
      reason: 'abuse',
      words: 'Held for the test',
      by_id: BY,
      by_capacity: IMRAN.capacityId,
      at_ms: 1,
      decided_by: BY,
      decided_as: IMRAN.capacityId,
      decided_at_ms: 1,
      out_seq: 1,
      in_seq: state === 'restored' ? 2 : null,
      trying_seq: null,
      trying_hash: null,
    });
    return id;
  }

  async appeal({ members = [] as readonly string[] } = {}): Promise<string> {
    const id = this.id();
    const row = { id, held_id: await this.held(), place_id: HERE, person_id: BY, words: 'Why?', at_ms: 1 };
    await addAppeal(this.#store.db, { ...row, convened_by: null, convened_capacity: null, outcome: null, decided_at_ms: null });
    if (members.length > 0) await convenePanel(this.#store.db, id, { by: BY, capacityId: IMRAN.capacityId, members });
    return id;
  }

  async warning(personId: string, { seen = false } = {}): Promise<string> {
    const id = this.id();
    const row = { id, person_id: personId, place_id: HERE, reason: 'abuse', words: 'Mind', by_id: BY, at_ms: 1 } as const;
    await addWarning(this.#store.db, { ...row, acknowledged_at_ms: seen ? 2 : null });
    return id;
  }

  async invitation({ withdrawn = false, place = HERE as string } = {}): Promise<{ id: string; token: string }> {
    const [id, token] = [this.id(), randomToken(this.#random)];
    await addInvitation(this.#store.db, {
      id,
      token_hash: hashOf(token),
      email: `${id}@example.org`,
      name: 'Somebody new',
      role: 'resident',
      organisation_id: null,
      place_id: place,
      term_ends_at_ms: LATER,
      invited_by: this.cast.actor('admin', 'above').capacityId,
      at_ms: Date.now(),
      expires_at_ms: LATER,
      sent_at_ms: 1,
      accepted_at_ms: null,
      accepted_by: null,
      withdrawn_at_ms: withdrawn ? 2 : null,
    });
    return { id, token };
  }

  /** An import that changed nothing. */
  async imported({ undone = false } = {}): Promise<string> {
    const id = this.id();
    const done = JSON.stringify({ list: 'places', added: [], changed: [] });
    const row = { id, list: 'places', at_ms: 1, by_person_id: BY, done, undone_at_ms: undone ? 2 : null } as const;
    await this.#store.db.insertInto('import_batch').values(row).execute();
    return id;
  }
}
