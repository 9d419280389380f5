/**
 * Close codes of ours, 4400 to 4499: a stock y-websocket provider takes them as final. What it may try again
 * (restart, slow reader) closes with a standard code.
 */
import type { RefusalKind } from '@ginnel/domain/refusals';

export const CLOSE = {
  badFrame: 4400,
  signIn: 4401,
  notAllowed: 4403,
  noSuchDocument: 4404,
  shapeNewer: 4409,
  epochOver: 4410,
  tooLarge: 4413,
  tooFast: 4429,
  /** Standard: the server restarts, or the reader was too slow; come back. */
  restart: 1012,
  tryAgain: 1013,
} as const;

/** The code with which a client that does not speak `ginnel.v1` is closed after a refusal. */
export function closeCodeOf(kind: RefusalKind): number {
  switch (kind) {
    case 'malformed':
    case 'gap':
    case 'unknown-path':
    case 'bad-value':
      return CLOSE.badFrame;
    case 'signed-out':
      return CLOSE.signIn;
    case 'forged-author':
    case 'not-allowed':
    case 'not-your-part':
    case 'not-yours':
    case 'wrong-phase':
    case 'removed':
      return CLOSE.notAllowed;
    case 'too-large':
      return CLOSE.tooLarge;
    case 'too-fast':
      return CLOSE.tooFast;
    case 'storage-failed':
      return CLOSE.tryAgain;
    case 'epoch-over':
      return CLOSE.epochOver;
    case 'older-shape':
      return CLOSE.shapeNewer;
  }
}
