/** Figures for Prometheus, in its names and units: the process's own, and those that the sync host counts. */
import { REFUSALS } from '@ginnel/domain/refusals';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { COUNTERS, HISTOGRAMS, type SyncGauges, type SyncMetrics } from './sync/ports.ts';

/** What is now, read when somebody scrapes. */
export interface Gauges extends SyncGauges {
  /** Documents that could not be read when they were last asked for, or looked at after the start. */
  readonly unreadableDocuments: number;
}

export interface Metrics extends SyncMetrics {
  readonly contentType: string;
  text(): Promise<string>;
}

/** Seconds, from one keystroke's share to a stalled disk. */
const SECONDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
/** Rows of a group commit, from a lone writer to a hall that was kept waiting. */
const ROWS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** What a counter is told apart by, and what may stand there, where that is a closed list: those begin at 0. */
const LABELS: Partial<Record<keyof typeof COUNTERS, { readonly name: string; readonly values: readonly string[] }>> = {
  refusals: { name: 'kind', values: Object.keys(REFUSALS) },
  closes: { name: 'code', values: [] },
  rejudged: { name: 'outcome', values: [] },
};

const GAUGES: Readonly<Record<keyof Gauges, string>> = {
  connections: 'sockets that are open',
  rooms: 'rooms that are open',
  liveDocuments: 'rooms that hold a Yjs document',
  backlogRows: 'rows that are judged and not yet durable',
  storageWritable: '1 while the disk takes writes',
  unreadableDocuments: 'documents that could not be read when they were last asked for: damaged, or on a disk that fails',
};

/** Node's own sums of what it also gives by type; their names are those of counters, and they are none. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

export interface MetricsOptions {
  /** Read at every scrape. */
  readonly gauges: () => Gauges;
  /** When the newest backup was made; null: there is none. Asked at every scrape, which does not wait for it. */
  readonly newestBackupMs: () => Promise<number | null>;
}

export function createMetrics({ gauges, newestBackupMs }: MetricsOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  const counters = mapValues(COUNTERS, (help, name) => {
    const label = LABELS[name];
    const labelNames = label === undefined ? [] : [label.name];
    const counter = new Counter({ name: `ginnel_${snake(name)}_total`, help, labelNames, registers: [registry] });
    for (const value of label?.values ?? []) counter.inc({ [label?.name ?? '']: value }, 0);
    return counter;
  });
  const histograms = mapValues(HISTOGRAMS, (help, name) => {
    const shown = isTime(name)
      ? { name: `ginnel_${snake(name.slice(0, -2))}_seconds`, buckets: SECONDS }
      : { name: `ginnel_${snake(name)}`, buckets: ROWS };
    return new Histogram({ ...shown, help, registers: [registry] });
  });
  for (const [name, help] of Object.entries(GAUGES)) {
    const gauge: Gauge = new Gauge({
      name: `ginnel_${snake(name)}`,
      help,
      registers: [registry],
      collect: () => gauge.set(Number(gauges()[name as keyof Gauges])),
    });
  }
  registry.registerMetric(lastBackup(newestBackupMs));
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    count: (name, by, label) =>
      label === undefined ? counters[name].inc(by) : counters[name].inc({ [LABELS[name]?.name ?? 'label']: label }, by),
    observe: (name, value) => histograms[name].observe(isTime(name) ? value / 1000 : value),
  };
}

/** A database that does not answer keeps no scrape waiting: what was known last is shown. */
function lastBackup(newestBackupMs: MetricsOptions['newestBackupMs']): Gauge {
  let knownSeconds = 0;
  const ask = (): void =>
    void newestBackupMs().then(
      (atMs) => (knownSeconds = (atMs ?? 0) / 1000),
      () => {},
    );
  ask();
  const gauge: Gauge = new Gauge({
    name: 'ginnel_last_backup_timestamp_seconds',
    help: 'when the newest backup was made by ginnel backup; 0 while there is none',
    registers: [],
    collect: () => {
      gauge.set(knownSeconds);
      ask();
    },
  });
  return gauge;
}

/** Measured in milliseconds, shown in seconds. */
function isTime(name: string): boolean {
  return name.endsWith('Ms');
}

function mapValues<Key extends string, In, Out>(record: Readonly<Record<Key, In>>, map: (value: In, key: Key) => Out): Record<Key, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value as In, key as Key)])) as Record<Key, Out>;
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
