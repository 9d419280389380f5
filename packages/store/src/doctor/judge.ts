/** Turns what was measured on this machine into findings. Pure: the probes are in `probes.ts`. */
import { SQLITE_FLOOR, isAtLeast } from '../sqlite/connection.ts';
import type { Finding } from './finding.ts';

const MEBIBYTE = 1024 * 1024;
const GIBIBYTE = 1024 * MEBIBYTE;
const HOUR_MS = 3_600_000;

export interface DiskMeasured {
  readonly freeBytes: number;
  readonly totalBytes: number;
  readonly databaseBytes: number;
  /** The file system keeps everything in memory. */
  readonly isInMemory: boolean;
}

export function judgeDisk({ freeBytes, totalBytes, databaseBytes, isInMemory }: DiskMeasured): Finding {
  const check = 'disk';
  const free = `${toSize(freeBytes)} of ${toSize(totalBytes)} are free`;
  if (isInMemory)
    return {
      check,
      level: 'bad',
      words: 'The data folder is in memory: everything is lost when this machine restarts. Move it to a disk.',
    };
  if (freeBytes < 100 * MEBIBYTE) return { check, level: 'bad', words: `${free}. Saving stops when none is: make space now.` };
  if (freeBytes < Math.max(GIBIBYTE, 2 * databaseBytes)) {
    return { check, level: 'warning', words: `${free}; the database has ${toSize(databaseBytes)} and a backup needs as much again.` };
  }
  return { check, level: 'good', words: `${free}; the database has ${toSize(databaseBytes)}.` };
}

/** No disk or flash without a protected cache commits faster; a virtual one that does has not passed the order on. */
const FASTEST_HONEST_MS = 0.015;
/** A room waits this long before anybody sees a word; beyond it people feel it. */
const SLOWEST_PLEASANT_MS = 30;

/** @param timesMs  how long each of a few dozen small writes with fsync took; none: it failed */
export function judgeFsync(timesMs: readonly number[]): Finding {
  const check = 'fsync';
  const median = timesMs.toSorted((a, b) => a - b)[timesMs.length >> 1];
  if (median === undefined)
    return { check, level: 'bad', words: 'The disk does not confirm writes (fsync fails). Nothing can be saved safely here.' };
  const said = `A write is confirmed in ${median.toPrecision(2)} ms`;
  if (median < FASTEST_HONEST_MS) {
    return { check, level: 'warning', words: `${said}: faster than any disk. This one may forget confirmed writes when the power fails.` };
  }
  if (median > SLOWEST_PLEASANT_MS) {
    return {
      check,
      level: 'warning',
      words: `${said}: people will notice. A disk of this machine's own is better than one on the network.`,
    };
  }
  return { check, level: 'good', words: `${said}.` };
}

export interface VersionsMeasured {
  /** `24.21.0` */
  readonly node: string;
  readonly database: 'sqlite' | 'postgres';
  /** `3.54.1`, `15.14` */
  readonly databaseVersion: string;
}

const NODE_FLOOR = '24.0.0';
const POSTGRES_FLOOR = '14.0';

export function judgeVersions({ node, database, databaseVersion }: VersionsMeasured): Finding {
  const check = 'versions';
  const [name, floor] = database === 'sqlite' ? ['SQLite', SQLITE_FLOOR] : ['PostgreSQL', POSTGRES_FLOOR];
  const old = [
    ...(isAtLeast(node, NODE_FLOOR) ? [] : [`Node ${node} is older than ${NODE_FLOOR}`]),
    ...(isAtLeast(databaseVersion, floor) ? [] : [`${name} ${databaseVersion} is older than ${floor}`]),
  ];
  if (old.length > 0) return { check, level: 'bad', words: `${old.join('; ')}.` };
  return { check, level: 'good', words: `Node ${node}, ${name} ${databaseVersion}.` };
}

export interface ClockMeasured {
  readonly nowMs: number;
  /** The newest time that the database holds, if any. */
  readonly newestMs: number | null;
  /** What another machine says at the same moment (PostgreSQL's server), if there is one. */
  readonly otherMs: number | null;
}

