/** The contract of `Sessions`: run against every implementation. Time is the system's, because Lucia reads it; tests move it. */
import type { Relational } from '@ginnel/store/relational/tables';
import { listSessions } from '@ginnel/store/relational/sessions';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AMINA, people, type People, RESIDENT } from '../testing/people.ts';
import { LIFETIMES, lifetimeOf, type LifetimeName, type Sessions, standingOf, TOKEN_GRACE_MS } from './sessions.ts';

export function sessionsKeepTheirContract(name: string, setup: (parts: People) => Sessions): void {
  describe(`sessions by ${name}`, () => {
    let parts: People;
    let sessions: Sessions;

    beforeEach(async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 20) });
      parts = await people();
      sessions = setup(parts);
    });
    afterEach(async () => {
      await parts.close();
      vi.useRealTimers();
    });

    const begin = (lifetime: LifetimeName = 'resident') => sessions.begin(AMINA.id, { lifetime, device: 'Firefox' });
    const wait = (ms: number) => vi.setSystemTime(Date.now() + ms);

    it('are found by their token, and by nothing that is like it', async () => {
      const { token, session } = await begin();
      expect(await sessions.find(token)).toMatchObject({ personId: AMINA.id, handle: session.handle, device: 'Firefox' });
      for (const other of [
        '',
        'x',
        session.handle,
        token.slice(0, -1),
        `${token}x`,
        token.replace('r_', 's_'),
        token.replace('r_', ''),
        `${token}'`,
      ]) {
        expect(await sessions.find(other)).toBeNull();
      }
    });

    it('leave no trace of the token in the database, only its SHA-256', async () => {
      const { token } = await begin();
      const rows = JSON.stringify(await everything(parts.db));
      expect(rows).not.toContain(token);
      expect(rows).not.toContain(token.slice(2));
      expect((await listSessions(parts.db, AMINA.id))[0]?.id_hash).toMatch(/^[0-9a-f]{64}$/);
    });

    it('are new at every sign-in, with a token of 256 bits', async () => {
      const tokens = new Set<string>();
      for (let i = 0; i < 20; i++) tokens.add((await begin()).token);
      expect(tokens.size).toBe(20);
      for (const token of tokens) expect(token).toMatch(/^r_[\w-]{43}$/);
    });

    it.each(Object.keys(LIFETIMES) as LifetimeName[])('end when idle: %s', async (lifetime) => {
      const { token } = await begin(lifetime);
      wait(LIFETIMES[lifetime].idleMs - 1000);
      expect(await sessions.find(token)).toMatchObject({ renewed: true });
      wait(LIFETIMES[lifetime].idleMs + 1000);
      expect(await sessions.find(token)).toBeNull();
    });

    it.each(Object.keys(LIFETIMES) as LifetimeName[])('end at their absolute end however busy they are: %s', async (lifetime) => {
      const { token } = await begin(lifetime);
      const { idleMs, absoluteMs } = LIFETIMES[lifetime];
      for (let usedMs = 0; usedMs + idleMs / 2 < absoluteMs; usedMs += idleMs / 2) {
        const found = await sessions.find(token);
        expect(found?.expiresAtMs).toBeLessThanOrEqual((found?.createdAtMs ?? 0) + absoluteMs);
        wait(idleMs / 2);
      }
      wait(idleMs / 2);
      expect(await sessions.find(token)).toBeNull();
    });

    it('are renewed in the second half of their idle time only', async () => {
      const { token, session } = await begin();
      wait(LIFETIMES.resident.idleMs / 4);
      expect(await sessions.find(token)).toMatchObject({ renewed: false, expiresAtMs: session.expiresAtMs });
      wait(LIFETIMES.resident.idleMs / 2);
      expect(await sessions.find(token)).toMatchObject({ renewed: true, expiresAtMs: Date.now() + LIFETIMES.resident.idleMs });
    });

    it('are listed without their secrets, the newest first, and ended one by one', async () => {
      const first = await begin();
      wait(1000);
      const second = await begin('staff');
      expect((await sessions.list(AMINA.id)).map(({ handle }) => handle)).toEqual([second.session.handle, first.session.handle]);
      expect(await sessions.endByHandle(AMINA.id, first.session.handle)).toBe(true);
      expect(await sessions.endByHandle(AMINA.id, first.session.handle)).toBe(false);
      expect(await sessions.find(first.token)).toBeNull();
      expect(await sessions.find(second.token)).not.toBeNull();
    });

    it('of somebody else cannot be ended by handle', async () => {
      const { token, session } = await begin();
      expect(await sessions.endByHandle('jo-kowalski' as typeof AMINA.id, session.handle)).toBe(false);
      expect(await sessions.find(token)).not.toBeNull();
    });

    it('end by token, and all at once', async () => {
      const { token } = await begin();
      await begin();
      await begin('staff');
      await sessions.end(token);
      await sessions.end(token);
      expect(await sessions.find(token)).toBeNull();
      expect(await sessions.list(AMINA.id)).toHaveLength(2);
      await sessions.endAll(AMINA.id);
      expect(await sessions.list(AMINA.id)).toEqual([]);
    });

    it('that have ended are swept out, and no others', async () => {
      await begin('guest');
      const { token } = await begin();
      wait(LIFETIMES.guest.absoluteMs);
      expect(await sessions.list(AMINA.id)).toHaveLength(1);
      await sessions.sweep();
      expect(await listSessions(parts.db, AMINA.id)).toHaveLength(1);
      expect(await sessions.find(token)).not.toBeNull();
    });

    it('remember as what the person stood when the token was given', async () => {
      const { token } = await begin();
      expect((await sessions.find(token))?.standing).toBe(standingOf([RESIDENT]));
    });

    it('are given a new token on asking; handle, age and ends stay', async () => {
      const { token, session } = await begin('staff');
      wait(1000);
      const renewed = (await sessions.renew(token)) ?? '';
      expect(renewed).toMatch(/^s_[\w-]{43}$/);
      expect(renewed).not.toBe(token);
      const { handle, createdAtMs, expiresAtMs } = session;
      expect(await sessions.find(renewed)).toMatchObject({ handle, createdAtMs, expiresAtMs, tokenIs: 'newest' });
      expect(await sessions.list(AMINA.id)).toHaveLength(1);
      expect(JSON.stringify(await everything(parts.db))).not.toContain(renewed);
    });

    it('refuse the old token a minute after the new one was first used', async () => {
      const { token } = await begin();
      const renewed = (await sessions.renew(token)) ?? '';
      await sessions.find(renewed);
      wait(TOKEN_GRACE_MS - 1);
      expect(await sessions.find(token)).toMatchObject({ tokenIs: 'replaced', renewed: false });
      await sessions.find(renewed);
      wait(1);
      expect(await sessions.find(token)).toBeNull();
      expect(await sessions.renew(token)).toBeNull();
      expect(await sessions.find(renewed)).toMatchObject({ tokenIs: 'newest' });
    });

    it('sign nobody out when the answer with the new token is lost: the old one gets another', async () => {
      const { token, session } = await begin();
      const lost = (await sessions.renew(token)) ?? '';
      expect(await sessions.find(token)).toMatchObject({ tokenIs: 'replaced' });
      wait(TOKEN_GRACE_MS);
      expect(await sessions.find(token)).toMatchObject({ tokenIs: 'lost', handle: session.handle });
      const again = (await sessions.renew(token)) ?? '';
      expect(await sessions.find(lost)).toBeNull();
      expect(await sessions.find(again)).toMatchObject({ tokenIs: 'newest', handle: session.handle });
      wait(TOKEN_GRACE_MS);
      expect(await sessions.find(token)).toBeNull();
    });

    it('give one new token to many requests at once, and all go on', async () => {
      const { token } = await begin();
      const given = await Promise.all(Array.from({ length: 8 }, () => sessions.renew(token)));
      const [renewed, ...others] = given.filter((each) => each !== null);
      expect(others).toEqual([]);
      expect(await sessions.find(token)).toMatchObject({ tokenIs: 'replaced' });
      expect(await sessions.find(renewed ?? '')).toMatchObject({ tokenIs: 'newest' });
      expect(await sessions.renew(token)).toBeNull();
    });

    it('end by the old token too, and with idle and absolute ends as before', async () => {
      const { token } = await begin();
      const renewed = (await sessions.renew(token)) ?? '';
      await sessions.end(token);
      expect(await sessions.find(renewed)).toBeNull();
      const second = await begin('guest');
      await sessions.renew(second.token);
      wait(LIFETIMES.guest.idleMs * 0.75);
      expect(await sessions.find(second.token)).toMatchObject({ tokenIs: 'lost', renewed: false });
      wait(LIFETIMES.guest.idleMs * 0.75);
      expect(await sessions.find(second.token)).not.toBeNull();
      wait(LIFETIMES.guest.idleMs * 0.5);
      expect(await sessions.find(second.token)).toBeNull();
    });

    it('live as long as the strictest of a person’s roles allows', () => {
      expect(lifetimeOf(['resident', 'group-lead'])).toBe('resident');
      expect(lifetimeOf(['resident', 'officer'])).toBe('staff');
      expect(lifetimeOf(['guest'])).toBe('guest');
      expect(lifetimeOf(['guest', 'resident'])).toBe('resident');
    });
  });
}

function everything(db: Relational): Promise<unknown> {
  return db.selectFrom('session').selectAll().execute();
}
