import { awarenessFrame, syncStep1Frame, updateFrame } from '@ginnel/protocol/frames';
import type { ServerMessage } from '@ginnel/protocol/messages';
import { writeAwareness } from '@ginnel/protocol/awareness';
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

describe('an edit', () => {
  test('[RM1] reaches nobody before its row is durable', async () => {
    const r = await opened();
    const amina = r.join('amina');
    const imran = r.join('imran');
    await r.settle();
    r.type(amina, 'The path is dark.');
    expect(imran.client.notes()).toBe('');
    r.flush();
    expect(r.asked?.rows).toHaveLength(1);
    expect(imran.client.notes()).toBe('');
    await r.commit();
    expect(imran.client.notes()).toBe('The path is dark.');
  });

  test('[RM2] is acknowledged after the commit, once for all frames of a window', async () => {
    const r = await opened();
    const amina = r.join('amina');
    await r.settle();
    const before = amina.client.saved;
    for (const word of ['one ', 'two ', 'three']) r.type(amina, word);
    r.flush();
    expect(amina.client.saved).toBe(before);
    const told = heard(amina, 'saved').length;
    await r.commit();
    expect(amina.client.saved).toBe(before + 3);
    expect(heard(amina, 'saved')).toHaveLength(told + 1);
  });

  test('[RM2] is acknowledged together with a refused frame behind it', async () => {
    const r = await opened();
    const amina = r.join('amina');
    await r.settle();
    const before = amina.client.saved;
    r.type(amina, 'Good.');
    r.say(amina, updateFrame(Uint8Array.of(1, 2, 3)));
    await r.settle();
    expect(heard(amina, 'refused')).toHaveLength(1);
    expect(amina.client.saved).toBe(before + 2);
  });

  test('[RM5] refused again and again ends the connection', async () => {
    const r = await opened();
    const amina = r.join('amina');
    await r.settle();
    for (let i = 0; i < 150 && amina.closed === null; i++) {
      r.say(amina, updateFrame(Uint8Array.of(1, 2, 3)));
      r.flush();
    }
    expect(heard(amina, 'refused')).toHaveLength(100);
    expect(amina.closed).not.toBeNull();
  });

  test('[RM2] that says nothing new is acknowledged without a row', async () => {
    const r = await opened();
    const amina = r.join('amina');
    r.type(amina, 'Once.');
    await r.settle();
    const rows = (await r.log.read(r.info.id, 0, 100)).length;
    const [, again] = amina.client.sent;
    r.say(amina, updateFrame(again as Uint8Array));
    await r.settle();
    expect(amina.client.saved).toBe(3);
    expect(await r.log.read(r.info.id, 0, 100)).toHaveLength(rows);
  });

  test('[RM2] the answer of a client that comes back with everything waits for no window, unless the disk does not work', async () => {
    const r = await opened();
    const amina = r.join('amina');
    r.type(amina, 'Written.');
    await r.settle();
    r.feed({ type: 'rest' });
    const again = r.join('amina', { clientId: amina.client.doc.clientID }, amina.client);
    expect(heard(again, 'saved')).toMatchObject([{ frames: 1 }]);
    expect(r.room.backlog).toBe(0);
    r.type(again, ' More.');
    r.flush();
    r.fail();
    const other = r.join('imran');
    expect(heard(other, 'saved')).toEqual([]);
  });

  test('[RM2] [RM13] the same answer is refused when the client is older than the shape', async () => {
    const r = new Rehearsal({ shapeVersion: 2 });
    await r.load();
    const amina = r.join('amina', { shapeVersion: 1 });
    expect(heard(amina, 'saved')).toEqual([]);
    await r.settle();
    expect(heard(amina, 'refused')).toHaveLength(1);
  });

  test('[RM4] that arrives while an append is under way waits for it', async () => {
    const r = await opened();
    const amina = r.join('amina');
    const imran = r.join('imran');
    await r.settle();
    r.type(amina, 'First.');
    r.flush();
    r.type(imran, 'Second.');
    r.flush();
    expect(r.asked?.rows).toHaveLength(1);
    await r.commit();
    r.flush();
    expect(r.asked?.baseSeq).toBe(1);
    await r.commit();
    expect(amina.client.notes()).toBe(imran.client.notes());
  });

  test('[RM16] consecutive frames of one author are one row, and readers get one frame for the window', async () => {
    const r = await opened();
    const amina = r.join('amina');
    const imran = r.join('imran');
    const sam = r.join('sam');
    await r.settle();
    for (const word of ['one ', 'two ', 'three ']) r.type(amina, word);
    r.type(imran, 'four');
    const counts = [amina, sam].map(({ frames }) => frames.length);
    r.flush();
    expect(r.asked?.rows.map(({ author }) => author.personId)).toEqual(['amina', 'imran']);
    await r.commit();
    expect(sam.frames.length - (counts[1] as number)).toBe(1);
    expect(sam.client.notes()).toBe(amina.client.notes());
  });

  test('[RM16] a sole writer is not sent their own words', async () => {
    const r = await opened();
    const amina = r.joinStock('amina');
    await r.settle();
    const before = amina.frames.length;
    r.type(amina, 'Mine.');
    await r.settle();
    expect(amina.frames.length).toBe(before);
  });

  test('[RM17] of somebody who has left is kept', async () => {
    const r = await opened();
    const amina = r.join('amina');
    const imran = r.join('imran');
    await r.settle();
    r.type(amina, 'Goodbye.');
    r.feed({ type: 'left', connection: amina.connection });
    await r.settle();
    expect(imran.client.notes()).toBe('Goodbye.');
  });

  test('[RM17] a writer with 64 frames waiting is to be left unread until they are judged', async () => {
    const r = await opened();
    const amina = r.join('amina');
    await r.settle();
    for (let i = 0; i < 63; i++) r.type(amina, 'a');
    expect(r.room.isOverloaded(amina.connection)).toBe(false);
    r.type(amina, 'a');
    expect(r.room.isOverloaded(amina.connection)).toBe(true);
    r.flush();
    expect(r.room.isOverloaded(amina.connection)).toBe(false);
  });
});

