/** Who comes in at the door of a room, and as what; or the close code with which they are turned away. */
import type { IncomingMessage } from 'node:http';
import type { Capacity } from '@ginnel/domain/people';
import type { Standing } from '@ginnel/domain/standing';
import { CLOSE } from '@ginnel/protocol/close-codes';
import type { ConnectionId, Joining, Standpoint } from '@ginnel/room/contract';
import type { Doorkeeper, Session } from './ports.ts';
import type { Asked } from './upgrade.ts';

export type Entry =
  | { readonly ok: true; readonly session: Session; readonly joining: Omit<Joining, 'claims'> }
  | { readonly ok: false; readonly code: number; readonly reason: string };

/** Who stands best in a document when the client names no capacity: in their own right, for nobody writes unasked by a grant, as a deputy or on a topic. */
const BEST_FIRST: readonly Standing[] = ['moderator', 'member', 'guest', 'visitor'];

/** Rejects when people or rights cannot be read. */
export async function enter(request: IncomingMessage, asked: Asked, connection: ConnectionId, doorkeeper: Doorkeeper): Promise<Entry> {
  const authenticated = await doorkeeper.authenticate(request);
  if (!authenticated.ok) {
    const code = authenticated.reason === 'signed-out' ? CLOSE.signIn : CLOSE.notAllowed;
    return { ok: false, code, reason: authenticated.reason };
  }
  const { session } = authenticated;
  const { person, capacities } = session;
  const authorOf = (capacity: Capacity): Standpoint['author'] => ({ personId: person.id, capacityId: capacity.id });
  const rights = await doorkeeper.rightsOf(asked.documentId, capacities.map(authorOf));
  if (rights === null) return { ok: false, code: CLOSE.noSuchDocument, reason: 'no-such-document' };
  const standing = capacities.flatMap((capacity, i) => {
    const actor = rights.actors[i] ?? null;
    return actor === null ? [] : [{ capacity, standpoint: { author: authorOf(capacity), actor } }];
  });
  standing.sort(
    (a, b) => Number(a.capacity.held !== undefined) - Number(b.capacity.held !== undefined) || rank(a.standpoint) - rank(b.standpoint),
  );
  const chosen = asked.as === null ? standing[0] : standing.find(({ capacity }) => capacity.id === asked.as);
  if (chosen === undefined) return { ok: false, code: CLOSE.notAllowed, reason: 'not-allowed' };
  const others = standing.filter((one) => one !== chosen).map(({ standpoint }) => standpoint);
  const joining = {
    connection,
    standpoints: [chosen.standpoint, ...others] as const,
    rightsVersion: rights.info.rightsVersion,
    name: person.name,
    label: chosen.capacity.label,
    speaksGinnel: asked.speaksGinnel,
    shapeVersion: asked.shapeVersion ?? rights.info.shapeVersion,
    epoch: asked.epoch,
    clientId: asked.clientId,
  };
  return { ok: true, session, joining };
}

function rank({ actor }: Standpoint): number {
  return BEST_FIRST.indexOf(actor.standing);
}
