/** Rooms, logs and nodes with one thing made wrong each. A simulator that lets one of them pass proves nothing. */
import { SOUND, type Subject } from './simulation.ts';
import { patchedRoom } from './patched-room.ts';

export interface Variant {
  readonly name: string;
  subject(): Promise<Subject>;
}

/** A room whose source has one passage replaced. */
function room(name: string, file: string, find: string, replace: string): Variant {
  return { name, subject: async () => ({ ...SOUND, RoomClass: await patchedRoom(name, file, find, replace) }) };
}

function around(name: string, changes: Partial<Subject>): Variant {
  return { name, subject: async () => ({ ...SOUND, ...changes }) };
}

export const VARIANTS: readonly Variant[] = [
  room(
    'acknowledge before fsync',
    'room.ts',
    'this.#underWay = { ...batch, leases };',
    'this.#underWay = { ...batch, leases }; this.#acknowledge(batch.items, replica);',
  ),
  room(
    'broadcast before commit',
    'room.ts',
    'this.#underWay = { ...batch, leases };',
    'this.#underWay = { ...batch, leases }; for (const { update } of batch.rows) this.#out.broadcast(this.#members.readers, update, 1);',
  ),
  room(
    'answer while an append is under way',
    'room.ts',
    'if (this.#replica === null || this.#underWay !== null) return;\n    for',
    'if (this.#replica === null) return;\n    for',
  ),
  room('a failed append is forgotten', 'room.ts', 'this.#queue.putBack(batch.items);', ''),
  room(
    'the copy is kept after a failed append',
    'room.ts',
    "replica.destroy();\n    this.#replica = null;\n    this.#out.push({ type: 'load' });",
    '',
  ),
  room(
    'every writer is left out of the broadcast',
    'members.ts',
    '(first === undefined || edits.some(({ member }) => member !== first.member))',
    '(first === undefined)',
  ),
  room(
    'one frame too many is acknowledged',
    'queue.ts',
    'frames: Math.max(before.frames, frame)',
    'frames: Math.max(before.frames, frame) + 1',
  ),
  room(
    'old answers to first syncs',
    'replica.ts',
    'this.#document().apply(update);\n    this.#answers.clear();',
    'this.#document().apply(update);',
  ),
  room(
    'a reader who is alone gets nothing',
    'outbox.ts',
    "to.length > 0) this.push({ type: 'send', to, bytes: updateFrame(update), edits })",
    "to.length > 1) this.push({ type: 'send', to, bytes: updateFrame(update), edits })",
  ),
  room(
    'what is put back goes to the end',
    'queue.ts',
    'this.#items = [...items, ...this.#items];',
    'this.#items = [...this.#items, ...items];',
  ),
  room('refused without a look at the log', 'window.ts', '!judged.ok && item.isSecondLook !== true', '!judged.ok && item.frame < 0'),
  room('readers are not caught up', 'room.ts', 'if (missed > 0) this.#out', 'if (missed < 0) this.#out'),
  room(
    'a removed person goes on writing',
    'rights-reading.ts',
    'member.standpoints = now;',
    'if (now.length > 0) member.standpoints = now;',
  ),
  room(
    'a snapshot claims rows that it does not hold',
    'replica.ts',
    'seq: this.#headSeq, update: live.encode()',
    'seq: this.#headSeq + 1, update: live.encode()',
  ),
  room(
    'of what another node wrote only the newest row is taken',
    'replica.ts',
    'if (row.seq !== this.#headSeq + 1) continue;',
    'if (row.seq <= this.#headSeq || row !== rows.at(-1)) continue;',
  ),
  room(
    'the copy goes on with what another node was before',
    'replica.ts',
    'this.destroy();\n    this.#leasedAhead.clear();',
    'this.#leasedAhead.clear();',
  ),
  room('a lease that was refused with its append is believed', 'replica.ts', '    this.#leasedAhead.clear();\n', ''),
  room(
    'presence as truth: who has gone on another node is forgotten here',
    'room.ts',
    'return this.#company.elsewhere(input.said, this.#replica);',
    `for (const member of this.#members.all())
          if (input.said.type === 'people' && input.said.entries.some((it) => it.clientId === member.presenceId && it.state.length === 4)) this.#forget(member);
        return this.#company.elsewhere(input.said, this.#replica);`,
  ),
  room(
    'a clientID is leased to whoever names it at the door',
    'room.ts',
    'this.#out.tell(member, welcome(member, info, headSeq));',
    'this.#out.tell(member, welcome(member, info, headSeq)); if (joining.clientId !== null) this.#claims.claim(joining.clientId, joining.standpoints[0].author, replica, () => true);',
  ),
  room('presence is shown before its clientID is leased', 'replica.ts', 'this.#leases.has(clientId);', 'this.leaseOf(clientId) !== null;'),
  around('stale rights on the second node', { node: { cachesRights: true } }),
  around('rights ignored by the log', { log: { ignoresRights: true } }),
  around('sequence before commit', { log: { ignoresHead: true } }),
  around('epoch ignored', { log: { ignoresEpoch: true } }),
  around('a log that forgets', { log: { forgets: true } }),
  around('hint as data', { node: { hintsAsData: true } }),
  around('stale socket after restart', { node: { staleSockets: true } }),
  around('believed before fsync', { node: { believesEarly: true } }),
  around('a "saved" that waits is never said', { node: { forgetsOwed: true } }),
];
