/** For tests: the real server with the demo borough, on a port and in a folder of its own, and people who sign in to it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Api, createApi } from '@ginnel/api/client';
import pino from 'pino';
import { readConfig } from '../config.ts';
import { startServer } from '../server.ts';
import { systemClock, systemRandom } from '../system.ts';

export const ORIGIN = 'http://localhost:4400';

export interface DemoServer {
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  readonly folder: string;
  readonly setUpAddress: string | null;
  /** The API as nobody. */
  readonly api: Api;
  /** The API as a demo person, by bearer token. */
  as(person: string): Promise<Api & { readonly token: string }>;
  /** @param look  at what is on the disk then, before it is removed */
  stop(look?: (folder: string) => void): Promise<void>;
}

/** @param environment  besides a free port and a folder of its own */
export async function demoServer(environment: Readonly<Record<string, string>> = {}): Promise<DemoServer> {
  const folder = mkdtempSync(join(tmpdir(), 'ginnel-server-'));
  const read = readConfig({ GINNEL_ORIGIN: ORIGIN, GINNEL_DATA: folder, GINNEL_DEMO: '1', ...environment });
  if (!read.ok) throw new Error(read.faults.join(' '));
  const server = await startServer({
    config: { ...read.config, port: 0 },
    clock: systemClock,
    random: systemRandom,
    log: pino({ level: 'error' }, pino.destination({ fd: 2, sync: true })),
    pages: () => Promise.resolve((_request, response) => void response.writeHead(204).end()),
  });
  const address = `http://127.0.0.1:${server.port}`;
  const api = createApi({ origin: address });
  return {
    address,
    folder,
    setUpAddress: server.setUpAddress,
    api,
    async as(person) {
      const signedIn = await api.demoSignIn(person);
      if (!signedIn.ok) throw new Error(signedIn.error.title);
      const { token } = signedIn.value;
      return { ...createApi({ origin: address, token }), token };
    },
    async stop(look) {
      await server.stop();
      look?.(folder);
      rmSync(folder, { recursive: true });
    },
  };
}
