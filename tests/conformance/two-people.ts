// Two people write one text at the same time; both edits are judged and merged, and every word knows its author.
import { blameText } from '@ginnel/merge/attribution/blame';
import { indexOf } from '@ginnel/merge/attribution/index';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { AMINA, IMRAN } from '@ginnel/testkit/people';
import * as Y from 'yjs';

const people = [AMINA.author, IMRAN.author];
const leaseOf = (clientId: number) => people[clientId - 1] ?? null;
const table = createLiveDocument('priorities');
const rows = ['Safer crossings by the Metrolink stop. ', 'We repaint them in May. '].map((words, i) => {
  const device = new Y.Doc();
  device.clientID = i + 1;
  device.getText('notes').insert(0, words);
  const row = { seq: i + 1, author: people[i]!, route: 'typed' as const, atMs: Date.now(), update: Y.encodeStateAsUpdate(device) };
  const actor = { standing: 'member' as const, party: null };
  const judged = table.judge(row.update, { author: row.author, actor, actorOf: () => actor, phase: 'drafting', leaseOf });
  if (judged.ok) table.apply(row.update);
  return row;
});
const copy = new Y.Doc();
Y.applyUpdate(copy, table.encode());
for (const run of blameText(copy.getText('notes'), indexOf(rows, leaseOf))) console.log(`${run.by?.author.personId}: ${run.text}`);
