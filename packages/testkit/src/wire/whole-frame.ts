/** What a room sends, as a socket would carry it. */
import type { RoomOutput } from '@ginnel/room/contract';

export function wholeFrame({ bytes, body }: RoomOutput & { type: 'send' }): Uint8Array {
  return body === undefined ? bytes : Buffer.concat([bytes, body]);
}