describe('who asks', () => {
  test('[RM3] is answered only with what is durable', async () => {
    const r = await opened();
    const amina = r.join('amina');
    await r.settle();
    r.type(amina, 'Not yet.');
    r.flush();
    const imran = r.join('imran');
    expect(imran.frames).toEqual([]);
    r.fail();
    await r.load();
    expect(imran.client.synced).toBe(true);
    expect(imran.client.notes()).toBe('');
    await r.settle();
    expect(imran.client.notes()).toBe('Not yet.');
  });

  test('[RM7] a document at rest is not built for readers, nor for clients that are up to date', async () => {
    const r = await opened();
    const amina = r.join('amina');
    r.type(amina, 'Written.');
    await r.settle();
    r.feed({ type: 'rest' });
    expect(r.room.isLive).toBe(false);
    const imran = r.join('imran');
    const again = r.join('amina', { clientId: amina.client.doc.clientID }, amina.client);
    await r.settle();
    expect(imran.client.notes()).toBe('Written.');
    expect(again.client.saved).toBe(1);
    expect(r.room.isLive).toBe(false);
    r.type(again, ' More.');
    await r.settle();
    expect(r.room.isLive).toBe(true);
    expect(imran.client.notes()).toBe('Written. More.');
  });

  test('[RM18] too often is closed with 4429', async () => {
    const r = await opened();
    const amina = r.join('amina');
    for (let i = 0; i < 30 && amina.closed === null; i++) r.say(amina, syncStep1Frame(Uint8Array.of(0)));
    expect(amina.closed?.code).toBe(4429);
  });
});

describe('a refusal', () => {
  const FORGED = 4242;

  async function forged(stock: boolean): Promise<{ r: Rehearsal; mallory: Guest; amina: Guest }> {
    const r = await opened();
    const amina = r.join('amina', { clientId: FORGED });
    r.type(amina, 'Mine.');
    await r.settle();
    const pen = new WireClient('priorities', FORGED);
    pen.type('Mine.');
    pen.unsent.splice(0);
    pen.type('Not yours.');
    const mallory = stock ? r.joinStock('mallory') : r.join('mallory', { clientId: 77 });
    await r.settle();
    for (const update of pen.unsent) r.say(mallory, updateFrame(update));
    return { r, mallory, amina };
  }

  test('[RM5] of a stock client closes it, and what it sent behind is not read', async () => {
    const { r, mallory, amina } = await forged(true);
    r.type(mallory, 'Behind.');
    await r.settle();
    expect(mallory.closed).toMatchObject({ code: 4403, reason: 'forged-author' });
    expect(amina.client.notes()).toBe('Mine.');
  });

  test('[RM5] of a ginnel client names the frame, and the client stays', async () => {
    const { r, mallory, amina } = await forged(false);
    await r.settle();
    expect(mallory.closed).toBeNull();
    expect(heard(mallory, 'refused')).toMatchObject([{ frame: 2, refusal: { kind: 'forged-author' } }]);
    expect(mallory.client.saved).toBe(2);
    expect(amina.client.notes()).toBe('Mine.');
  });

  test('[RM13] a client with an older shape reads and does not write', async () => {
    const r = new Rehearsal({ shapeVersion: 2 });
    await r.load();
    const amina = r.join('amina', { shapeVersion: 1 });
    await r.settle();
    expect(amina.client.synced).toBe(true);
    r.type(amina, 'Old.');
    await r.settle();
    expect(heard(amina, 'refused')).toMatchObject([{ refusal: { kind: 'older-shape' } }, { refusal: { kind: 'older-shape' } }]);
    expect(await r.log.read(r.info.id, 0, 10)).toEqual([]);
  });
});

