import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

const gauges = () => ({ connections: 3, rooms: 2, liveDocuments: 1, backlogRows: 0, storageWritable: true, unreadableDocuments: 0 });

test("names and units are Prometheus's: base units, _total on counters and on nothing else, help for each", async () => {
  const text = await createMetrics({ gauges, newestBackupMs: () => Promise.resolve(null) }).text();
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => ({ name, type }));
  expect(types.length).toBeGreaterThan(30);
  for (const { name, type } of types) {
    expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
    expect(name).not.toMatch(/_(ms|milliseconds|minutes|kb|mb|kilobytes|percent|counter|gauge|histogram|sum|count|bucket)(_|$)/);
    expect(name.endsWith('_total'), name).toBe(type === 'counter');
    expect(text).toContain(`# HELP ${name} `);
  }
});

test('what is measured in milliseconds is shown in seconds, and rows as rows', async () => {
  const metrics = createMetrics({ gauges, newestBackupMs: () => Promise.resolve(null) });
  metrics.observe('commitMs', 4);
  metrics.observe('acknowledgeMs', 1500);
  metrics.observe('batchRows', 40);
  const text = await metrics.text();
  expect(text).toContain('ginnel_commit_seconds_bucket{le="0.005"} 1');
  expect(text).toContain('ginnel_commit_seconds_bucket{le="0.0025"} 0');
  expect(text).toContain('ginnel_acknowledge_seconds_sum 1.5');
  expect(text).toContain('ginnel_batch_rows_bucket{le="50"} 1');
});

test('refusals are there by kind from the beginning, so that the first of a kind is seen as a rise', async () => {
  const metrics = createMetrics({ gauges, newestBackupMs: () => Promise.resolve(null) });
  expect(await metrics.text()).toContain('ginnel_refusals_total{kind="forged-author"} 0');
  metrics.count('refusals', 1, 'forged-author');
  metrics.count('closes', 2, '1013');
  metrics.count('appendFailures', 1);
  const text = await metrics.text();
  expect(text).toContain('ginnel_refusals_total{kind="forged-author"} 1');
  expect(text).toContain('ginnel_closes_total{code="1013"} 2');
  expect(text).toContain('ginnel_append_failures_total 1');
  expect(text).toContain('ginnel_connections 3');
  expect(text).toContain('ginnel_storage_writable 1');
});

test('the newest backup is shown as a time, and a database that does not answer keeps no scrape waiting', async () => {
  const asked = [Promise.resolve(1_700_000_000_000), Promise.reject(new Error('away'))];
  const metrics = createMetrics({ gauges, newestBackupMs: () => asked.shift() ?? new Promise(() => {}) });
  expect(await metrics.text()).toContain('ginnel_last_backup_timestamp_seconds ');
  for (const _ of [1, 2]) expect(await metrics.text()).toContain('ginnel_last_backup_timestamp_seconds 1700000000');
});
