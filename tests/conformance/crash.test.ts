import { memoryStorage } from '@ginnel/client/device/memory';
import type { LiveSession } from '@ginnel/client/live-session';
import { openDocument } from '@ginnel/client/open-document';
import { ownEdit } from '@ginnel/merge/edits/open';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newDocument, signIn, socketOf, until } from './people.ts';
import { RunningServer } from './running-server.ts';

const PEOPLE = [
  ['amina-hussain', 'amina-hussain.resident.radcliffe-west'],
  ['jo-kowalski', 'jo-kowalski.group-lead.radcliffe-litter-pickers'],
  ['imran-shah', 'imran-shah.officer.streets-and-parks'],
] as const;
/** Each time the server is killed, this many words have been shown as saved since the last time. */
const WORDS_BETWEEN_KILLS = 20;
const KILLS = 3;

let server: RunningServer;
beforeAll(async () => {
  server = await RunningServer.start();
});
afterAll(() => server.stop());

class Writer {
  readonly session: LiveSession;
  readonly written: string[] = [];
  /** Every word that this person had written when the screen said "Saved". */
  shownSaved = 0;
  readonly #name: string;

  constructor(name: string, session: LiveSession) {
    this.#name = name;
    this.session = session;
    session.subscribe(({ save }) => {
      if (save.kind === 'saved') this.shownSaved = this.written.length;
    });
  }

  write(): void {
    const text = this.session.doc.getText('notes');
    const word = `<${this.#name}${this.written.length}>`;
    this.written.push(word);
    ownEdit(this.session.doc, () => text.insert(text.length, word));
  }

  /** Writes on, a word with each turn of the process, until stopped. */
  start(): () => void {
    const timer = setInterval(() => this.write(), 2);
    return () => clearInterval(timer);
  }
}

async function writersOf(documentId: string): Promise<Writer[]> {
  return await Promise.all(
    PEOPLE.map(async ([person, capacityId]) => {
      const { token } = await signIn(server, person);
      const session = openDocument({
        documentId,
        kind: 'priorities',
        personId: person,
        capacityId,
        serverUrl: server.syncAddress,
        epoch: 1,
        shapeVersion: 1,
        storage: memoryStorage(),
        WebSocket: socketOf(token),
      });
      await session.whenLoaded;
      return new Writer(person.slice(0, 2), session);
    }),
  );
}

function shown(writer: Writer, words: number): Promise<void> {
  return new Promise((resolve) => {
    if (writer.shownSaved >= words) return resolve();
    const stop = writer.session.subscribe(() => {
      if (writer.shownSaved < words) return;
      stop();
      resolve();
    });
  });
}

async function notesOn(one: RunningServer, documentId: string): Promise<string> {
  const answer = await (await signIn(one, 'ruth-ogden')).api.document(documentId);
  if (!answer.ok) throw new Error(answer.error.title);
  return answer.value.notes;
}

test('a server killed in the middle of typing: what was shown as saved is on its disk, and nothing that was written is lost', async () => {
  const documentId = await newDocument(await signIn(server, 'ruth-ogden'), 'priorities');
  const writers = await writersOf(documentId);
  for (let kill = 1; kill <= KILLS; kill++) {
    const goals = writers.map(({ shownSaved }) => shownSaved + WORDS_BETWEEN_KILLS);
    const stops = writers.map((writer) => writer.start());
    await Promise.all(writers.map((writer, index) => shown(writer, goals[index] as number)));
    await server.kill();
    const promised = writers.flatMap(({ written, shownSaved }) => written.slice(0, shownSaved));
    for (const stop of stops) stop();
    // Looked at on a copy: on the server itself the writers would be back and send the words again.
    const copy = await RunningServer.onCopyOf(server);
    const onDisk = await notesOn(copy, documentId);
    await copy.stop();
    for (const word of promised) expect(onDisk).toContain(word);
    await server.startAgain();
  }
  const all = writers.flatMap(({ written }) => written);
  for (const writer of writers) await shown(writer, writer.written.length);
  for (const { session } of writers) {
    const text = session.doc.getText('notes');
    await until(session.doc, () => all.every((word) => text.toString().includes(word)));
  }
  const held = await notesOn(server, documentId);
  expect(held.length).toBe(all.join('').length);
  for (const { session } of writers) {
    expect(session.doc.getText('notes').toString()).toBe(held);
    expect(session.state.notAccepted).toEqual([]);
    await session.close();
  }
});