describe('leases', () => {
  test('[RM6] a clientID that another node has leased meanwhile stays with its holder', async () => {
    const r = await opened();
    const amina = r.join('amina', { clientId: 5151 });
    r.type(amina, 'Mine?');
    r.flush();
    const lease = { clientId: 5151, author: standpoint('imran').author };
    await r.log.append([{ documentId: r.info.id, epoch: 1, rightsVersion: 1, baseSeq: 0, rows: [], leases: [lease] }]);
    await r.commit();
    await r.load();
    await r.settle();
    expect(heard(amina, 'refused').at(-1)).toMatchObject({ refusal: { kind: 'forged-author' } });
    expect((await r.log.load(r.info.id))?.leases).toEqual([lease]);
  });
});

describe('presence', () => {
  const state = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const presence = (clientId: number, clock: number, value: unknown): Uint8Array =>
    awarenessFrame(writeAwareness([{ clientId, clock, state: state(value) }]));
  const shown = (guest: Guest): string[] => guest.frames.filter((frame) => frame[0] === 1).map((frame) => new TextDecoder().decode(frame));

  test('[RM8] is stamped, shown once its clientID is leased, and taken away at the end', async () => {
    const r = await opened();
    const imran = r.join('imran');
    await r.settle();
    const amina = r.joinStock('amina');
    r.say(amina, presence(900, 1, { user: { name: 'The Mayor' }, cursor: 3 }));
    r.flush();
    expect(shown(imran)).toEqual([]);
    await r.settle();
    expect(shown(imran).at(-1)).toContain('"name":"amina"');
    expect(shown(imran).at(-1)).not.toContain('Mayor');
    r.feed({ type: 'left', connection: amina.connection });
    await r.settle();
    expect(shown(imran).at(-1)).toContain('null');
  });

  test('[RM8] nobody speaks under a clientID of somebody else, and an echo is passed over', async () => {
    const r = await opened();
    const amina = r.join('amina', { clientId: 900 });
    const imran = r.join('imran', { clientId: 901 });
    const sam = r.join('sam');
    await r.settle();
    r.say(imran, presence(900, 50, { user: { name: 'amina' } }));
    await r.settle();
    expect(shown(sam)).toEqual([]);
    expect(imran.closed).toBeNull();
    r.say(amina, presence(900, 1, {}));
    await r.settle();
    expect(shown(sam)).toHaveLength(1);
  });

  test('[RM8] of many is one frame per window, at most ten a second', async () => {
    const r = await opened();
    const guests = Array.from({ length: 20 }, (_, i) => r.join(`p${i}`, { clientId: 900 + i }));
    guests.forEach((guest, i) => r.say(guest, presence(900 + i, 0, {})));
    await r.settle();
    r.nowMs += 200;
    const before = shown(guests[0] as Guest).length;
    for (let round = 0; round < 5; round++) {
      guests.forEach((guest, i) => r.say(guest, presence(900 + i, round + 1, { round })));
      r.nowMs += 20;
      r.flush();
    }
    expect(shown(guests[0] as Guest).length - before).toBe(1);
  });

  test('[RM18] a flood of it is closed with 4429', async () => {
    const r = await opened();
    const amina = r.join('amina', { clientId: 900 });
    for (let i = 0; i < 400 && amina.closed === null; i++) r.say(amina, presence(900, i, {}));
    expect(amina.closed?.code).toBe(4429);
  });
});

describe('when the disk fails', () => {
  test('[RM9] nothing is acknowledged or shown, and everything arrives when it works again', async () => {
    const r = await opened();
    const amina = r.join('amina');
    const imran = r.join('imran');
    await r.settle();
    const saved = amina.client.saved;
    r.type(amina, 'Kept.');
    r.flush();
    r.fail();
    expect(heard(imran, 'storage')).toMatchObject([{ writable: false }]);
    await r.load();
    r.flush();
    r.fail();
    await r.load();
    expect(amina.client.saved).toBe(saved);
    expect(imran.client.notes()).toBe('');
    await r.settle();
    expect(amina.client.saved).toBe(saved + 1);
    expect(imran.client.notes()).toBe('Kept.');
    expect(heard(imran, 'storage')).toMatchObject([{ writable: false }, { writable: true }]);
  });

  test('[RM9] a stock writer is closed with 1013, comes back and brings its words', async () => {
    const r = await opened();
    const amina = r.joinStock('amina');
    const imran = r.join('imran');
    await r.settle();
    r.type(amina, 'Kept.');
    r.flush();
    r.fail();
    expect(amina.closed).toMatchObject({ code: 1013, reason: 'storage-failed' });
    await r.load();
    r.flush();
    expect(r.asked?.rows).toEqual([]);
    await r.commit();
    expect(heard(imran, 'storage').at(-1)).toMatchObject({ writable: true });
    r.joinStock('amina', amina.client);
    await r.settle();
    expect(imran.client.notes()).toBe('Kept.');
  });
});
