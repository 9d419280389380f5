/** `GET /healthz`: 200 once the server is ready, 503 while its disk cannot be written. */
import type { Services } from '../services.ts';
import type { App } from './environment.ts';

export function serveHealth(app: App, { gauges }: Pick<Services, 'gauges'>): void {
  app.get('/healthz', (c) => {
    const { storageWritable } = gauges();
    return c.json({ ready: storageWritable }, storageWritable ? 200 : 503, { 'cache-control': 'no-store' });
  });
}
