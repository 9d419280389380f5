/** How the parts of the judge say no to each other. It never leaves the judge: `judge` returns it as a value. */
import type { Refusal, RefusalKind } from '@ginnel/domain/refusals';

export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(kind: RefusalKind, path: string) {
    super(kind);
    this.refusal = { kind, path };
  }
}

export function refuse(kind: RefusalKind, path = ''): never {
  throw new Refused(kind, path);
}
