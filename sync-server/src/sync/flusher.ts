/**
 * Ends windows: all rooms that have something to commit do so in one append, and one append is under way at a time. The
 * first edit after a quiet moment goes at once; in a crowd a window gathers, because each frame sent to each reader is
 * what costs.
 */
import { assert } from '@ginnel/base/assert';
import type { Clock } from '@ginnel/base/ports';
import type { Hints } from '@ginnel/fanout/ports/hints';
import type { Append, DocumentLog } from '@ginnel/store/ports/document-log';
import type { RoomInput } from '@ginnel/room/contract';
import type { SyncMetrics } from './ports.ts';

/** A lone writer waits for nobody; at this many deliveries a second a window is as long as it gets. */
const BUSY_DELIVERIES_PER_SECOND = 1000;
const SHORTEST_WINDOW_MS = 4;
/** What an edit in a crowd waits in the median: half a window, then the commit. 20 ms more than a bare relay is the most that it may. */
const MEDIAN_WAIT_MS = 18;
/** Commits that a disk has just made say how long the next one takes: each counts this much. */
const COMMIT_SHARE = 0.1;
/** What a room asks for later is at most two seconds away. */
const LONGEST_LATER_MS = 2_000;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 4000;

/** A room as the flusher sees it. */
export interface Windowed {
  /** As `Room.flushAtMs`. */
  readonly flushAtMs: number | null;
  /** Ends the window. Returns the append that the room asks for, if any. */
  endWindow(): Append | null;
  feed(input: RoomInput): void;
}

export interface FlusherOptions {
  readonly log: DocumentLog;
  readonly clock: Clock;
  readonly metrics: SyncMetrics;
  readonly hints: Hints | null;
  readonly report: (what: string, error: unknown) => void;
}

export class Flusher {
  readonly #options: FlusherOptions;
  readonly #due = new Set<Windowed>();
  /** By the monotonic clock. */
  readonly #later = new Map<Windowed, number>();
  /** None of these is due before. */
  #laterMs = Infinity;
  #timer: NodeJS.Timeout | NodeJS.Immediate | null = null;
  #timerAtMs = Infinity;
  #isCommitting = false;
  #lastFlushMs = 0;
  #commitMs = 0;
  #deliveriesPerSecond = 0;
  #delivered = 0;
  #notBeforeMs = 0;
  #retryMs = FIRST_RETRY_MS;
  #settled: (() => void) | null = null;

  constructor(options: FlusherOptions) {
    this.#options = options;
  }

