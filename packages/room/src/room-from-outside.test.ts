import { updateFrame } from '@ginnel/protocol/frames';
import type { ServerMessage } from '@ginnel/protocol/messages';
import { WireClient } from '@ginnel/testkit/wire/wire-client';
import { describe, expect, test } from 'vitest';
import { Rehearsal, standpoint, type Guest } from '@ginnel/testkit/wire/rehearsal';

async function opened(): Promise<Rehearsal> {
  const rehearsal = new Rehearsal();
  await rehearsal.load();
  return rehearsal;
}

const heard = (guest: Guest, type: ServerMessage['type']): ServerMessage[] =>
  guest.client.messages.filter((message) => message.type === type);

describe('other nodes', () => {
  test('[RM10] one that was first is caught up with, and the window is judged again', async () => {
    const r = await opened();
    const amina = r.join('amina', { clientId: 31 });
    await r.settle();
    const pen = new WireClient('priorities', 32);
    pen.type('Theirs. ');
    r.type(amina, 'Ours.');
    r.flush();
    const theirs = { author: standpoint('imran').author, route: 'typed' as const, atMs: 1, update: pen.unsent[0] as Uint8Array };
    await r.log.append([{ documentId: r.info.id, epoch: 1, rightsVersion: 1, baseSeq: 0, rows: [theirs], leases: [] }]);
    await r.commit();
    expect(r.outputs.at(-1)?.type).toBe('load');
    await r.load();
    await r.settle();
    expect(amina.client.notes()).toContain('Theirs.');
    expect(await r.log.read(r.info.id, 0, 10)).toHaveLength(2);
    expect(amina.client.saved).toBe(2);
  });

  test('[RM23] one that was first costs a room that shares its log only the rows since, and no lease is lost', async () => {
    const r = new Rehearsal({}, { sharesLog: true });
    await r.load();
    const amina = r.join('amina', { clientId: 31 });
    const sam = r.joinStock('sam');
    await r.settle();
    r.type(amina, 'Before. ');
    await r.settle();
    const pen = new WireClient('priorities', 32);
    pen.type('Theirs. ');
    r.type(amina, 'Ours. ');
    r.type(sam, 'Sam’s.');
    r.flush();
    const theirs = { author: standpoint('imran').author, route: 'typed' as const, atMs: 1, update: pen.unsent[0] as Uint8Array };
    await r.log.append([{ documentId: r.info.id, epoch: 1, rightsVersion: 1, baseSeq: 1, rows: [theirs], leases: [] }]);
    r.unread = await r.log.read(r.info.id, 1, 10);
    await r.commit();
    expect(r.count('load')).toBe(0);
    expect(amina.client.notes()).toContain('Theirs.');
    await r.settle();
    expect(amina.client.notes()).toContain('Sam’s.');
    expect(sam.client.notes()).toBe(amina.client.notes());
    expect((await r.log.load(r.info.id))?.leases.map(({ clientId }) => clientId)).toContain(sam.client.doc.clientID);
    const later = r.join('jo');
    await r.settle();
    expect(later.client.notes()).toBe(amina.client.notes());
    expect(amina.client.notes().split('Ours.')).toHaveLength(2);
  });

  test('[RM14] their rows are shown in order and once, and nothing after a gap', async () => {
    const r = await opened();
    const amina = r.join('amina');
    await r.settle();
    const pen = new WireClient('priorities', 32);
    pen.type('one ');
    pen.type('two ');
    const rows = pen.unsent.map((update, i) => ({
      seq: i + 1,
      author: standpoint('imran').author,
      route: 'typed' as const,
      atMs: 1,
      update,
    }));
    r.feed({ type: 'rows', epoch: 1, rows: rows.slice(1), asked: false });
    expect(amina.client.notes()).toBe('');
    r.feed({ type: 'rows', epoch: 1, rows, asked: false });
    expect(amina.client.notes()).toBe('one two ');
    const frames = amina.frames.length;
    r.feed({ type: 'rows', epoch: 1, rows, asked: false });
    expect(amina.frames).toHaveLength(frames);
  });
});

describe('a copy that is behind', () => {
  test('[RM19] does not refuse the words of others that a reader of another node brings along', async () => {
    const r = new Rehearsal();
    const { author } = standpoint('imran');
    const append = { documentId: r.info.id, epoch: 1, rightsVersion: 1, baseSeq: 0 };
    await r.log.append([{ ...append, rows: [], leases: [{ clientId: 32, author }] }]);
    await r.load();
    const pen = new WireClient('priorities', 32);
    pen.type('Theirs. ');
    const row = { seq: 1, author, route: 'typed' as const, atMs: 1, update: pen.unsent[0] as Uint8Array };
    await r.log.append([{ ...append, rows: [row], leases: [] }]);
    r.unread = [row];
    const client = new WireClient('priorities', 33);
    client.hear(updateFrame(row.update));
    client.type('Mine.');
    const amina = r.joinStock('amina', client);
    await r.settle();
    expect(amina.closed).toBeNull();
    expect(await r.log.read(r.info.id, 0, 10)).toHaveLength(2);
  });
});

describe('a client that comes back', () => {
  test('[RM20] brings again what was on its way, with more: the rest is taken', async () => {
    const r = await opened();
    const amina = r.joinStock('amina');
    const imran = r.join('imran');
    await r.settle();
    r.type(amina, 'On its way. ');
    r.feed({ type: 'left', connection: amina.connection });
    amina.client.type('Typed since.');
    const again = r.joinStock('amina', amina.client);
    await r.settle();
    expect(again.closed).toBeNull();
    expect(imran.client.notes()).toBe('On its way. Typed since.');
  });
});

