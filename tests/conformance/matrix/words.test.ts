/** Every edit of the rights tables × role × scope × phase, by a raw client against the running program: each cell as the tables say. */
import { DOCUMENT_KINDS, PHASES, type DocumentKind, type Phase } from '@ginnel/domain/documents';
import type { RefusalKind } from '@ginnel/domain/refusals';
import { openRoots } from '@ginnel/merge/edits/open';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { randomClientId } from '@ginnel/base/ports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { editsOfTable, fullScene, isAllowed, PARTY, type TableEdit } from '../../hostile/table-edits.ts';
import { RunningServer } from '../running-server.ts';
import { Borough, IMRAN, type Principal } from './borough.ts';
import { RawClient, type Verdict } from './raw-client.ts';

/** Why the table says no. */
const NOS: readonly RefusalKind[] = ['not-allowed', 'wrong-phase', 'not-your-part', 'not-yours'];
const AT_ONCE = 24;

let server: RunningServer;
let borough: Borough;
beforeAll(async () => {
  server = await RunningServer.start();
  borough = await Borough.of(server.folder);
});
afterAll(async () => {
  await borough.close();
  await server.stop();
});

const random = seededRandom(0x77_6f_72_64);

interface Cell {
  readonly principal: Principal;
  readonly phase: Phase;
  readonly edit: string;
  readonly verdict: Verdict;
}

/** Tries every edit in a document of their own, each on what was saved before; one that is refused leaves nothing. */
async function tryAll(
  principal: Principal,
  kind: DocumentKind,
  phase: Phase,
  base: Uint8Array,
  edits: readonly TableEdit[],
): Promise<Cell[]> {
  const documentId = await borough.document(kind, phase, { author: IMRAN, clientId: firstClientOf(base), update: base });
  const clientId = randomClientId(random);
  const client = await RawClient.open(`${server.syncAddress}/${documentId}`, {
    token: principal.token,
    capacityId: principal.capacity.id,
    clientId,
  });
  const saved: Uint8Array[] = [base];
  const cells: Cell[] = [];
  for (const { name, make } of edits) {
    const doc = new Y.Doc({ gc: false });
    openRoots(kind, doc);
    for (const update of saved) Y.applyUpdate(doc, update);
    doc.clientID = clientId;
    let update = new Uint8Array();
    doc.on('update', (each: Uint8Array) => (update = Uint8Array.from(each)));
    doc.transact(() => make(doc));
    const verdict = await client.update(update);
    if (verdict === 'saved') saved.push(update);
    cells.push({ principal, phase, edit: name, verdict });
    doc.destroy();
  }
  await client.close();
  return cells;
}

function firstClientOf(update: Uint8Array): number {
  const [client] = Y.parseUpdateMeta(update).to.keys();
  return client ?? 0;
}

async function inBatches<Job, Done>(jobs: readonly Job[], perform: (job: Job) => Promise<Done[]>): Promise<Done[]> {
  const waiting = [...jobs];
  const done: Done[] = [];
  const worker = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) done.push(...(await perform(job)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return done;
}

describe.each(DOCUMENT_KINDS)('the matrix of words in a %s', (kind) => {
  it('[AD12] by role, scope and phase is on the wire as the table says', async () => {
    const edits = editsOfTable(kind);
    const base = fullScene(kind, createLiveDocument).live.encode();
    const jobs = borough.principals.flatMap((principal) => PHASES.map((phase) => ({ principal, phase })));
    const cells = await inBatches(jobs, ({ principal, phase }) => tryAll(principal, kind, phase, base, edits));
    expect(cells).toHaveLength(borough.principals.length * PHASES.length * edits.length);
    const wrong = cells.filter(({ principal: { standing, party }, phase, edit, verdict }) => {
      const { needs, adds } = edits.find(({ name }) => name === edit) as TableEdit;
      const may = isAllowed(needs, { standing, party, phase, isAuthor: adds });
      return may ? verdict !== 'saved' : !(NOS as readonly string[]).includes(verdict);
    });
    expect(wrong.map(({ principal, ...cell }) => ({ by: principal.name, ...cell }))).toEqual([]);
    expect(new Set(cells.map(({ verdict }) => verdict)).size).toBeGreaterThan(2);
    expect(PARTY).toBe(IMRAN.capacityId.split('.').at(-1));
  });
});
