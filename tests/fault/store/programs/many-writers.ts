/**
 * Twenty writers, each in documents of its own and one that all share; says on standard output what has been
 * acknowledged, and is killed by its parent at any moment. Folds and checkpoints often, so that it dies there too.
 * usage: node many-writers.ts <folder>
 */
import { writeSync } from 'node:fs';
import type { DocumentId } from '@ginnel/base/ids';
import { putDocument } from '@ginnel/store/contract/put-document';
import { IMRAN, sampleAppend, sampleDocument, sampleRow } from '@ginnel/store/contract/samples';
import { openSqliteStore } from '@ginnel/store/sqlite/open';

const WRITERS = 20;
const PAUSE = new Int32Array(new SharedArrayBuffer(4));
const [folder = ''] = process.argv.slice(2);

const startedAt = performance.now();
const store = await openSqliteStore({ folder, foldAfterRows: 40 });
say({ readyAfterMs: performance.now() - startedAt });
for (let i = 0; i < WRITERS; i++) await putDocument(store.db, sampleDocument(`own-${i}`));
await putDocument(store.db, sampleDocument('shared'));
await Promise.all(Array.from({ length: WRITERS }, (_, i) => write(i)));

async function write(writer: number): Promise<void> {
  let own = await headOf(`own-${writer}`);
  let shared = await headOf('shared');
  for (;;) {
    const words = `${process.pid}.${writer}.${own}`;
    const row = sampleRow(words.padEnd(20 + ((own * 37) % 700), '~'), { author: IMRAN });
    const [ownAnswer, sharedAnswer] = await store.log.append([
      sampleAppend(`own-${writer}`, own, [], { rows: [row], leases: [{ clientId: own, author: IMRAN }] }),
      sampleAppend('shared', shared, [words]),
    ]);
    if (ownAnswer?.outcome === 'durable') say({ document: `own-${writer}`, seq: (own = ownAnswer.headSeq), words });
    if (sharedAnswer?.outcome === 'durable') say({ document: 'shared', seq: (shared = sharedAnswer.headSeq), words });
    else shared = await headOf('shared');
    if (own % 25 === 0) {
      await store.log.keepSnapshot(`own-${writer}` as DocumentId, 1, {
        seq: own,
        update: new Uint8Array(3000),
        stateVector: new Uint8Array(9),
      });
    }
  }
}

async function headOf(id: string): Promise<number> {
  return (await store.log.load(id as DocumentId))?.headSeq ?? 0;
}

/** In one system call, so that what was said before the end is whole; again while the parent has not read what was said before. */
function say(what: object): void {
  for (;;) {
    try {
      writeSync(1, `${JSON.stringify(what)}\n`);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(PAUSE, 0, 0, 1);
    }
  }
}
