import type { IncomingMessage } from 'node:http';
import type { CapacityId, DocumentId, PersonId, PlaceId } from '@ginnel/base/ids';
import type { Capacity } from '@ginnel/domain/people';
import type { Standing } from '@ginnel/domain/standing';
import type { ConnectionId } from '@ginnel/room/contract';
import { describe, expect, it } from 'vitest';
import { enter } from './entry.ts';
import type { Doorkeeper } from './ports.ts';
import { readUpgrade } from './upgrade.ts';

const DOCUMENT = 'd_1' as DocumentId;
const BEN = { id: 'ben' as PersonId, name: 'Ben', demo: false };

type Has = readonly [id: string, standing: Standing | null, held?: Capacity['held']];

/** As whom somebody with these capacities comes in. */
async function comesInAs(has: readonly Has[], query = '', headers: Record<string, string> = {}): Promise<string | number> {
  const capacities = has.map(([id, , held]): Capacity => {
    const capacity = { id: id as CapacityId, personId: BEN.id, organisationId: null, placeId: 'west' as PlaceId, label: id };
    return { ...capacity, role: 'resident', ...(held === undefined ? {} : { held }) };
  });
  const doorkeeper: Doorkeeper = {
    authenticate: () => Promise.resolve({ ok: true, session: { sessionId: 's', person: BEN, capacities } }),
    rightsOf: () => {
      const actors = has.map(([, standing]) => (standing === null ? null : { standing, party: null }));
      const info = { id: DOCUMENT, kind: 'session', placeId: 'west' as PlaceId, title: '', phase: 'drafting', epoch: 1 } as const;
      return Promise.resolve({ info: { ...info, rightsVersion: 1, shapeVersion: 1, createdBy: null, createdAtMs: 0 }, actors });
    },
    endedSessions: () => Promise.resolve([]),
  };
  const request = { url: `/sync/${DOCUMENT}${query}`, headers } as unknown as IncomingMessage;
  const entry = await enter(request, readUpgrade(request)!, 'c' as unknown as ConnectionId, doorkeeper);
  return entry.ok ? entry.joining.standpoints[0].author.capacityId : entry.code;
}

const GINNEL = { 'sec-websocket-protocol': 'ginnel.v1' };

describe('a client that names no capacity', () => {
  it('comes in as its person stands best', async () => {
    const has: readonly Has[] = [
      ['elsewhere', 'visitor'],
      ['here', 'member'],
      ['minds', 'moderator'],
    ];
    expect(await comesInAs(has)).toBe('minds');
  });

  it('never by a grant, as a deputy or on a topic while there is another', async () => {
    for (const held of ['grant', 'deputy', 'topic'] as const) {
      const lent: Has = ['held', 'moderator', held];
      expect(await comesInAs([lent, ['own', 'visitor']])).toBe('own');
      expect(await comesInAs([lent, ['own', null]])).toBe('held');
    }
  });
});

describe('a client that names a capacity', () => {
  it('comes in as that one, or not at all', async () => {
    const has: readonly Has[] = [
      ['own', 'member'],
      ['lent', 'member', 'grant'],
      ['over', null],
    ];
    expect(await comesInAs(has, '?as=lent', GINNEL)).toBe('lent');
    for (const other of ['over', 'somebody-elses', '__proto__', '']) expect(await comesInAs(has, `?as=${other}`, GINNEL)).toBe(4403);
  });
});
