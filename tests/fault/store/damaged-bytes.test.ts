/** Flips bytes of a real database file: what is then served is what was written, or nothing. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DocumentId } from '@ginnel/base/ids';
import { putDocument } from '@ginnel/store/contract/put-document';
import { AMINA, IMRAN, sampleAppend, sampleDocument, sampleRow } from '@ginnel/store/contract/samples';
import type { LogRow, Lease, Snapshot } from '@ginnel/store/ports/document-log';
import { openConnection } from '@ginnel/store/sqlite/connection';
import { openSqliteStore } from '@ginnel/store/sqlite/open';
import { openForReading } from '@ginnel/store/sqlite/open-for-reading';
import { seededRandom } from '@ginnel/testkit/seeded-random';

const FLIPS = 600;
const SEED = Number(process.env['GINNEL_SEED'] ?? Date.now() % 1_000_000);
const IDS = ['d1', 'd2'] as DocumentId[];

/** What people wrote, and who did. Titles and phases are decisions: their own audit guards them. */
interface Words {
  readonly rows: readonly LogRow[];
  readonly snapshot: Snapshot | null;
  readonly leases: readonly Lease[];
}

test(`[ST10] of ${FLIPS} flipped bits each is found or harmless (GINNEL_SEED=${SEED})`, { timeout: 300_000 }, async () => {
  const random = seededRandom(SEED);
  const folder = mkdtempSync(join(tmpdir(), 'ginnel-flip-'));
  const file = join(folder, 'ginnel.sqlite');
  await fill(folder);
  const whole = readFileSync(file);
  const expected = served(file);
  let found = 0;
  for (let flip = 0; flip < FLIPS; flip++) {
    const at = random.int(whole.length);
    const bit = 1 << random.int(8);
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ bit;
    writeFileSync(file, changed);
    const words = served(file);
    if (words === null) found++;
    else expect(words, `byte ${at}, bit ${bit}`).toEqual(expected);
  }
  expect(found).toBeGreaterThan(FLIPS / 4);
  rmSync(folder, { recursive: true });
});

async function fill(folder: string): Promise<void> {
  const store = await openSqliteStore({ folder, foldAfterRows: 30 });
  for (const id of IDS) await putDocument(store.db, sampleDocument(id));
  for (const id of IDS) {
    const rows = Array.from({ length: 90 }, (_, i) => sampleRow(`words ${i} `.repeat(i), { author: i % 2 === 0 ? AMINA : IMRAN }));
    await store.log.append([sampleAppend(id, 0, [], { rows: rows.slice(1), leases: [{ clientId: 5, author: AMINA }] })]);
    await store.log.keepSnapshot(id, 1, { seq: 20, update: new Uint8Array(4000).fill(3), stateVector: new Uint8Array(40).fill(4) });
    await store.log.append([sampleAppend(id, 89, ['late', 'later'])]);
  }
  await store.close();
  const connection = openConnection({ file: join(folder, 'ginnel.sqlite'), checkpoints: true });
  connection.exec('vacuum'); // no empty pages for a flip to fall into
  connection.close();
}

/** Everything that would be served, or null when damage is found on the way. */
function served(file: string): readonly Words[] | null {
  try {
    const opened = openForReading(file);
    try {
      return IDS.map((id) => {
        const stored = opened.reader.load(id);
        if (stored === null) throw new Error('A document is gone');
        return { rows: opened.reader.read(id, 0, 1000), snapshot: stored.snapshot, leases: stored.leases };
      });
    } finally {
      void opened.close();
    }
  } catch {
    return null;
  }
}
