/** The HTTP application: every resource on one Hono app, which the server and the pages call alike. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { PROBLEMS, type ProblemKind } from '@ginnel/api/problems';
import { DamagedError, StorageError } from '@ginnel/store/ports/document-log';
import { asStoreError } from '@ginnel/store/store-error';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { STRICT_TRANSPORT } from '../protective-headers.ts';
import type { Services } from '../services.ts';
import { addressed } from './address.ts';
import { authenticated } from './authenticated.ts';
import { serveAuthors } from './authors.ts';
import { serveDecisions } from './decisions.ts';
import { serveDemo } from './demo.ts';
import { serveDocuments } from './documents.ts';
import type { App, Environment } from './environment.ts';
import { serveExpunging } from './expunge.ts';
import { serveGuests } from './guests.ts';
import { serveHolding } from './holding.ts';
import { servePanels } from './panels.ts';
import { serveHealth } from './health.ts';
import { serveImports } from './imports.ts';
import { serveInvitations } from './invitations.ts';
import { serveMembership } from './membership.ts';
import { serveMetrics } from './metrics.ts';
import { serveNames } from './names.ts';
import { serveOidc } from './oidc.ts';
import { packed } from './packed.ts';
import { serveOrganisations } from './organisations.ts';
import { serveOpenApi } from './openapi.ts';
import { serveCatalogue } from './catalogue.ts';
import { serveModeration } from './moderation.ts';
import { servePeopleList } from './people-list.ts';
import { servePasskeys } from './passkeys.ts';
import { servePlaces } from './places.ts';
import { servePrivacy } from './privacy.ts';
import { inputProblem, problem } from './problem.ts';
import { serveRecord } from './record.ts';
import { serveReadableApi } from './readable-api.ts';
import { securityLog } from './security-log.ts';
import { serveRetention } from './retention.ts';
import { serveRoles } from './roles.ts';
import { serveSessions } from './sessions.ts';
import { serveSetUp } from './set-up.ts';
import { serveSigningIn } from './signing-in.ts';

/** The largest body of any request: commands are small; words travel over `/sync`. */
const MAX_BODY_BYTES = 256 * 1024;

export function createApp(services: Services): App {
  const app: App = new OpenAPIHono<Environment>({
    defaultHook: (result, c) => (result.success ? undefined : inputProblem(c, result.target, result.error)),
  });
  const common = {
    xFrameOptions: 'DENY',
    strictTransportSecurity: services.config.origin.startsWith('https:') ? STRICT_TRANSPORT : false,
  } as const;
  const forData = secureHeaders({ ...common, contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } });
  const forPage = secureHeaders(common); // names a policy of its own
  app.use('/api/*', (c, next) => (c.req.path.startsWith('/api/docs') ? forPage(c, next) : forData(c, next)));
  app.use('/api/*', async (c, next) => {
    await next();
    // Answers depend on who asks, and a shared computer must not keep them.
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  });
  app.use('/api/*', packed());
  app.use('/api/*', securityLog(services));
  // Not Hono's own: it copies requests without a length, which node-server's lazy ones do not survive.
  app.use('/api/*', async (c, next) => {
    if (c.req.header('transfer-encoding') !== undefined) return problem(c, 'length-required');
    if (Number(c.req.header('content-length') ?? 0) > MAX_BODY_BYTES) return problem(c, 'too-large');
    return await next();
  });
  app.use('/api/*', addressed(services));
  app.use('/api/*', authenticated(services));

  servePlaces(app, services);
  serveDocuments(app, services);
  serveAuthors(app, services);
  serveSigningIn(app, services);
  serveOidc(app, services);
  servePasskeys(app, services);
  serveSessions(app, services);
  serveDecisions(app, services);
  serveRecord(app, services);
  servePeopleList(app, services);
  serveGuests(app, services);
  servePrivacy(app, services);
  serveNames(app, services);
  serveRetention(app, services);
  serveModeration(app, services);
  serveHolding(app, services);
  servePanels(app, services);
  serveExpunging(app, services);
  serveMembership(app, services);
  serveOrganisations(app, services);
  serveInvitations(app, services);
  serveRoles(app, services);
  serveImports(app, services);
  serveSetUp(app, services);
  serveDemo(app, services);
  serveCatalogue(app);
  serveOpenApi(app, services);
  serveReadableApi(app);
  serveHealth(app, services);
  serveMetrics(app, services);

  app.notFound((c) => problem(c, 'not-found'));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return problem(c, kindOfStatus(error.status));
    services.log.error({ err: error, method: c.req.method, path: c.req.path }, 'a request failed');
    const known = asStoreError(error);
    return problem(c, known instanceof StorageError || known instanceof DamagedError ? 'storage-failed' : 'broken');
  });
  return app;
}

/** Hono itself refuses bodies that are not JSON, and the like. */
function kindOfStatus(status: number): ProblemKind {
  return (Object.keys(PROBLEMS) as ProblemKind[]).find((kind) => PROBLEMS[kind].status === status) ?? 'bad-input';
}