describe('decisions', () => {
  test('[RM11] what was judged under older rights is judged again', async () => {
    const r = await opened();
    const amina = r.join('amina');
    await r.settle();
    r.type(amina, 'Late.');
    r.flush();
    r.info = { ...r.info, rightsVersion: 2 };
    r.log.putDocument(r.info);
    await r.commit();
    await r.load();
    r.flush();
    expect(r.asked).toBeNull();
    r.feed({ type: 'rights', info: r.info, standpoints: new Map([[amina.connection, [standpoint('amina', 'visitor')]]]) });
    await r.settle();
    expect(heard(amina, 'refused')).toHaveLength(1);
    expect(await r.log.read(r.info.id, 0, 10)).toEqual([]);
  });

  test('[RM11] who was removed is closed with 4403, the others are told', async () => {
    const r = await opened();
    const amina = r.join('amina');
    const imran = r.join('imran');
    await r.settle();
    r.feed({ type: 'rights-changed' });
    const [question] = r.outputs.filter((output) => output.type === 'reread-rights');
    expect(question?.who.size).toBe(2);
    r.info = { ...r.info, rightsVersion: 2, phase: 'consulting' };
    const standpoints = new Map([
      [amina.connection, []],
      [imran.connection, [standpoint('imran')]],
    ]);
    r.feed({ type: 'rights', info: r.info, standpoints });
    expect(amina.closed?.code).toBe(4403);
    expect(heard(imran, 'rights')).toMatchObject([{ phase: 'consulting', standing: 'member' }]);
  });

  test('[RM11] an answer that may be older than the decision is asked for again', async () => {
    const r = await opened();
    const amina = r.join('amina');
    await r.settle();
    r.feed({ type: 'rights-changed' });
    r.feed({ type: 'rights-changed' });
    expect(r.count('reread-rights')).toBe(1);
    r.feed({ type: 'rights', info: r.info, standpoints: new Map([[amina.connection, [standpoint('amina')]]]) });
    expect(r.count('reread-rights')).toBe(2);
    r.feed({ type: 'rights', info: r.info, standpoints: new Map([[amina.connection, []]]) });
    expect(amina.closed?.code).toBe(4403);
  });

  test('[RM11] who comes in under the old rights while the new ones are read is asked about too', async () => {
    const r = await opened();
    const imran = r.join('imran');
    await r.settle();
    r.feed({ type: 'rights-changed' });
    const amina = r.join('amina');
    r.info = { ...r.info, rightsVersion: 2 };
    r.feed({ type: 'rights', info: r.info, standpoints: new Map([[imran.connection, [standpoint('imran')]]]) });
    const question = r.outputs.findLast((output) => output.type === 'reread-rights');
    expect(question?.who.has(amina.connection)).toBe(true);
    const standpoints = new Map([
      [amina.connection, []],
      [imran.connection, [standpoint('imran')]],
    ]);
    r.feed({ type: 'rights', info: r.info, standpoints });
    expect(amina.closed?.code).toBe(4403);
    expect(r.count('reread-rights')).toBe(2);
  });

  test('[RM12] the end of an epoch is told, and closes everyone', async () => {
    const r = await opened();
    const amina = r.join('amina');
    await r.settle();
    r.type(amina, 'Too late.');
    r.flush();
    r.log.putDocument({ ...r.info, epoch: 2 });
    await r.commit();
    expect(heard(amina, 'epoch')).toEqual([{ type: 'epoch', epoch: 2 }]);
    expect(amina.closed?.code).toBe(4410);
    expect(r.outputs.at(-1)?.type).toBe('ended');
  });

  test('[RM12] rows of a later epoch are not taken for rows of this one', async () => {
    const r = await opened();
    const amina = r.join('amina');
    await r.settle();
    const pen = new WireClient('priorities', 32);
    pen.type('New epoch.');
    const row = { seq: 1, author: standpoint('imran').author, route: 'typed' as const, atMs: 1, update: pen.unsent[0] as Uint8Array };
    r.feed({ type: 'rows', epoch: 2, rows: [row], asked: false });
    expect(amina.client.notes()).toBe('');
    expect(r.outputs.at(-1)?.type).toBe('reread-rights');
  });

  test('[RM12] a client of another epoch hears nothing of the document', async () => {
    const r = new Rehearsal({ epoch: 2 });
    await r.load();
    const amina = r.join('amina', { epoch: 1 });
    expect(amina.closed?.code).toBe(4410);
    expect(amina.frames).toHaveLength(1);
  });
});

describe('letting go', () => {
  test('[RM15] waits for what is under way, then offers a snapshot from which the document opens', async () => {
    const r = await opened();
    const amina = r.join('amina');
    r.type(amina, 'Kept.');
    r.flush();
    r.feed({ type: 'rest' });
    expect(r.room.isSettled).toBe(false);
    expect(r.count('snapshot')).toBe(0);
    await r.settle();
    expect(r.room.isSettled).toBe(true);
    r.feed({ type: 'rest' });
    const [offered] = r.outputs.filter((output) => output.type === 'snapshot');
    await r.log.keepSnapshot(r.info.id, 1, offered?.snapshot as never);
    await r.reopen();
    const imran = r.join('imran');
    await r.settle();
    expect(imran.client.notes()).toBe('Kept.');
    expect(r.room.isLive).toBe(false);
    r.feed({ type: 'rest' });
    expect(r.count('snapshot')).toBe(1);
  });

  test('[RM15] a snapshot is offered every 2,000 rows', async () => {
    const r = await opened();
    const amina = r.join('amina');
    await r.settle();
    for (let i = 0; i < 2000; i++) {
      r.type(amina, 'a');
      r.flush();
      await r.commit();
    }
    expect(r.count('snapshot')).toBe(1);
  });
});
