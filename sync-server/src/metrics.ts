/** Figures for Prometheus: the process's own, and those that the sync host counts. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { COUNTERS, HISTOGRAMS, type SyncGauges, type SyncMetrics } from './sync/ports.ts';

/** What is now, read when somebody scrapes. */
export interface Gauges extends SyncGauges {
  /** Documents that could not be read when they were last asked for. */
  readonly unreadableDocuments: number;
}

export interface Metrics extends SyncMetrics {
  readonly contentType: string;
  text(): Promise<string>;
}

/** Milliseconds from one keystroke's share to a stalled disk; rows of a batch fit the same scale. */
const BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000];

const GAUGES: Readonly<Record<keyof Gauges, string>> = {
  connections: 'sockets that are open',
  rooms: 'rooms that are open',
  liveDocuments: 'rooms that hold a Yjs document',
  backlogRows: 'rows that are judged and not yet durable',
  storageWritable: '1 while the disk takes writes',
  unreadableDocuments: 'documents that could not be read when they were last asked for: damaged, or on a disk that fails',
};

/** @param gauges  read at every scrape */
export function createMetrics({ gauges }: { gauges: () => Gauges }): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = mapValues(
    COUNTERS,
    (help, name) => new Counter({ name: `ginnel_${snake(name)}_total`, help, labelNames: ['label'], registers: [registry] }),
  );
  const histograms = mapValues(
    HISTOGRAMS,
    (help, name) => new Histogram({ name: `ginnel_${snake(name)}`, help, buckets: BUCKETS, registers: [registry] }),
  );
  for (const [name, help] of Object.entries(GAUGES)) {
    const gauge: Gauge = new Gauge({
      name: `ginnel_${snake(name)}`,
      help,
      registers: [registry],
      collect: () => gauge.set(Number(gauges()[name as keyof Gauges])),
    });
  }
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    count: (name, by, label) => (label === undefined ? counters[name].inc(by) : counters[name].inc({ label }, by)),
    observe: (name, value) => histograms[name].observe(value),
  };
}

function mapValues<Key extends string, In, Out>(record: Readonly<Record<Key, In>>, map: (value: In, key: Key) => Out): Record<Key, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value as In, key as Key)])) as Record<Key, Out>;
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
