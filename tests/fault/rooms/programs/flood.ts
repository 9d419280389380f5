/** Floods of presence, in a process of their own. usage: node flood.ts <document address> <token>…   says the close codes as JSON */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { writeAwareness } from '@ginnel/protocol/awareness';
import { awarenessFrame, SUBPROTOCOL } from '@ginnel/protocol/frames';
import { WebSocket } from 'ws';

const FLOODERS = 40;
const FRAMES_EACH = 1_000;

const [address = '', ...tokens] = process.argv.slice(2);
const state = new TextEncoder().encode(JSON.stringify({ cursor: 'x'.repeat(1_000) }));

const codes = await Promise.all(
  Array.from({ length: FLOODERS }, async (_, i) => {
    const clientId = randomInt(1, 2 ** 47);
    const headers = { authorization: `Bearer ${tokens[i % tokens.length] ?? ''}` };
    const socket = new WebSocket(`${address}?client=${clientId}`, [SUBPROTOCOL], { headers });
    socket.on('error', () => {});
    socket.on('open', () => {
      for (let clock = 1; clock <= FRAMES_EACH; clock++) socket.send(awarenessFrame(writeAwareness([{ clientId, clock, state }])));
    });
    const [code] = (await once(socket, 'close')) as [number];
    return code;
  }),
);
writeSync(1, JSON.stringify(codes));
