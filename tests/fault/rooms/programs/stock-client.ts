/** A stock client in a process of its own, to be stopped in the middle. usage: node stock-client.ts <sync address> <document> <token>   says `in` */
import { writeSync } from 'node:fs';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { socketOf } from '../../../conformance/people.ts';

const [address = '', documentId = '', token = ''] = process.argv.slice(2);
const provider = new WebsocketProvider(address, documentId, new Y.Doc(), { WebSocketPolyfill: socketOf(token), disableBc: true });
provider.awareness.setLocalStateField('cursor', 1);
provider.once('sync', () => writeSync(1, 'in\n'));
