/** What documents cost in memory: open and read by one client each, then written in by that client. */
import { randomClientId } from '@ginnel/base/ports';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import * as Y from 'yjs';
import { fill } from './fill.ts';
import { writtenDocument } from './history.ts';
import { join } from './joining.ts';
import { ServerProcess, withFolder, type ServerName } from './servers.ts';

const DOCUMENTS = 100;
const CHARACTERS = 50_000;
const SETTLE_MS = 2000;

export interface MemoryFigures {
  readonly startedMb: number;
  /** For each document with a reader, that reader's socket included. */
  readonly idleKbPerDocument: number;
  /** For each document with somebody who has just written in it. */
  readonly liveKbPerDocument: number;
}

/** After a restart, so that nothing of the filling is counted. */
export function memoryRound(server: ServerName): Promise<MemoryFigures> {
  return withFolder(async (folder) => {
    const random = seededRandom(1);
    const filling = await ServerProcess.start(server, folder, DOCUMENTS);
    const update = Y.encodeStateAsUpdate(writtenDocument(1, CHARACTERS));
    if (server !== 'relay') for (let d = 0; d < DOCUMENTS; d++) await fill(server, filling.url, `d${d}`, 1 + d, [update]);
    await filling.stop();
    const process = await ServerProcess.start(server, folder, DOCUMENTS);
    await sleep(SETTLE_MS);
    const started = process.usage().rssBytes;
    const clients = [];
    for (let d = 0; d < DOCUMENTS; d++) clients.push(await join(server, process.url, `d${d}`, new Y.Doc(), 5000 + d, true));
    await sleep(SETTLE_MS);
    const idle = process.usage().rssBytes;
    for (const [d, { write }] of clients.entries()) {
      const doc = new Y.Doc();
      doc.clientID = server === 'ginnel' ? 5000 + d : randomClientId(random);
      doc.getText('notes').insert(0, 'a');
      write(Y.encodeStateAsUpdate(doc));
      await sleep(20);
    }
    await sleep(SETTLE_MS);
    const live = process.usage().rssBytes;
    for (const { leave } of clients) leave();
    await process.stop();
    const kbEach = (bytes: number): number => (bytes - started) / 1024 / DOCUMENTS;
    return { startedMb: started / 2 ** 20, idleKbPerDocument: kbEach(idle), liveKbPerDocument: kbEach(live) };
  });
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
