/** Two documents that take the same updates: one as the server does, letters typed on at once, the other by Yjs alone. */
import type { DocumentKind } from '@ginnel/domain/documents';
import { scanUpdate, type Scanned } from '@ginnel/merge/admission/scan';
import { openRoots } from '@ginnel/merge/edits/open';
import { typeOn } from '@ginnel/merge/type-on';
import * as Y from 'yjs';
import { anatomyOf } from './anatomy.ts';

export class BothWays {
  readonly quick: Y.Doc;
  readonly plain: Y.Doc;
  /** How many updates were typed on. */
  typedOn = 0;

  /** @param gc  whether what is deleted is forgotten, as it is on the server */
  constructor(kind: DocumentKind, { gc = true } = {}) {
    this.quick = serverDoc(kind, { gc });
    this.plain = serverDoc(kind, { gc });
  }

  /** @throws what Yjs throws, with which both are at an end */
  take(update: Uint8Array): void {
    Y.applyUpdate(this.plain, update);
    const struct = onlyStruct(update);
    if (struct !== null && typeOn(this.quick, update, struct)) this.typedOn++;
    else Y.applyUpdate(this.quick, update);
  }

  /** The same edit in both, at an index: Yjs looks it up by marks that it keeps. */
  edit(change: (doc: Y.Doc) => void): void {
    change(this.quick);
    change(this.plain);
  }

  /** Null when they are alike in everything. */
  difference(): string | null {
    const [quick, plain] = [this.quick, this.plain].map(anatomyOf) as [string, string];
    if (quick !== plain) return `typed on:\n${quick}\nby Yjs:\n${plain}`;
    const [bytes, same] = [this.quick, this.plain].map((doc) => Buffer.from(Y.encodeStateAsUpdate(doc))) as [Buffer, Buffer];
    return bytes.equals(same) ? null : `typed on: ${bytes.toString('hex')}, by Yjs: ${same.toString('hex')}`;
  }
}

/** As `createLiveDocument` makes it: it tidies no marks. */
export function serverDoc(kind: DocumentKind, { gc = true } = {}): Y.Doc {
  const doc = new Y.Doc({ gc });
  doc.clientID = 0;
  openRoots(kind, doc);
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    transaction._needFormattingCleanup = false;
  });
  return doc;
}

function onlyStruct(update: Uint8Array): Scanned | null {
  const { clients, deletes } = scanUpdate(update);
  const structs = clients.flatMap((each) => each.structs);
  return structs.length === 1 && deletes.length === 0 ? structs[0]! : null;
}
