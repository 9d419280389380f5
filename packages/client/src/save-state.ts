/**
 * What has become of a person's edits, in the words of the durability contract (design.md, section 5). A pure state
 * machine: it is told what happened, and never says "saved" before the server has said so on this connection.
 */

export type SaveState =
  /** The local copy or the first answer of the server is still awaited, and nothing of the person's waits. */
  | { readonly kind: 'opening' }
  /** Sent or about to be; on this device meanwhile. */
  | { readonly kind: 'saving' }
  /** The server has committed every edit of this session, and fsync has returned. */
  | { readonly kind: 'saved' }
  /** `count` insertions and deletions wait on this device, which has written them; 0 when there is only no connection. */
  | { readonly kind: 'kept-on-device'; readonly count: number; readonly because: 'no-connection' | 'server-cannot-save' | 'ended' }
  /** Everything else is saved, but some words of the person were refused and are kept: `entries` of them. */
  | { readonly kind: 'not-accepted'; readonly entries: number };

export interface SaveProgress {
  /** The local copy has been read. */
  readonly loaded: boolean;
  readonly link: 'opening' | 'up' | 'down' | 'ended';
  readonly storageWritable: boolean;
  /** Insertions and deletions of this session and of the local copy that wait for a `saved`, ever counted. */
  readonly edited: number;
  /** Of these, how many are known to be written on this device. */
  readonly onDevice: number;
  /** Of these, how many the server has committed. */
  readonly committed: number;
  /** Edit frames sent on this connection and not yet covered: for each, the value of `edited` when it was sent. */
  readonly inFlight: readonly { readonly frame: number; readonly covers: number }[];
  /** The answer to the server's sync step 1, which carries everything that it lacks, was sent on this connection. */
  readonly caughtUp: boolean;
  /** A frame of this connection was refused: no later `saved` of it counts. */
  readonly refused: boolean;
  readonly notAccepted: number;
}

export type SaveEvent =
  /** The local copy is read; `unsent` of what it and this session hold was never confirmed by the server. */
  | { readonly type: 'loaded'; readonly unsent: number }
  | { readonly type: 'edited'; readonly units: number }
  | { readonly type: 'connected' }
  /**
   * An edit frame went out; `everything`: it is the sync step 2, or the last piece of it, which carries all that the server lacks;
   * `isPart`: the rest follows in the next frame.
   */
  | { readonly type: 'sent'; readonly frame: number; readonly everything: boolean; readonly isPart?: boolean }
  | { readonly type: 'saved'; readonly frames: number }
  /** The device has written what was counted up to `edited`. */
  | { readonly type: 'on-device'; readonly edited: number }
  | { readonly type: 'refused' }
  | { readonly type: 'storage'; readonly writable: boolean }
  | { readonly type: 'disconnected' }
  | { readonly type: 'ended' }
  /** A new document took over, with the server's state and nothing else, on a connection that has caught up. */
  | { readonly type: 'rebuilt' }
  | { readonly type: 'not-accepted'; readonly entries: number };

export const BEFORE: SaveProgress = {
  loaded: false,
  link: 'opening',
  storageWritable: true,
  edited: 0,
  onDevice: 0,
  committed: 0,
  inFlight: [],
  caughtUp: false,
  refused: false,
  notAccepted: 0,
};

export function advance(now: SaveProgress, event: SaveEvent): SaveProgress {
  switch (event.type) {
    case 'loaded':
      return { ...now, loaded: true, edited: event.unsent, onDevice: event.unsent };
    case 'edited':
      return { ...now, edited: now.edited + event.units };
    case 'connected':
      return { ...now, link: 'up', inFlight: [], caughtUp: false, refused: false, storageWritable: true };
    case 'sent': {
      // A part covers nothing new: what the rest brings cannot be told from what it brings.
      const covers = event.isPart === true ? (now.inFlight.at(-1)?.covers ?? now.committed) : now.edited;
      return {
        ...now,
        caughtUp: now.caughtUp || event.everything,
        inFlight: [...now.inFlight, { frame: event.frame, covers }],
      };
    }
    case 'saved':
      return now.refused ? now : committed(now, event.frames);
    case 'on-device':
      return { ...now, onDevice: Math.max(now.onDevice, event.edited) };
    case 'refused':
      return { ...now, refused: true, inFlight: [] };
    case 'storage':
      return { ...now, storageWritable: event.writable };
    case 'disconnected':
      return now.link === 'ended' ? now : { ...now, link: 'down', inFlight: [], caughtUp: false };
    case 'ended':
      return { ...now, link: 'ended', inFlight: [], caughtUp: false };
    case 'rebuilt':
      return { ...now, link: 'up', edited: 0, onDevice: 0, committed: 0, inFlight: [], caughtUp: true, refused: false };
    case 'not-accepted':
      return { ...now, notAccepted: event.entries };
  }
}

function committed(now: SaveProgress, frames: number): SaveProgress {
  const inFlight = now.inFlight.filter((sent) => sent.frame > frames);
  const covered = now.inFlight.reduce((most, sent) => (sent.frame <= frames ? Math.max(most, sent.covers) : most), now.committed);
  return { ...now, inFlight, committed: covered };
}

/** Insertions and deletions that only this device has. */
export function unsentCount(now: SaveProgress): number {
  return now.edited - now.committed;
}

export function saveStateOf(now: SaveProgress): SaveState {
  const count = unsentCount(now);
  if (now.link === 'ended') return keptOr(now, kept(now, 'ended'));
  if (now.link === 'down') return kept(now, 'no-connection');
  if (now.link === 'opening' || !now.loaded) return count > 0 ? kept(now, 'no-connection') : { kind: 'opening' };
  if (!now.storageWritable && count > 0) return kept(now, 'server-cannot-save');
  if (count > 0 || now.refused) return { kind: 'saving' };
  if (!now.caughtUp || now.inFlight.length > 0) return { kind: 'opening' };
  return keptOr(now, { kind: 'saved' });
}

/** Said once the device has written it, and not before. */
function kept(now: SaveProgress, because: 'no-connection' | 'server-cannot-save' | 'ended'): SaveState {
  const isWritten = now.onDevice >= now.edited || now.committed >= now.edited;
  return isWritten ? { kind: 'kept-on-device', count: unsentCount(now), because } : { kind: 'saving' };
}

/** Where nothing else waits, refused words come before the good news. */
function keptOr(now: SaveProgress, otherwise: SaveState): SaveState {
  return now.notAccepted > 0 && unsentCount(now) === 0 ? { kind: 'not-accepted', entries: now.notAccepted } : otherwise;
}