  /** To be called after every input of a room. */
  note(room: Windowed): void {
    const atMs = room.flushAtMs;
    if (atMs === null) return this.forget(room);
    if (atMs === 0) this.#due.add(room);
    else {
      const dueMs = Math.min(this.#later.get(room) ?? Infinity, performance.now() + this.#waitUntil(atMs));
      this.#later.set(room, dueMs);
      this.#laterMs = Math.min(this.#laterMs, dueMs);
    }
    this.#schedule();
  }

  forget(room: Windowed): void {
    this.#due.delete(room);
    this.#later.delete(room);
  }

  delivered(count: number): void {
    this.#delivered += count;
  }

  get isIdle(): boolean {
    return !this.#isCommitting && this.#due.size === 0;
  }

  /** Resolves when nothing waits to be committed, or when the disk has been failing for `timeoutMs`. */
  async settle(timeoutMs: number): Promise<void> {
    if (this.isIdle) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#settled = resolve;
    const timer = setTimeout(resolve, timeoutMs);
    await promise;
    clearTimeout(timer);
  }

  /** A clock that jumps must not hold anything up. */
  #waitUntil(wallMs: number): number {
    return Math.min(LONGEST_LATER_MS, Math.max(0, wallMs - this.#options.clock.nowMs()));
  }

  #windowMs(): number {
    const busy = Math.min(1, this.#deliveriesPerSecond / BUSY_DELIVERIES_PER_SECOND);
    const longestMs = Math.max(SHORTEST_WINDOW_MS, 2 * (MEDIAN_WAIT_MS - this.#commitMs));
    return SHORTEST_WINDOW_MS + (longestMs - SHORTEST_WINDOW_MS) * busy;
  }

  #schedule(): void {
    if (this.#isCommitting) return;
    const dueMs = this.#due.size > 0 ? this.#lastFlushMs + this.#windowMs() : Infinity;
    const atMs = Math.max(Math.min(dueMs, this.#laterMs), this.#notBeforeMs);
    if (atMs === Infinity || atMs >= this.#timerAtMs) return;
    if (this.#timer !== null) this.#stopTimer();
    this.#timerAtMs = atMs;
    const end = (): void => {
      this.#timer = null;
      this.#timerAtMs = Infinity;
      // What fell due since this was planned waits for the append that is under way.
      if (!this.#isCommitting) void this.#flush();
    };
    const waitMs = Math.ceil(atMs - performance.now());
    this.#timer = waitMs <= 0 ? setImmediate(end) : setTimeout(end, waitMs);
  }

  stop(): void {
    this.#stopTimer();
    this.#due.clear();
    this.#later.clear();
    this.#laterMs = Infinity;
  }

  #stopTimer(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer as NodeJS.Timeout);
    clearImmediate(this.#timer as NodeJS.Immediate);
    this.#timer = null;
    this.#timerAtMs = Infinity;
  }

  async #flush(): Promise<void> {
    const { log, metrics, hints, report } = this.#options;
    const startedMs = performance.now();
    this.#measure(startedMs);
    const appends: Append[] = [];
    const rooms: Windowed[] = [];
    for (const room of this.#takeDue()) {
      const append = room.endWindow();
      if (append === null) continue;
      appends.push(append);
      rooms.push(room);
    }
    if (appends.length > 0) {
      this.#isCommitting = true;
      try {
        const results = await log.append(appends);
        assert(results.length === appends.length, 'the log answers every append');
        this.#isCommitting = false;
        this.#retryMs = FIRST_RETRY_MS;
        const commitMs = performance.now() - startedMs;
        this.#commitMs += COMMIT_SHARE * (commitMs - this.#commitMs);
        metrics.observe('commitMs', commitMs);
        metrics.observe(
          'batchRows',
          appends.reduce((sum, { rows }) => sum + rows.length, 0),
        );
        rooms.forEach((room, i) => {
          const result = results[i];
          if (result === undefined) return;
          if (result.outcome !== 'durable') metrics.count('rejudged', 1, result.outcome);
          else if (hints !== null && appends[i] !== undefined && appends[i].rows.length > 0)
            hints.publish({ documentId: appends[i].documentId, seq: result.headSeq });
          room.feed({ type: 'appended', result });
        });
      } catch (error) {
        this.#isCommitting = false;
        this.#notBeforeMs = performance.now() + this.#retryMs;
        this.#retryMs = Math.min(LONGEST_RETRY_MS, this.#retryMs * 2);
        metrics.count('appendFailures', 1);
        report('the log could not be written', error);
        for (const room of rooms) room.feed({ type: 'append-failed' });
      }
    }
    this.#schedule();
    if (this.isIdle) this.#settled?.();
  }

  #takeDue(): ReadonlySet<Windowed> {
    const rooms = new Set(this.#due);
    this.#due.clear();
    const nowMs = performance.now();
    if (this.#laterMs > nowMs) return rooms;
    this.#laterMs = Infinity;
    for (const [room, dueMs] of this.#later) {
      if (dueMs > nowMs) this.#laterMs = Math.min(this.#laterMs, dueMs);
      else {
        this.#later.delete(room);
        rooms.add(room);
      }
    }
    return rooms;
  }

  #measure(nowMs: number): void {
    const elapsedMs = Math.max(1, nowMs - this.#lastFlushMs);
    const share = Math.min(1, elapsedMs / 200);
    this.#deliveriesPerSecond += share * ((this.#delivered * 1000) / elapsedMs - this.#deliveriesPerSecond);
    this.#delivered = 0;
    this.#lastFlushMs = nowMs;
  }
}
