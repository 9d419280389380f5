/**
 * Run under strace: appends one row at a time and says `durable <n>` after each answer; then to many documents at once.
 * usage: node append.ts <folder> <count> [normal]    `normal` is the control: the default WAL setting, by hand
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { putDocument } from '@ginnel/store/contract/put-document';
import { sampleAppend, sampleDocument } from '@ginnel/store/contract/samples';
import { openStore } from '@ginnel/store/open-store';
import { openConnection } from '@ginnel/store/sqlite/connection';

const [folder = '', count = '0', setting] = process.argv.slice(2);

if (setting === 'normal') {
  const connection = openConnection({ file: join(folder, 'control.sqlite'), checkpoints: true });
  connection.pragma('synchronous = normal');
  connection.exec('create table row (n integer)');
  const insert = connection.prepare('insert into row values (?)');
  say('ready');
  for (let n = 0; n < Number(count); n++) {
    insert.run(n);
    say(`durable ${n}`);
  }
  connection.close();
} else {
  const store = await openStore({ folder });
  await putDocument(store.db, sampleDocument('d1'));
  say('ready');
  for (let n = 0; n < Number(count); n++) {
    const [answer] = await store.log.append([sampleAppend('d1', n, [`row ${n}`])]);
    if (answer?.outcome === 'durable') say(`durable ${n}`);
  }
  await putDocument(store.db, sampleDocument('d1', { rightsVersion: 2 }));
  say('decided');
  const ids = Array.from({ length: Number(count) }, (_, i) => `crowd-${i}`);
  for (const id of ids) await putDocument(store.db, sampleDocument(id));
  say('gathered');
  await Promise.all(ids.map((id) => store.log.append([sampleAppend(id, 0, ['together'])])));
  say('together');
  await store.close();
}

function say(words: string): void {
  writeSync(1, `${words}\n`);
}
