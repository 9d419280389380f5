/** A sync host over a SQLite folder, to be killed. usage: node serve.ts <folder>   says its address to its parent */
import { putDocument } from '@ginnel/store/contract/put-document';
import { openStore } from '@ginnel/store/open-store';
import { documentInfo, openHall } from '../hall.ts';

const [folder = ''] = process.argv.slice(2);
const store = await openStore({ folder });
const info = documentInfo('d1');
await putDocument(store.db, info);
const hall = await openHall({ log: store.log, town: { documents: new Map([[info.id, info]]), standings: new Map() } });
process.send?.(hall.address);
