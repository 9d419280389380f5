/** For tests: what the doorkeeper answers in random worlds, beside what the rules say. The same on every database. */
import type { IncomingMessage } from 'node:http';
import { authenticator } from '@ginnel/accounts/authentication';
import { luciaSessions } from '@ginnel/accounts/sessions/lucia-sessions';
import { plainSessions } from '@ginnel/accounts/sessions/plain-sessions';
import type { Sessions } from '@ginnel/accounts/sessions/sessions';
import type { CapacityId, DocumentId, PersonId } from '@ginnel/base/ids';
import type { Author } from '@ginnel/domain/people';
import { rowToCapacity } from '@ginnel/store/relational/people';
import type { Relational } from '@ginnel/store/relational/tables';
import { expect } from 'vitest';
import { doorkeeper } from '../doorkeeper.ts';
import { actorOf, authorsOf, type Dice, putWorld, randomWorld, standingOf, type World } from './worlds.ts';

/** How often what was answered: that something was asked at all. */
export type Answers = Readonly<Record<'in' | 'out' | 'member' | 'moderator' | 'guest' | 'visitor' | 'nothing', number>>;

export async function worldsAgree(db: Relational, { random, worlds }: { random: Dice; worlds: number }): Promise<Answers> {
  const nowMs = Date.now(); // Lucia reads this clock
  const answers = { in: 0, out: 0, member: 0, moderator: 0, guest: 0, visitor: 0, nothing: 0 };
  for (let i = 0; i < worlds; i++) {
    const world = randomWorld(random, `w${i}`, nowMs);
    await putWorld(db, world);
    const clock = { nowMs: () => nowMs };
    const sessions = i % 2 === 0 ? luciaSessions({ db, random }) : plainSessions({ db, random, clock });
    await peopleAgree(db, world, answers, sessions);
    await rightsAgree(db, world, answers);
  }
  return answers;
}

/** Who comes in at all, and in which capacities. */
async function peopleAgree(db: Relational, world: World, answers: Record<'in' | 'out', number>, sessions: Sessions): Promise<void> {
  const clock = { nowMs: () => world.nowMs };
  const keeper = doorkeeper({ db, clock, authenticator: authenticator({ db, clock, sessions, origin: 'http://localhost' }) });
  for (const { token, person_id: personId, handle, expires_at_ms: expiresAtMs, ends_at_ms: endsAtMs } of world.sessions) {
    const request = { headers: { authorization: `Bearer ${token}` } } as IncomingMessage;
    const capacities = standingOf(world, personId).map(rowToCapacity);
    const isIn = expiresAtMs > world.nowMs && endsAtMs > world.nowMs && capacities.length > 0;
    const person = { id: personId, name: `Name of ${personId}`, demo: false };
    answers[isIn ? 'in' : 'out'] += 1;
    expect(await keeper.authenticate(request)).toStrictEqual(
      isIn ? { ok: true, session: { sessionId: handle, person, capacities } } : { ok: false, reason: 'signed-out' },
    );
  }
}

/** What each may do in each document: as they come in, as a whole room reads again, and for what nobody has. */
async function rightsAgree(db: Relational, world: World, answers: Record<string, number>): Promise<void> {
  const keeper = doorkeeper({
    db,
    clock: { nowMs: () => world.nowMs },
    authenticator: { authenticate: () => Promise.reject(new Error()) },
  });
  const all = authorsOf(world.capacities);
  const borrowed = all.map(({ capacityId }): Author => ({ capacityId, personId: world.personIds[0] as PersonId }));
  const madeUp = { personId: world.personIds[0] as PersonId, capacityId: 'no such capacity' as CapacityId };
  const groups = [...world.personIds.map((id) => authorsOf(standingOf(world, id))), all, [...all, ...borrowed, madeUp], [madeUp], []];
  for (const info of world.documents) {
    for (const authors of groups) {
      const actors = authors.map((author) => actorOf(world, author, info));
      for (const actor of actors) answers[actor?.standing ?? 'nothing'] = (answers[actor?.standing ?? 'nothing'] ?? 0) + 1;
      expect(await keeper.rightsOf(info.id, authors)).toStrictEqual({ info, actors });
    }
  }
  expect(await keeper.rightsOf('no such document' as DocumentId, all)).toBeNull();
}
