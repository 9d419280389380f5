import { expect, test } from 'vitest';
import { judgeBackup, judgeClock, judgeDatabase, judgeDisk, judgeFsync, judgeOrigin, judgeVersions } from './judge.ts';

const MiB = 1024 * 1024;
const now = Date.UTC(2026, 10, 21, 12);

test('[ST19] a disk is judged by what is free, what a backup needs, and whether it is one', () => {
  const disk = { freeBytes: 50_000 * MiB, totalBytes: 100_000 * MiB, databaseBytes: 100 * MiB, isInMemory: false };
  expect(judgeDisk(disk)).toEqual({ check: 'disk', level: 'good', words: '48.8 GiB of 97.7 GiB are free; the database has 100 MiB.' });
  expect(judgeDisk({ ...disk, databaseBytes: 30_000 * MiB }).level).toBe('warning');
  expect(judgeDisk({ ...disk, freeBytes: 900 * MiB }).level).toBe('warning');
  expect(judgeDisk({ ...disk, freeBytes: 99 * MiB }).level).toBe('bad');
  expect(judgeDisk({ ...disk, isInMemory: true }).level).toBe('bad');
});

test('[ST19] an fsync that fails is bad, and one too slow or too fast to be true is doubted', () => {
  const levels = [[], [0.001, 0.002, 0.003], [0.5, 1, 90], [40, 50, 60]].map((times) => judgeFsync(times).level);
  expect(levels).toEqual(['bad', 'warning', 'good', 'warning']);
});

test('[ST19] versions below the floors are bad', () => {
  expect(judgeVersions({ node: '24.21.0', database: 'sqlite', databaseVersion: '3.54.1' }).level).toBe('good');
  expect(judgeVersions({ node: '22.1.0', database: 'sqlite', databaseVersion: '3.51.2' }).words).toBe(
    'Node 22.1.0 is older than 24.0.0; SQLite 3.51.2 is older than 3.51.3.',
  );
  expect(judgeVersions({ node: '24.0.0', database: 'postgres', databaseVersion: '15.14' }).level).toBe('good');
  expect(judgeVersions({ node: '24.0.0', database: 'postgres', databaseVersion: '9.6' }).level).toBe('bad');
});

test('[ST19] a clock that is not set, has gone back, or disagrees with the database’s is found', () => {
  const clock = { nowMs: now, newestMs: now - 1, otherMs: now + 4000 };
  const levels = [
    clock,
    { ...clock, nowMs: 0 },
    { ...clock, newestMs: now + 60_000 },
    { ...clock, otherMs: now - 9000 },
    { nowMs: now, newestMs: null, otherMs: null },
  ];
  expect(levels.map((one) => judgeClock(one).level)).toEqual(['good', 'bad', 'bad', 'warning', 'good']);
});

test('[ST19] an origin in the open without https is bad, one that does not answer is doubted', () => {
  const judged = (origin: string, answer: number | string) => judgeOrigin({ origin: new URL(origin), answer }).level;
  expect(judged('https://deal.example.gov.uk', 200)).toBe('good');
  expect(judged('http://deal.example.gov.uk', 200)).toBe('bad');
  expect(judged('http://localhost:3000', 200)).toBe('good');
  expect(judged('https://deal.example.gov.uk', 502)).toBe('warning');
  expect(judged('https://deal.example.gov.uk', 'nothing (refused)')).toBe('warning');
});

test('[ST19] a backup that is missing or damaged is bad; one that is old, of later than now, or on the same disk, is doubted', () => {
  const newest = { madeAtMs: now - 3_600_000, isWhole: true };
  const cases = [
    { nowMs: now, newest, isOnSameDisk: false },
    { nowMs: now, newest, isOnSameDisk: true },
    { nowMs: now + 26 * 3_600_000, newest, isOnSameDisk: false },
    { nowMs: now - 2 * 3_600_000, newest, isOnSameDisk: false },
    { nowMs: now, newest: { ...newest, isWhole: false }, isOnSameDisk: false },
    { nowMs: now, newest: null, isOnSameDisk: false },
  ];
  expect(cases.map((one) => judgeBackup(one).level)).toEqual(['good', 'warning', 'warning', 'warning', 'bad', 'bad']);
});

test('[ST19] damage is named', () => {
  expect(judgeDatabase({ documents: 3, rows: 10, damaged: [] }).level).toBe('good');
  expect(judgeDatabase({ documents: 3, rows: 10, damaged: ['Document d1 is damaged: row 2 does not fit'] }).words).toContain('row 2');
});
