/** The pages: SvelteKit's own handler, loaded when it has been built. It calls the API in this process, not over the network. */
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';

export type PageListener = (request: IncomingMessage, response: ServerResponse) => void;

/** Under this symbol the pages find the API: `(request: Request) => Promise<Response>`. */
const API = Symbol.for('ginnel.api');

const PROTOCOL_HEADER = 'x-app-proto';
const HOST_HEADER = 'x-app-host';

export interface PagesOptions {
  readonly origin: string;
  readonly api: (request: Request) => Promise<Response>;
}

/** Once per process, because SvelteKit reads its environment when it is loaded. */
export async function loadPages({ origin, api }: PagesOptions): Promise<PageListener> {
  Object.assign(globalThis, { [API]: api });
  Object.assign(process.env, { PROTOCOL_HEADER, HOST_HEADER });
  const file = new URL('../../web/build/handler.js', import.meta.url);
  if (!existsSync(fileURLToPath(file))) return notBuilt;
  const { handler } = (await import(file.href)) as { handler: PageListener };
  const { protocol, host } = new URL(origin);
  return (request, response) => {
    // SvelteKit compares them with the `Origin` of forms, so they are ours and never what a client says.
    request.headers[PROTOCOL_HEADER] = protocol.slice(0, -1);
    request.headers[HOST_HEADER] = host;
    handler(request, response);
  };
}

function notBuilt(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('The pages have not been built. Start Ginnel with: npm start\n');
}
