/** Long answers of the API go out packed, as pages do: a document or a record is five times as long as it need be on a slow line. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { mayBePacked } from '@ginnel/api/packing';
import type { MiddlewareHandler } from 'hono';
import type { Environment } from './environment.ts';

/** Shorter ones fit into one packet as they are. */
const WORTHWHILE_BYTES = 1024;
/** Words and tables; a record to keep is written while it is read, and may be of any length. */
const AT_ONCE = /^(?:application\/(?:[\w.-]+\+)?json|text\/)/;
const FLOWING = 'application/octet-stream';

/** Not in the thread that serves people. */
const packAway = promisify(gzip);

export function packed(): MiddlewareHandler<Environment> {
  return async (c, next) => {
    await next();
    const { body, headers } = c.res;
    const kind = headers.get('content-type') ?? '';
    if (c.req.method !== 'GET' || body === null || headers.has('content-encoding') || !(AT_ONCE.test(kind) || kind === FLOWING)) return;
    headers.append('vary', 'accept-encoding');
    if (!mayBePacked(c.req.raw) || headers.has('set-cookie')) return;
    if (kind === FLOWING) return replace(c, body.pipeThrough(new CompressionStream('gzip')));
    const bytes = new Uint8Array(await c.res.arrayBuffer());
    if (bytes.length < WORTHWHILE_BYTES) c.res = new Response(bytes, c.res);
    else replace(c, Uint8Array.from(await packAway(bytes)));
  };
}

function replace(c: Parameters<MiddlewareHandler<Environment>>[0], body: BodyInit): void {
  const { res } = c;
  c.res = new Response(body, res);
  c.header('content-encoding', 'gzip');
  c.res.headers.delete('content-length');
}
