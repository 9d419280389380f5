/** The composition root: opens what there is, puts the parts together, serves them on one port, and stops them in order. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { authenticator as createAuthenticator } from '@ginnel/accounts/authentication';
import { magicLinks as createMagicLinks } from '@ginnel/accounts/magic-links';
import { oidcSignIn } from '@ginnel/accounts/oidc/oidc-sign-in';
import { passkeys as createPasskeys } from '@ginnel/accounts/passkeys';
import { notices as createNotices } from '@ginnel/accounts/mail/notices';
import { journal as createJournal } from '@ginnel/accounts/sessions/journal';
import { luciaSessions } from '@ginnel/accounts/sessions/lucia-sessions';
import { setUpSecret } from '@ginnel/accounts/set-up/guard';
import { randomId, type Clock, type Random } from '@ginnel/base/ports';
import { openHints } from '@ginnel/fanout/open-hints';
import { documentsNewestFirst } from '@ginnel/store/doctor/newest-first';
import { openStore } from '@ginnel/store/open-store';
import { backupsMade } from '@ginnel/store/relational/backups-made';
import { holdForServing } from '@ginnel/store/sqlite/serving-lock';
import type { Store } from '@ginnel/store/store';
import { getRequestListener } from '@hono/node-server';
import type { Logger } from 'pino';
import { seedDemo } from '../demo/seed.ts';
import type { Config } from './config.ts';
import { doorkeeper } from './doorkeeper.ts';
import { createExpunging } from './expunge/expunging.ts';
import { createApp } from './http/app.ts';
import { createLimits } from './limits.ts';
import { createListener } from './listener.ts';
import { createLook } from './look-through.ts';
import { createMailer } from './mail.ts';
import { createMetrics, type Gauges } from './metrics.ts';
import { keepTerms } from './terms.ts';
import { createModeration, watchWriting } from './moderation/moderation.ts';
import { runNightly } from './nightly.ts';
import { loadPages, type PageListener } from './pages.ts';
import { createReader } from './reading.ts';
import { createSyncHost } from './sync/host.ts';
import { watchReading } from './unreadable.ts';

/** Rows of ended sessions and links are removed this often. */
const SWEEP_MS = 3_600_000;
/** Requests under way may take this long after the server was told to stop. */
const LAST_REQUESTS_MS = 1_000;
/** Live rooms have this long to make durable what has arrived. */
const LAST_EDITS_MS = 1_500;

export interface ServerOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** Left out by tests of the API and of live rooms. */
  readonly pages?: typeof loadPages;
}

export interface RunningServer {
  /** As bound: the configured port, or the one that the system chose for port 0. */
  readonly port: number;
  /** Where this installation is set up, as long as it is not: with a secret, for whoever reads the terminal. */
  readonly setUpAddress: string | null;
  /** Takes nothing new, makes durable what has arrived, lets go of everything. At most 5 seconds. */
  stop(): Promise<void>;
}

