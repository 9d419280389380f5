/**
 * Opens one live document for one person in one capacity: the local copy first, then the server, and back again after
 * every cut. Never calls anything saved that the server has not committed, and never loses words that it refused.
 *
 * @see design.md, sections 3 to 5
 */
import type { Clock, Random } from '@ginnel/base/ports';
import { LiveDocumentSession, type Surroundings, type Timers } from './session.ts';
import type { DeviceStorage } from './device/storage.ts';
import type { LiveSession } from './live-session.ts';
import type { Pace } from './arrivals.ts';
import { screenPace } from './screen-pace.ts';
import type { WorkingOptions } from './working.ts';

export interface OpenOptions extends Omit<WorkingOptions, 'WebSocket' | 'random' | 'clock'> {
  readonly personId: string;
  /** `await deviceStorage()` in a browser. */
  readonly storage: DeviceStorage;
  readonly random?: Random;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly surroundings?: Surroundings;
  readonly WebSocket?: typeof WebSocket;
}

/**
 * @example
 * const session = openDocument({ documentId, kind: 'plan', personId, capacityId, epoch: 1, shapeVersion: 1,
 *   serverUrl: 'wss://ginnel.example/sync', storage: await deviceStorage() });
 * await session.whenLoaded;
 * session.subscribe((state) => show(state.save));
 */
export function openDocument(options: OpenOptions): LiveSession {
  return new LiveDocumentSession({
    ...options,
    random: options.random ?? BROWSER_RANDOM,
    clock: options.clock ?? SYSTEM_CLOCK,
    timers: options.timers ?? SYSTEM_TIMERS,
    pace: options.pace ?? (typeof requestAnimationFrame === 'function' ? (pageAtHand ??= screenPace()) : null),
    surroundings: options.surroundings ?? BROWSER_WINDOW,
    WebSocket: options.WebSocket ?? globalThis.WebSocket,
  });
}

/** One for all documents of a page. */
let pageAtHand: Pace | null = null;

const BROWSER_RANDOM: Random = { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };
const SYSTEM_CLOCK: Clock = { nowMs: () => Date.now() };
const SYSTEM_TIMERS: Timers = {
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
const BROWSER_WINDOW: Surroundings = {
  onNetworkLost: (listener) => listen('offline', listener),
  onHidden: (listener) => listen('pagehide', listener),
};

function listen(event: 'offline' | 'pagehide', listener: () => void): () => void {
  if (typeof window === 'undefined') return () => undefined;
  window.addEventListener(event, listener);
  return () => window.removeEventListener(event, listener);
}
