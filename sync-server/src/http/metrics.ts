/** `GET /metrics`: Prometheus text. Figures only; no names, addresses or ids of people. */
import type { Services } from '../services.ts';
import type { App } from './environment.ts';

export function serveMetrics(app: App, { metrics }: Pick<Services, 'metrics'>): void {
  app.get('/metrics', async (c) => c.text(await metrics.text(), 200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' }));
}
