/** A live document: the Yjs document of one epoch, and the judge at its door. Pure: no I/O, clock or randomness. */
import { assert } from '@ginnel/base/assert';
import type { Result } from '@ginnel/base/result';
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Refusal } from '@ginnel/domain/refusals';
import * as Y from 'yjs';
import { Judge } from './admission/judge.ts';
import { project } from './canonical/project.ts';
import type { Admitted, CanonicalContent, Judged, LiveDocument } from './contract.ts';
import { integrateQuickly } from './quick-integration.ts';
import { listOnlyTouched, type Touching } from './touched-clients.ts';
import { typeOn } from './type-on.ts';

/** From so many clients on it pays to look first which of them an update that was not judged here touches. */
const MANY_CLIENTS = 100;

export function createLiveDocument(kind: DocumentKind): LiveDocument {
  integrateQuickly();
  return new YjsLiveDocument(kind);
}

class YjsLiveDocument implements LiveDocument {
  readonly #kind: DocumentKind;
  /** Given to nobody who listens: a letter typed on makes no transaction. */
  readonly #doc = new Y.Doc();
  readonly #judge: Judge;
  readonly #touching: Touching;

  constructor(kind: DocumentKind) {
    this.#kind = kind;
    // Nobody may be leased this clientID: the server writes nothing.
    this.#doc.clientID = 0;
    this.#touching = listOnlyTouched(this.#doc);
    this.#judge = new Judge(kind, this.#doc);
    // Yjs tidies superfluous marks after remote edits and would delete items that no row of the log deletes. The server's
    // document holds exactly what its log says.
    this.#doc.on('afterTransaction', (transaction: Y.Transaction) => {
      transaction._needFormattingCleanup = false;
    });
  }

  judge(update: Uint8Array, by: Judged): Result<Admitted, Refusal> {
    return this.#judge.judge(update, by);
  }

  apply(update: Uint8Array): void {
    const { admitted } = this.#judge;
    if (update !== admitted?.update) {
      this.#judge.forgetCounts();
      this.#integrate(update, this.#touchedBy(update));
    } else if (admitted.struct === null || !typeOn(this.#doc, update, admitted.struct)) {
      this.#integrate(update, new Set(admitted.inserted.map(({ client }) => client)));
    }
  }

  #integrate(update: Uint8Array, touched: ReadonlySet<number> | null): void {
    this.#touching(touched, () => Y.applyUpdate(this.#doc, update));
    this.#assertNothingPending();
  }

  #touchedBy(update: Uint8Array): ReadonlySet<number> | null {
    if (this.#doc.store.clients.size < MANY_CLIENTS) return null;
    return new Set(Y.parseUpdateMeta(update).to.keys());
  }

  applyAll(updates: Iterable<Uint8Array>): void {
    this.#judge.forgetCounts();
    this.#doc.transact(() => {
      for (const update of updates) Y.applyUpdate(this.#doc, update);
    });
    this.#assertNothingPending();
  }

  stateVector(): Uint8Array {
    return Y.encodeStateVector(this.#doc);
  }

  encode(since?: Uint8Array): Uint8Array {
    return Y.encodeStateAsUpdate(this.#doc, since);
  }

  content(): CanonicalContent {
    return project(this.#kind, this.#doc) as CanonicalContent;
  }

  destroy(): void {
    this.#doc.destroy();
  }

  #assertNothingPending(): void {
    const { pendingStructs, pendingDs } = this.#doc.store;
    assert(pendingStructs === null && pendingDs === null, 'an update from the log was integrated whole');
  }
}
