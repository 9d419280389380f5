import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { addEntry } from '@ginnel/merge/edits/entries';
import { openRoots, ownEdit, textAt } from '@ginnel/merge/edits/open';
import { setText } from '@ginnel/merge/edits/text';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { clearDevice, unsavedOnDevice } from './device/clear.ts';
import { deviceStorage } from './device/indexed-db.ts';
import { memoryStorage } from './device/memory.ts';
import type { DeviceStorage } from './device/storage.ts';
import type { LiveSession } from './live-session.ts';
import { FakeServer } from './testing/fake-server.ts';
import { notes, openForTest, saved, seededRandom, until, write } from './testing/sessions.ts';

let server: FakeServer;
let storage: DeviceStorage;
const networkLost = new Set<() => void>();
const open: LiveSession[] = [];

const random = seededRandom();

for (const [where, setup] of [
  ['in memory', () => Promise.resolve(memoryStorage())],
  ['in IndexedDB', deviceStorage],
] as const)
  describe(`a session that is kept ${where}`, () => {
    beforeEach(async () => {
      server = new FakeServer();
      openRoots('deal', server.doc);
      globalThis.indexedDB = new IDBFactory();
      storage = await setup();
    });
    afterEach(async () => {
      for (const session of open.splice(0)) await session.close();
    });

    async function start({ personId = 'amina-hussain', epoch = 1 } = {}): Promise<LiveSession> {
      const session = openForTest({ server, storage, random, personId, epoch, networkLost });
      open.push(session);
      await session.whenLoaded;
      return session;
    }

    async function closePage(session: LiveSession): Promise<void> {
      await session.close();
      open.splice(open.indexOf(session), 1);
    }

    describe('saving', () => {
      test('an edit is saving until the server has committed it, then saved', async () => {
        const session = await start();
        await saved(session);
        server.commitsAtOnce = false;
        const states: string[] = [];
        session.subscribe(({ save }) => states.push(save.kind));
        write(session, 'Clean streets');
        await Promise.resolve();
        expect(session.state.save).toEqual({ kind: 'saving' });
        await new Promise((resolve) => setImmediate(resolve));
        server.commit();
        await saved(session);
        expect(states).toEqual(['saving', 'saved']);
        expect(notes(server.doc)).toBe('Clean streets');
      });

      test('an edit that was sent but not committed when the connection broke is kept on the device once the device has written it, and sent again', async () => {
        const session = await start();
        await saved(session);
        server.commitsAtOnce = false;
        write(session, 'abc');
        await new Promise((resolve) => setImmediate(resolve));
        server.cut();
        expect(session.state.save).toEqual({ kind: 'saving' });
        const { save } = await until(session, (state) => state.save.kind === 'kept-on-device');
        expect(save).toEqual({ kind: 'kept-on-device', count: 3, because: 'no-connection' });
        server.commitsAtOnce = true;
        await saved(session);
        expect(notes(server.doc)).toBe('abc');
      });

      test('a lost network is noticed at once, though the socket still stands open', async () => {
        const session = await start();
        await saved(session);
        server.reachable = false;
        for (const listener of networkLost) listener();
        write(session, 'in the tunnel');
        expect((await until(session, ({ save }) => save.kind === 'kept-on-device')).connection).toEqual({ kind: 'offline' });
        server.reachable = true;
        await saved(session);
        expect(notes(server.doc)).toBe('in the tunnel');
      });

      test('an edit made between the opening of a connection and its first sync does not overtake offline edits', async () => {
        server.reachable = false;
        const session = await start();
        await until(session, ({ connection }) => connection.kind === 'offline');
        write(session, 'offline ');
        let typed = false;
        session.awareness.on('update', () => undefined);
        server.reachable = true;
        server.judge = () => null;
        const stop = session.subscribe(({ rights }) => {
          if (rights === null || typed) return;
          typed = true;
          write(session, 'and on');
        });
        await saved(session);
        stop();
        expect(typed).toBe(true);
        expect(notes(server.doc)).toBe('offline and on');
        expect(session.state.notAccepted).toEqual([]);
      });

      test('offline words outlive the page, show as kept until acknowledged, and are sent by the next one', async () => {
        const first = await start();
        await saved(first);
        await first.flush();
        server.reachable = false;
        server.cut();
        write(first, 'written on the bus');
        await closePage(first);
        const second = await start();
        expect(second.state.save).toEqual({ kind: 'kept-on-device', count: 18, because: 'no-connection' });
        expect(notes(second.doc)).toBe('written on the bus');
        expect(await unsavedOnDevice(storage, 'amina-hussain')).toEqual([
          { documentId: 'doc-1', capacityId: 'amina-hussain.resident', count: 18 },
        ]);
        server.reachable = true;
        await saved(second);
        expect(notes(server.doc)).toBe('written on the bus');
        await second.flush();
        expect(await unsavedOnDevice(storage, 'amina-hussain')).toEqual([]);
      });

      test('two pages of one person have copies of their own; what a closed one left is sent by the next', async () => {
        server.reachable = false;
        const one = await start();
        const two = await start();
        write(one, 'one. ');
        write(two, 'two. ');
        await closePage(one);
        await closePage(two);
        server.reachable = true;
        const next = await start();
        await saved(next);
        expect(notes(server.doc).split(' ').sort()).toEqual(['', 'one.', 'two.']);
      });

      test("one person's words are never read or sent by another on the same device, and signing out removes them", async () => {
        server.reachable = false;
        const amina = await start();
        write(amina, 'private thoughts');
        await closePage(amina);
        server.reachable = true;
        const other = await start({ personId: 'imran-shah' });
        await saved(other);
        expect(notes(other.doc)).toBe('');
        await clearDevice(storage, 'amina-hussain');
        const again = await start();
        await saved(again);
        expect(notes(again.doc)).toBe('');
      });

      test('the connection names the capacity, the clientID, the shape and the epoch', async () => {
        const session = await start();
        await saved(session);
        const { searchParams, pathname } = new URL(server.urls[0] as string);
        expect(pathname).toBe('/sync/doc-1');
        expect(Object.fromEntries(searchParams)).toEqual({
          as: 'amina-hussain.resident',
          client: String(session.doc.clientID),
          shape: '1',
          epoch: '1',
        });
        expect(session.doc.gc).toBe(false);
      });
    });

    describe('refusals', () => {
      const PART = 'commitments/c_8fk2m1xq90za/parts/six-town-housing/text';
      /** Refuses what touches the other party's part. */
      const refuseTheirPart = () => {
        server.judge = (update) => {
          const trial = new Y.Doc();
          Y.applyUpdate(trial, Y.encodeStateAsUpdate(server.doc));
          const before = textAt(trial, 'commitments', 'c_8fk2m1xq90za', 'parts', 'six-town-housing', 'text')?.toString();
          Y.applyUpdate(trial, update);
          const after = textAt(trial, 'commitments', 'c_8fk2m1xq90za', 'parts', 'six-town-housing', 'text')?.toString();
          return before === after ? null : { kind: 'not-your-part', path: `${PART}/#` };
        };
      };
      const theirPart = (session: LiveSession) =>
        textAt(session.doc, 'commitments', 'c_8fk2m1xq90za', 'parts', 'six-town-housing', 'text') as Y.Text;

      beforeEach(() => {
        addEntry('deal', server.doc, ['commitments'], { id: 'c_8fk2m1xq90za', fields: { title: 'Warm homes' } });
        addEntry('deal', server.doc, ['commitments', 'c_8fk2m1xq90za', 'parts'], {
          id: 'six-town-housing',
          fields: { text: 'We insulate.' },
        });
        refuseTheirPart();
      });

      test('refused words are kept as words by path, the document is rebuilt under a new clientID, and other edits go on', async () => {
        const session = await start();
        await saved(session);
        const before = session.doc;
        let rebuilt = 0;
        session.onRebuilt(() => rebuilt++);
        setText(theirPart(session), 'We insulate all flats.');
        write(session, 'Mine and allowed');
        const { notAccepted } = await until(session, ({ save }) => save.kind === 'not-accepted');
        expect(rebuilt).toBe(1);
        expect(session.doc).not.toBe(before);
        expect(session.doc.clientID).not.toBe(before.clientID);
        expect(notAccepted).toMatchObject([
          {
            refusal: { kind: 'not-your-part', path: PART },
            words: [{ path: PART, written: [' all flats'], asSeen: 'We insulate all flats.' }],
          },
        ]);
        expect(theirPart(session).toString()).toBe('We insulate.');
        expect(notes(server.doc)).toBe('Mine and allowed');
      });

      test('offline edits in one frame are parted: the refused field is kept, everything else is accepted', async () => {
        server.reachable = false;
        server.edit((doc) => doc.getText('notes').insert(0, 'ac'));
        const session = await start();
        server.reachable = true;
        await until(session, ({ connection }) => connection.kind === 'online');
        server.reachable = false;
        server.cut();
        ownEdit(session.doc, () => session.doc.getText('notes').insert(1, 'b'));
        ownEdit(session.doc, () => session.doc.getText('notes').delete(0, 1));
        setText(theirPart(session), 'You pay.');
        setText(textAt(session.doc, 'commitments', 'c_8fk2m1xq90za', 'title') as Y.Text, 'Warm, dry homes');
        addEntry('deal', session.doc, ['commitments'], { id: 'c_1111111111', fields: { title: 'Safer lanes', outcome: 'safety' } });
        server.edit((doc) => doc.getText('notes').insert(2, 'd'));
        server.reachable = true;
        await until(session, ({ save }) => save.kind === 'not-accepted');
        expect(notes(server.doc)).toBe('bcd');
        expect(textAt(server.doc, 'commitments', 'c_8fk2m1xq90za', 'title')?.toString()).toBe('Warm, dry homes');
        expect(textAt(server.doc, 'commitments', 'c_1111111111', 'title')?.toString()).toBe('Safer lanes');
        expect((server.doc.getMap('commitments').get('c_1111111111') as Y.Map<unknown>).get('outcome')).toBe('safety');
        expect(session.state.notAccepted).toHaveLength(1);
        expect(session.state.notAccepted[0]?.words[0]?.written.join('')).toContain('You pay');
        expect(session.doc.toJSON()).toEqual(server.doc.toJSON());
      });

      test('what is typed while the document is being rebuilt is not lost', async () => {
        const session = await start();
        await saved(session);
        const { judge } = server;
        server.judge = (update) => {
          const refusal = judge(update);
          if (refusal !== null) queueMicrotask(() => queueMicrotask(() => write(session, 'meanwhile')));
          return refusal;
        };
        setText(theirPart(session), 'No.');
        await until(session, ({ save }) => save.kind === 'not-accepted');
        expect(notes(server.doc)).toBe('meanwhile');
      });

      test('kept words outlive the page until the person is done with them, and nothing refused is ever called saved', async () => {
        const session = await start();
        await saved(session);
        const kinds: string[] = [];
        session.subscribe(({ save }) => kinds.push(save.kind));
        setText(theirPart(session), 'Gone?');
        await until(session, ({ save }) => save.kind === 'not-accepted');
        expect(kinds).not.toContain('saved');
        await closePage(session);
        const next = await start();
        const { notAccepted } = await until(next, ({ save }) => save.kind === 'not-accepted');
        expect(notAccepted).toHaveLength(1);
        await next.dismiss(notAccepted[0]?.id as string);
        await saved(next);
        expect(next.state.notAccepted).toEqual([]);
      });

      test('a container that somebody else made first takes in the words that were written in its twin', async () => {
        server.judge = (update) => {
          const trial = new Y.Doc();
          Y.applyUpdate(trial, Y.encodeStateAsUpdate(server.doc));
          const at = (doc: Y.Doc) =>
            ((doc.getMap('commitments').get('c_8fk2m1xq90za') as Y.Map<unknown>).get('parts') as Y.Map<unknown>)._map.get('residents');
          const before = at(trial)?.id;
          Y.applyUpdate(trial, update);
          const replaced = before !== undefined && at(trial)?.left !== null;
          return replaced ? { kind: 'not-allowed', path: 'commitments/c_8fk2m1xq90za/parts/residents' } : null;
        };
        for (const theirClient of [1, Number.MAX_SAFE_INTEGER]) {
          server.doc = new Y.Doc();
          openRoots('deal', server.doc);
          addEntry('deal', server.doc, ['commitments'], { id: 'c_8fk2m1xq90za' });
          const page = await start();
          await saved(page);
          server.reachable = false;
          server.cut();
          addEntry('deal', page.doc, ['commitments', 'c_8fk2m1xq90za', 'parts'], { id: 'residents', fields: { text: 'We sweep.' } });
          server.doc.clientID = theirClient;
          addEntry('deal', server.doc, ['commitments', 'c_8fk2m1xq90za', 'parts'], { id: 'residents', fields: { text: 'We plant.' } });
          server.reachable = true;
          await saved(page);
          const text = textAt(server.doc, 'commitments', 'c_8fk2m1xq90za', 'parts', 'residents', 'text')?.toString();
          expect(text, `their clientID ${theirClient}`).toContain('We sweep.');
          expect(text).toContain('We plant.');
          expect(page.doc.toJSON()).toEqual(server.doc.toJSON());
          await closePage(page);
          await clearDevice(storage, 'amina-hussain');
        }
      });
    });

    describe('endings', () => {
      for (const [code, because] of [
        [4401, 'signed-out'],
        [4403, 'not-allowed'],
        [4404, 'no-such-document'],
        [4409, 'older-shape'],
        [4410, 'epoch-over'],
        [1009, 'too-large'],
      ] as const) {
        test(`a close with ${code} is final (${because}), and says what is kept`, async () => {
          const session = await start();
          await saved(session);
          server.commitsAtOnce = false;
          write(session, 'unsent');
          await new Promise((resolve) => setImmediate(resolve));
          server.end(code);
          expect(await until(session, ({ save }) => save.kind === 'kept-on-device')).toMatchObject({
            save: { kind: 'kept-on-device', count: 6, because: 'ended' },
            connection: { kind: 'ended', because },
            readOnly: 'ended',
          });
        });
      }

      test('words that waited in a page whose session ended are sent by the page in which the person signs in again', async () => {
        const ended = await start();
        await saved(ended);
        server.commitsAtOnce = false;
        write(ended, 'typed just before');
        server.end(4401);
        await until(ended, ({ save }) => save.kind === 'kept-on-device');
        await ended.flush();
        server.commitsAtOnce = true;
        const other = await start();
        await saved(other);
        expect(notes(server.doc)).toBe('typed just before');
        // The page that ended stays as it is, and its own end takes nothing with it.
        await closePage(ended);
        expect(notes(other.doc)).toBe('typed just before');
      });

      test('unsent words of an epoch that is over are offered back, never merged, and the old copy leaves the device', async () => {
        server.reachable = false;
        const old = await start();
        write(old, 'from before');
        await closePage(old);
        server.reachable = true;
        server.epoch = 2;
        server.doc = new Y.Doc();
        const session = await start({ epoch: 2 });
        const { notAccepted } = await until(session, ({ save }) => save.kind === 'not-accepted');
        expect(notAccepted).toMatchObject([{ refusal: { kind: 'epoch-over' }, words: [{ path: 'notes', written: ['from before'] }] }]);
        expect(notes(server.doc)).toBe('');
        expect((await storage.keys('ginnel/copy/')).filter((key) => key.includes('/1/'))).toEqual([]);
      });

      test('a document in a newer shape is read, not written', async () => {
        const session = await start();
        await saved(session);
        const you = { name: 'Amina Hussain', label: '', standing: 'member', party: null } as const;
        server.say({ type: 'welcome', epoch: 1, seq: 0, shapeVersion: 2, phase: 'drafting', you });
        expect((await until(session, ({ readOnly }) => readOnly !== null)).readOnly).toBe('older-shape');
      });
    });

    test("undo takes back one's own edits only", async () => {
      const session = await start();
      await saved(session);
      write(session, 'mine');
      await saved(session);
      server.edit((doc) => doc.getText('notes').insert(0, 'theirs '));
      await until(session, () => true);
      await new Promise((resolve) => setImmediate(resolve));
      expect(notes(session.doc)).toBe('theirs mine');
      session.undo.undo();
      expect(notes(session.doc)).toBe('theirs ');
      await saved(session);
      expect(notes(server.doc)).toBe('theirs ');
    });
  });
