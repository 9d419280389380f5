/**
 * What an edit costs on SQLite: bytes written and CPU of all threads, for a lone writer, an evening and a hall.
 * Run it with Node; it prints one JSON line for each. The figures are of the machine and are never tested.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { putDocument } from '../contract/put-document.ts';
import { sampleAppend, sampleDocument } from '../contract/samples.ts';
import { openSqliteStore } from './open.ts';

const DOCUMENTS = 100;
const idOf = (i: number) => `k3v9x0q2m4t7w${100 + (i % DOCUMENTS)}`;

const folder = mkdtempSync(join(process.cwd(), '.bench-')); // on the disk of the checkout: the system's temporary folder may be in memory
const store = await openSqliteStore({ folder });
for (let i = 0; i < DOCUMENTS; i++) await putDocument(store.db, sampleDocument(idOf(i)));
const heads = new Array<number>(DOCUMENTS).fill(0);

await measure('warming up', 8, 3000); // small databases are cheaper: their documents share pages
await measure('lone writer', 1, 2000);
await measure('evening: 100 documents, 8 edits a window', 8, 4000);
await measure('hall: 40 edits a window', 40, 500);
await store.close();
rmSync(folder, { recursive: true });

async function measure(name: string, editsPerWindow: number, windows: number): Promise<void> {
  const bytesBefore = bytesWritten();
  const cpuBefore = process.cpuUsage();
  const times: number[] = [];
  for (let window = 0; window < windows; window++) {
    const appends = Array.from({ length: editsPerWindow }, (_, i) => {
      const document = (window * editsPerWindow + i) % DOCUMENTS;
      const baseSeq = heads[document] ?? 0;
      heads[document] = baseSeq + 1;
      return sampleAppend(idOf(document), baseSeq, ['an update of one letter']);
    });
    const startedAt = performance.now();
    await store.log.append(appends);
    times.push(performance.now() - startedAt);
  }
  const edits = editsPerWindow * windows;
  const { user, system } = process.cpuUsage(cpuBefore);
  times.sort((a, b) => a - b);
  const line = {
    name,
    bytesPerEdit: Math.round((bytesWritten() - bytesBefore) / edits),
    cpuUsPerEdit: Math.round((user + system) / edits),
    commitMsMedian: Number(times[times.length >> 1]?.toFixed(2)),
    commitMsP99: Number(times[Math.floor(times.length * 0.99)]?.toFixed(2)),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** What reached the block layer for this process (Linux). */
function bytesWritten(): number {
  return Number(/^write_bytes: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1] ?? 0);
}
