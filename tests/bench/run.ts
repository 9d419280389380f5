/**
 * `node tests/bench/run.ts <hall|presence|evening|lone|cold|storm|doors|fanout|memory> [--rounds 3] [--servers ginnel,relay,…]
 * [--instructions] [--json]`: the same clients against Ginnel, a bare ws relay, Hocuspocus and y-websocket, in turn, in
 * interleaved rounds. Prints each server's median and the medians of the ratios within rounds. Never a timed test: figures are
 * read, not asserted.
 */
import { parseArgs } from 'node:util';
import { coldRound, doorsRound, stormRound } from './joining.ts';
import { memoryRound } from './memory.ts';
import { installPeers, SERVERS, type ServerName } from './servers.ts';
import { typingRound } from './typing.ts';
import type { Typing } from './crowd.ts';

type Figures = Readonly<Record<string, number>>;
type Scene = Omit<Typing, 'server' | 'url'>;

interface Bench {
  /** The figure whose ratios are printed. */
  readonly main: string;
  readonly servers: readonly ServerName[];
  readonly round: (server: ServerName) => Promise<Figures>;
}

const HALL: Scene = {
  documents: 1,
  clientsPerDocument: 100,
  writersPerDocument: 20,
  editsPerSecond: 5,
  warmUpMs: 60_000,
  seconds: 10,
  presencePerSecond: 0,
  charactersBefore: 50_000,
};
const EVENING: Scene = { ...HALL, documents: 100, clientsPerDocument: 5, writersPerDocument: 1, editsPerSecond: 4, seconds: 15 };
const LONE: Scene = { ...HALL, clientsPerDocument: 2, writersPerDocument: 1, seconds: 5 };
const ALL: readonly ServerName[] = ['ginnel', 'relay', 'hocuspocus', 'ywebsocket'];
const LADDER = [100, 300, 500, 700, 900, 1200, 1600, 2000, 2500, 3000];
const WIDEST_P99_MS = 250;

const BENCHES: Readonly<Record<string, Bench>> = {
  hall: { main: 'cpuUsPerDelivery', servers: ALL, round: (server) => typed(server, HALL) },
  presence: { main: 'cpuUsPerDelivery', servers: ALL, round: withPresence },
  evening: { main: 'cpuUsPerDelivery', servers: ALL, round: (server) => typed(server, EVENING) },
  lone: { main: 'p50Ms', servers: ALL, round: (server) => typed(server, LONE) },
  cold: {
    main: 'firstJoinMs',
    servers: ['ginnel', 'hocuspocus', 'ywebsocket'],
    round: async (server) => ({ ...(await coldRound(server)) }),
  },
  storm: { main: 'cpuMs', servers: ALL, round: async (server) => ({ ...(await stormRound(server)) }) },
  doors: {
    main: 'cpuUsPerJoin',
    servers: ['product', 'ginnel'],
    round: async (server) => ({ ...(await doorsRound(server)) }),
  },
  fanout: { main: 'clients', servers: ALL, round: widest },
  memory: { main: 'liveKbPerDocument', servers: ALL, round: async (server) => ({ ...(await memoryRound(server)) }) },
};

async function typed(server: ServerName, scene: Scene): Promise<Figures> {
  return { ...(await typingRound(server, { scene, countsInstructions: values.instructions })) };
}

/** The hall as it is, and then with presence once a second from everyone: `presenceAdds` is the share that it adds. */
async function withPresence(server: ServerName): Promise<Figures> {
  const without = await typed(server, HALL);
  const figures = await typed(server, { ...HALL, presencePerSecond: 1 });
  return { ...figures, presenceAdds: (figures['cpuUsPerDelivery'] as number) / (without['cpuUsPerDelivery'] as number) - 1 };
}

/** The most clients in one room before the slowest hundredth of deliveries takes longer than a quarter of a second. */
async function widest(server: ServerName): Promise<Figures> {
  let last: Figures = { clients: 0 };
  for (const clients of LADDER) {
    const figures = await typed(server, { ...HALL, clientsPerDocument: clients, warmUpMs: 2000, seconds: 4 });
    if (!((figures['p99Ms'] as number) <= WIDEST_P99_MS)) break;
    last = { clients, ...figures };
  }
  return last;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    servers: { type: 'string' },
    json: { type: 'boolean', default: false },
    instructions: { type: 'boolean', default: false },
  },
});
const name = positionals[0] ?? '';
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (bench === undefined) {
  console.error(`Which bench? ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
const servers = (values.servers?.split(',') as ServerName[] | undefined) ?? bench.servers;
for (const server of servers) if (!Object.hasOwn(SERVERS, server)) throw new Error(`no server ${server}`);
installPeers();

const rounds: Record<string, Figures>[] = [];
for (let round = 0; round < Number(values.rounds); round++) {
  const figures: Record<string, Figures> = {};
  for (const server of round % 2 === 0 ? servers : servers.toReversed()) {
    figures[server] = await bench.round(server);
    if (!values.json) console.log(`round ${round + 1}, ${server}:`, rounded(figures[server]));
  }
  rounds.push(figures);
}
const medians = Object.fromEntries(
  servers.map((server) => [
    server,
    Object.fromEntries(
      Object.keys(rounds[0]?.[server] ?? {}).map((key) => [key, median(rounds.map((figures) => figures[server]?.[key] ?? Number.NaN))]),
    ),
  ]),
);
const ratioTo = (other: ServerName): number | null =>
  servers.includes(other) && servers.includes('ginnel')
    ? round2(median(rounds.map((figures) => (figures['ginnel']?.[bench.main] as number) / (figures[other]?.[bench.main] as number))))
    : null;
const line = {
  bench: name,
  figure: bench.main,
  rounds: rounds.length,
  toRelay: ratioTo('relay'),
  toHocuspocus: ratioTo('hocuspocus'),
  toYWebsocket: ratioTo('ywebsocket'),
  servers: Object.fromEntries(Object.entries(medians).map(([server, figures]) => [server, rounded(figures)])),
};
console.log(values.json ? JSON.stringify(line) : line);

function median(numbers: readonly number[]): number {
  const sorted = numbers.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

function rounded(figures: Figures): Figures {
  return Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, round2(value)]));
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