/** Ginnel's first day: a clock before it has not been set. */
const FIRST_DAY_MS = Date.UTC(2026, 10, 1);
const TOLERATED_MS = 5_000;

export function judgeClock({ nowMs, newestMs, otherMs }: ClockMeasured): Finding {
  const check = 'clock';
  const now = new Date(nowMs).toISOString();
  if (nowMs < FIRST_DAY_MS)
    return { check, level: 'bad', words: `This machine believes it is ${now}. Set its clock: links and sessions end by it.` };
  if (newestMs !== null && newestMs > nowMs + TOLERATED_MS) {
    const newest = new Date(newestMs).toISOString();
    return {
      check,
      level: 'bad',
      words: `It is ${now} here, but something was already written at ${newest}. The clock has gone back, or was ahead.`,
    };
  }
  if (otherMs !== null && Math.abs(otherMs - nowMs) > TOLERATED_MS) {
    const apart = Math.round(Math.abs(otherMs - nowMs) / 1000);
    return { check, level: 'warning', words: `This machine and the database's are ${apart} seconds apart. Let both follow a time server.` };
  }
  return { check, level: 'good', words: `It is ${now}.` };
}

export interface OriginMeasured {
  readonly origin: URL;
  /** What the server answered there: a status, or why there was no answer. */
  readonly answer: number | string;
}

export function judgeOrigin({ origin, answer }: OriginMeasured): Finding {
  const check = 'origin';
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(origin.hostname);
  if (origin.protocol !== 'https:' && !isHere) {
    return {
      check,
      level: 'bad',
      words: `${origin.origin} is not https: whoever listens on the way could take a session. Put https in front of it.`,
    };
  }
  if (answer !== 200)
    return { check, level: 'warning', words: `${origin.origin} answers ${answer}: is the server running, and the way to it open?` };
  return { check, level: 'good', words: `${origin.origin} answers.` };
}

export interface BackupMeasured {
  readonly nowMs: number;
  readonly newest: { readonly madeAtMs: number; readonly isWhole: boolean } | null;
  readonly isOnSameDisk: boolean;
}

export function judgeBackup({ nowMs, newest, isOnSameDisk }: BackupMeasured): Finding {
  const check = 'backup';
  if (newest === null) return { check, level: 'bad', words: 'There is no backup. Make one, and one each night.' };
  const hours = Math.floor((nowMs - newest.madeAtMs) / HOUR_MS);
  if (!newest.isWhole)
    return { check, level: 'bad', words: 'The newest backup is damaged. Make another, and look at the disk that it is on.' };
  if (newest.madeAtMs > nowMs + TOLERATED_MS)
    return { check, level: 'warning', words: 'The newest backup was made later than it is now: the clock has gone back, or was ahead.' };
  if (hours >= 26) return { check, level: 'warning', words: `The newest backup is ${hours} hours old.` };
  if (isOnSameDisk)
    return { check, level: 'warning', words: 'The newest backup is on the same disk as the database: one fault would take both.' };
  return { check, level: 'good', words: `The newest backup is whole, and ${hours === 0 ? 'less than an hour' : `${hours} hours`} old.` };
}

export interface DatabaseMeasured {
  readonly documents: number;
  readonly rows: number;
  readonly damaged: readonly string[];
}

export function judgeDatabase({ documents, rows, damaged }: DatabaseMeasured): Finding {
  const check = 'database';
  if (damaged.length > 0) {
    return { check, level: 'bad', words: `${damaged.join('. ')}. It is not served; take it from the newest backup that is whole.` };
  }
  return { check, level: 'good', words: `${documents} documents with ${rows} rows, each as it was written.` };
}

function toSize(bytes: number): string {
  return bytes >= GIBIBYTE ? `${(bytes / GIBIBYTE).toFixed(1)} GiB` : `${Math.round(bytes / MEBIBYTE)} MiB`;
}