/** Rejects with `StoreUnusable`, or with what `listen` says (`EADDRINUSE`, `EACCES`). */
export async function startServer({ config, clock, random, log, pages = loadPages }: ServerOptions): Promise<RunningServer> {
  const store = await openServed(config);
  const { db } = store;
  const hints = openHints({ node: randomId(random), databaseUrl: config.databaseUrl, valkeyUrl: config.valkeyUrl });
  try {
    if (config.demo) await seedDemo({ db, log: store.log, clock, random });
    const setUp = await setUpSecret(db, random);
    const { origin } = config;
    const sessions = luciaSessions({ db, random });
    const authenticator = createAuthenticator({ db, clock, sessions, origin });
    const onMailError = (error: unknown): void => log.error({ err: error }, 'a message could not be sent');
    const mailer = createMailer({ config, db, clock, random });
    const magicLinks = createMagicLinks({ db, clock, random, mailer, origin, onMailError });
    const report = (what: string, error: unknown): void => log.warn({ err: error }, what);
    const oidc = oidcSignIn({ db, clock, random, origin, providers: config.providers, report });
    const passkeys = createPasskeys({ db, clock, origin, report });
    const watched = watchReading(watchWriting(store.log, (documentId) => moderation.wroteIn(documentId)));
    const { log: documentLog, unreadableDocuments } = watched;
    const look = createLook({
      documents: () => documentsNewestFirst(store),
      verify: watched.verify,
      report: (what, error) => log.error({ err: error }, what),
      elapsedMs: () => performance.now(),
      rest: (ms, signal) => wait(ms, undefined, { signal, ref: false }),
    });
    const gauges = (): Gauges => ({ ...host.gauges(), unreadableDocuments: unreadableDocuments() });
    const newestBackupMs = async (): Promise<number | null> => (await backupsMade(db)).at(-1)?.made_at_ms ?? null;
    const metrics = createMetrics({ gauges, newestBackupMs });
    const host = createSyncHost({
      log: documentLog,
      doorkeeper: doorkeeper({ db, authenticator, clock }),
      clock,
      metrics,
      hints,
      report: (what, error) => log.error({ err: error }, what),
    });
    const reader = createReader(documentLog);
    const expunging = createExpunging({
      store,
      clock,
      random,
      installation: origin,
      dataFolder: config.dataFolder,
      epochBegan: (documentId) => {
        host.rightsChanged(documentId);
        void reader.content(documentId).catch(() => null); // what it remembers of the old epoch goes
      },
      whileClosed: (documentId, work) => host.whileClosed(documentId, work),
      report: (what, error) => log.error({ err: error }, what),
    });
    const moderation = createModeration({
      db,
      log: store.log,
      clock,
      random,
      mailer,
      origin,
      written: (documentId, seq) => host.written(documentId, seq),
      report: (what, error) => log.error({ err: error }, what),
    });
    const limits = createLimits({ db, clock, random });
    const services = {
      config,
      clock,
      random,
      log,
      db,
      documentLog,
      sessions,
      journal: createJournal({ db, clock, random }),
      notices: createNotices({ db, mailer, origin, onMailError }),
      authenticator,
      magicLinks,
      mailer,
      oidc,
      passkeys,
      limits,
      reader,
      news: host,
      expunging,
      moderation,
      gauges,
      allVerified: look.isOver,
      metrics,
    };
    const app = createApp(services);
    const showPage: PageListener = await pages({ origin, api: async (request) => await app.fetch(request) });
    const api = getRequestListener(app.fetch, { overrideGlobalObjects: false });
    const server = createListener({
      origin,
      api: (request, response) => void api(request, response),
      sync: (request, socket, head) => host.handleUpgrade(request, socket, head),
      pages: showPage,
    });
    await listen(server, config);
    const terms = keepTerms({
      db,
      clock,
      mailer,
      origin,
      news: host,
      onError: (error) => log.error({ err: error }, 'terms were not looked after'),
    });
    expunging.wake(); // what a crash interrupted
    look.begin();
    const sweeping = setInterval(() => {
      Promise.all([sessions.sweep(), magicLinks.sweep(), oidc.sweep(), passkeys.sweep(), runNightly({ db, clock, random })]).catch(
        (error: unknown) => log.error({ err: error }, 'ended sessions stay for now'),
      );
    }, SWEEP_MS).unref();

    return {
      port: (server.address() as AddressInfo).port,
      setUpAddress: setUp === null ? null : `${origin}/set-up#${setUp}`,
      async stop() {
        clearInterval(sweeping);
        const looked = look.stop();
        await terms.stop();
        moderation.stop();
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        server.closeIdleConnections();
        await expunging.stop();
        await host.stop({ timeoutMs: LAST_EDITS_MS });
        setTimeout(() => server.closeAllConnections(), LAST_REQUESTS_MS).unref();
        await closed;
        await magicLinks.settled();
        await looked;
        await hints?.close();
        await store.close();
      },
    };
  } catch (error) {
    await hints?.close();
    await store.close();
    throw error;
  }
}

/** The store, and the data folder marked as one on which a server is at work for as long as it is open. */
async function openServed({ databaseUrl, dataFolder: folder }: Config): Promise<Store> {
  if (databaseUrl !== null) return await openStore({ folder, databaseUrl });
  const letGo = holdForServing(folder);
  try {
    const store = await openStore({ folder });
    return { ...store, close: () => store.close().finally(letGo) };
  } catch (error) {
    letGo();
    throw error;
  }
}

/** Nobody but this machine reaches a server whose address is this machine. */
function listen(server: Server, { port, loopback }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(loopback ? { host: '127.0.0.1' } : {}) }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
