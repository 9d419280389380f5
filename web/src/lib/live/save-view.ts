/** What has become of the person's words, as the bar says it. */
import type { SessionState } from '@ginnel/client/live-session';
import type { SaveView } from '#lib/document/contract.ts';

/** @param online  the device's own word that it has a network */
export function saveViewOf({ save, readOnly, connection }: SessionState, online: boolean): SaveView {
  const storageFailed = save.kind === 'kept-on-device' && save.because === 'server-cannot-save';
  const count = save.kind === 'kept-on-device' ? save.count : 0;
  if (readOnly !== null || connection.kind === 'ended') return { state: 'stopped', count, storageFailed };
  switch (save.kind) {
    case 'saving':
      return { state: online ? 'saving' : 'kept', count, storageFailed };
    case 'opening':
    case 'saved':
      return { state: save.kind, count, storageFailed };
    case 'kept-on-device':
      return { state: 'kept', count, storageFailed };
    case 'not-accepted':
      // Everything else is saved; the refused words have their own button beside it.
      return { state: 'saved', count, storageFailed };
  }
}
