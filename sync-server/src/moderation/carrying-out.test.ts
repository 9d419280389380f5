/** What was decided about words happens in the document once, also when the server is lost half-way. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '@ginnel/accounts/commands/run-command';
import { decideHeld, holdWords } from '@ginnel/accounts/moderation/hold-words';
import { withoutWhatGoes } from '@ginnel/accounts/expunge/new-epoch';
import type { CapacityId, DocumentId, PersonId } from '@ginnel/base/ids';
import { openStore } from '@ginnel/store/open-store';
import { findHeld } from '@ginnel/store/relational/held';
import type { Store } from '@ginnel/store/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedDemo } from '../../demo/seed.ts';
import { createReader } from '../reading.ts';
import { systemClock, systemRandom } from '../system.ts';
import { createCarryingOut, type CarryingOut } from './carrying-out.ts';
import { createHistories } from './documents.ts';
import { wordsAt } from './found-words.ts';

let folder: string;
let store: Store;
let documentId: string;
let reports: unknown[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ginnel-held-'));
  store = await openStore({ folder });
  await seedDemo({ db: store.db, log: store.log, clock: systemClock, random: systemRandom });
  const row = await store.db
    .selectFrom('document')
    .select('id')
    .where('kind', '=', 'priorities')
    .where('place_id', '=', 'radcliffe-west')
    .executeTakeFirstOrThrow();
  documentId = row.id;
  reports = [];
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const parts = () => ({ db: store.db, clock: systemClock, random: systemRandom });
const HELEN = 'helen-brooks' as PersonId;

async function decide<T>(handler: Parameters<typeof runCommand<T>>[2]): Promise<T> {
  const asking = { personId: HELEN, capacityId: null, key: null, command: 'words', input: {} };
  const done = await runCommand(parts(), asking, handler);
  if (!done.ok) throw new Error(done.error);
  return done.value.answer;
}

async function hold(quote: string): Promise<string> {
  const found = await wordsAt(createHistories(store.log), { documentId, path: '', quote }, null);
  if (found === null) throw new Error(`${quote} does not stand there`);
  const asked = { documentId, found, reason: 'other' as const, words: 'Looked at', state: 'held' as const, reports: [] };
  return (await decide(holdWords(asked, systemRandom))).id;
}

async function words(): Promise<string> {
  return JSON.stringify((await createReader(store.log).content(documentId))?.content);
}

function hand(append: Store['log']['append'] = (appends) => store.log.append(appends)): CarryingOut {
  const log = { load: (id: DocumentId) => store.log.load(id), read: store.log.read.bind(store.log), append };
  return createCarryingOut({
    ...parts(),
    log,
    histories: createHistories(store.log),
    written: () => {},
    report: (_, error) => reports.push(error),
  });
}

const QUOTE = 'bags and old sofas';

describe('carrying out what was decided about words', () => {
  it('that was lost before its row was written is done by the next start', async () => {
    const before = await words();
    const id = await hold(QUOTE);
    await hand(() => Promise.reject(new Error('lost'))).carryOut(id);
    expect([await words(), reports.length]).toEqual([before, 1]);
    await hand().finish();
    expect(await words()).not.toBe(before);
    expect((await findHeld(store.db, id))?.out_seq).toBeGreaterThan(0);
  });

  it('that was lost after its row was written is not done twice, and is restored by that row', async () => {
    const before = await words();
    const id = await hold(QUOTE);
    const lost: Store['log']['append'] = async (appends) => {
      await store.log.append(appends);
      throw new Error('lost');
    };
    await hand(lost).carryOut(id);
    const head = (await store.log.load(documentId as DocumentId))?.headSeq;
    await hand().finish();
    expect((await store.log.load(documentId as DocumentId))?.headSeq).toBe(head);
    expect((await findHeld(store.db, id))?.out_seq).toBe(head);
    await decide(decideHeld({ heldId: id, to: 'restored', words: 'It may stand' }));
    await hand(lost).carryOut(id);
    await hand().finish();
    await hand().finish();
    expect(await words()).toBe(before);
    expect((await store.log.load(documentId as DocumentId))?.headSeq).toBe((head ?? 0) + 1);
  });

  it('is worked out anew when somebody else has written first', async () => {
    const id = await hold(QUOTE);
    let tries = 0;
    const behind: Store['log']['append'] = (appends) =>
      tries++ < 3 ? Promise.resolve([{ outcome: 'behind' }]) : store.log.append(appends);
    await hand(behind).carryOut(id);
    expect([tries, reports]).toEqual([4, []]);
    expect((await findHeld(store.db, id))?.out_seq).toBeGreaterThan(0);
  });

  it('that is restored before it was taken out is never taken out', async () => {
    const before = await words();
    const id = await hold(QUOTE);
    await decide(decideHeld({ heldId: id, to: 'restored', words: 'It may stand' }));
    await hand().carryOut(id);
    await hand().finish();
    expect([await words(), (await findHeld(store.db, id))?.out_seq]).toEqual([before, null]);
  });
});

describe('in a new epoch, in which ids mean nothing', () => {
  /** The same words under new ids, as an expunge of something else leaves them. */
  async function newEpoch(): Promise<void> {
    const stored = await store.log.load(documentId as DocumentId);
    const by = { personId: HELEN, capacityId: 'helen-brooks.moderator.bury' as CapacityId };
    const rewritten = await withoutWhatGoes(
      { db: store.db, log: store.log, random: systemRandom },
      { documentId: documentId as DocumentId, what: [], askedEpoch: stored?.info.epoch ?? 1, by, atMs: Date.now() },
    );
    if (rewritten === null) throw new Error('the document is there');
    expect((await store.epochs.begin(rewritten.next)).outcome).toBe('durable');
  }

  it('held words go back where they stood, by what stood around them', async () => {
    const before = await words();
    const id = await hold(QUOTE);
    await hand().carryOut(id);
    await newEpoch();
    await decide(decideHeld({ heldId: id, to: 'restored', words: 'It may stand' }));
    await hand().carryOut(id);
    expect([await words(), reports]).toEqual([before, []]);
  });

  it('words that were to be taken out are found anew', async () => {
    const before = await words();
    const id = await hold(QUOTE);
    await newEpoch();
    await hand().carryOut(id);
    expect(await words()).not.toBe(before);
    expect((await findHeld(store.db, id))?.out_seq).toBeGreaterThan(0);
  });
});
