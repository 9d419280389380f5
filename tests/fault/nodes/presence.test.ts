/** Who is in a document, across nodes: real processes, the stock provider on both sides. */
import { expect, onTestFinished, test } from 'vitest';
import { startCluster, within } from './cluster.ts';
import { visit, type Visit } from './people.ts';

const AWARENESS_TIMEOUT_MS = 30_000;
const sees = ({ provider }: Visit, other: Visit): boolean => provider.awareness.getStates().has(other.doc.clientID);
const cursorOf = (seen: Visit, by: Visit): unknown => by.provider.awareness.getStates().get(seen.doc.clientID)?.['cursor'];

test.concurrent.each([
  ['NOTIFY', false],
  ['Valkey', true],
])(
  '[RM22, FO7] people on two nodes see each other, by %s; a node that dies takes its people with it',
  { timeout: 180_000 },
  async (_how, valkey) => {
    const cluster = await startCluster({ valkey });
    onTestFinished(() => cluster.remove());
    const first = await cluster.startNode();
    const second = await cluster.startNode();
    const [aminas, imrans] = await Promise.all([cluster.tokenOf(first, 'amina-hussain'), cluster.tokenOf(second, 'imran-shah')]);
    const documentId = await cluster.newDocument(first, aminas);
    const amina = visit(first, documentId, aminas);
    amina.provider.awareness.setLocalStateField('cursor', 1);
    await within(60_000, 'Amina is in', () => amina.provider.synced);
    const imran = visit(second, documentId, imrans);
    imran.provider.awareness.setLocalStateField('cursor', 2);
    onTestFinished(() => [amina, imran].forEach(({ provider }) => provider.destroy()));
    const seenMs = await within(60_000, 'they see each other', () => sees(amina, imran) && sees(imran, amina));
    amina.provider.awareness.setLocalStateField('cursor', 7);
    const movedMs = await within(60_000, 'a cursor moves', () => cursorOf(amina, imran) === 7);
    expect(imran.provider.awareness.getStates().get(amina.doc.clientID)).toMatchObject({ user: { personId: 'amina-hussain' } });

    // Away in an orderly way: at once. With the node: within the time that awareness gives.
    const jo = visit(second, documentId, await cluster.tokenOf(second, 'jo-kowalski'));
    jo.provider.awareness.setLocalStateField('cursor', 3);
    await within(60_000, 'a third comes', () => sees(amina, jo));
    jo.provider.destroy();
    const leftMs = await within(60_000, 'the third leaves', () => !sees(amina, jo));
    if (valkey) {
      await cluster.valkey?.kill();
      amina.doc.getText('notes').insert(0, 'Still saved. ');
      await within(60_000, 'words arrive without Valkey', () => imran.doc.getText('notes').length > 0);
      await cluster.valkey?.start();
      amina.provider.awareness.setLocalStateField('cursor', 8);
      await within(60_000, 'presence comes back with Valkey', () => cursorOf(amina, imran) === 8);
    }
    imran.provider.shouldConnect = false;
    await second.kill();
    const goneMs = await within(AWARENESS_TIMEOUT_MS, 'the people of a dead node go', () => !sees(amina, imran));
    console.log(
      `presence: seen after ${seenMs} ms, moved after ${movedMs} ms, left after ${leftMs} ms, gone with the node after ${goneMs} ms`,
    );
  },
);
