/** Who is shown to whom: takes what people say of themselves, and what other nodes say of theirs, and sends it merged. */
import type { Clock } from '@ginnel/base/ports';
import { awarenessFrame } from '@ginnel/protocol/frames';
import { CLAIMS_LEFT_FOR_WORDS } from './budget.ts';
import type { Claims } from './claims.ts';
import type { Elsewhere } from './contract.ts';
import type { Member } from './member.ts';
import type { Members } from './members.ts';
import type { Outbox } from './outbox.ts';
import { Presence } from './presence.ts';
import type { Replica } from './replica.ts';

/** At every `round` a node says all its people again; of whom it has said nothing for so many is not there (RM22). */
const UNHEARD_ROUNDS = 4;

export class Company {
  readonly #out: Outbox;
  readonly #members: Members;
  readonly #claims: Claims;
  readonly #clock: Clock;
  readonly #presence = new Presence();
  /** Counted, not timed: a clock that jumps sends nobody away. */
  #round = 0;

  constructor(out: Outbox, members: Members, claims: Claims, clock: Clock) {
    this.#out = out;
    this.#members = members;
    this.#claims = claims;
    this.#clock = clock;
  }

  dueAtMs(replica: Replica): number | null {
    return this.#presence.hasChanged ? this.#presence.dueAtMs(this.#clock.nowMs(), replica.isLeased) : null;
  }

  leave({ joining }: Member, replica: Replica | null): void {
    this.#presence.leave(joining.connection, replica?.isLeased);
  }

  /** The clientID turned out to be somebody else's. */
  drop(clientId: number): void {
    this.#presence.drop(clientId);
  }

  /** @returns what is wrong with it, if anything */
  hear(member: Member, update: Uint8Array, replica: Replica | null): 'malformed' | 'too-large' | null {
    member.heard = replica === null ? update : null;
    if (replica === null) return null;
    const mayHaveAnother = (): boolean => member.joining.claims.take(this.#clock.nowMs(), { leaving: CLAIMS_LEFT_FOR_WORDS });
    return this.#presence.hear(member, update, (clientId, author) => this.#claims.claim(clientId, author, replica, mayHaveAnother));
  }

  showEveryone(member: Member, replica: Replica): void {
    const update = this.#presence.everyone(replica.isLeased);
    if (update !== null) this.#out.send([member.joining.connection], awarenessFrame(update));
  }

  show(company: 'with-edits' | 'alone', replica: Replica): void {
    if (!this.#presence.hasChanged) return;
    const due = this.#presence.due(this.#clock.nowMs(), company, replica.isLeased);
    if (due === null) return;
    this.#out.send(this.#members.audience, awarenessFrame(due.update));
    if (due.own.length > 0) this.#out.push({ type: 'people', entries: due.own });
  }

  elsewhere(said: Elsewhere, replica: Replica | null): void {
    if (said.type === 'people') return this.#presence.hearElsewhere(said.node, said.entries, this.#round);
    if (said.type === 'node-left') return this.#presence.forgetElsewhere(({ node }) => node === said.node);
    if (said.type === 'round') this.#round += 1;
    this.#presence.forgetElsewhere(({ heardInRound }) => this.#round - heardInRound > UNHEARD_ROUNDS);
    const own = replica === null ? [] : this.#presence.own(replica.isLeased);
    if (own.length > 0) this.#out.push({ type: 'people', entries: own });
  }
}
