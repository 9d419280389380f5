/** For tests: a browser's part in HTTP. It keeps cookies and names its origin on every write. */
import { ORIGIN } from './demo-server.ts';

export interface Browser {
  readonly cookies: Map<string, string>;
  fetch(path: string, init?: { method?: string; body?: unknown; headers?: Record<string, string> }): Promise<Response>;
}

export function browser(address: string): Browser {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async fetch(path, { method = 'GET', body, headers = {} } = {}) {
      const response = await fetch(address + path, {
        redirect: 'manual',
        method,
        headers: {
          ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
          ...(method === 'GET' ? {} : { origin: ORIGIN }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        const [name = '', value = ''] = pair.split('=');
        if (value === '' || /Max-Age=0\b/.test(line)) cookies.delete(name);
        else cookies.set(name, value);
      }
      return response;
    },
  };
}
