/**
 * Yjs 13.6 writes down the clock of every client that ever wrote in a document before each transaction and after it: with 5,000
 * of them a keystroke cost half a millisecond, and each page that somebody writes in is a client. An update touches few, and of
 * all others the clock is the same after as before; so only those are listed, and the others are looked up when they are asked for.
 */
import type * as Y from 'yjs';

type Structs = (Y.Item | Y.GC)[];

/** Carries out one transaction in which only structs of these clients are added; `null`: of any. */
export type Touching = (clients: ReadonlySet<number> | null, work: () => void) => void;

/** To be called while the document is empty. What comes of a transaction is the same, byte by byte. */
export function listOnlyTouched(doc: Y.Doc): Touching {
  const clients = new Clients();
  doc.store.clients = clients;
  doc.on('beforeTransaction', (transaction: Y.Transaction) => {
    if (clients.touched !== null) transaction.beforeState = new ClocksBefore(clients, clients.touched, transaction.beforeState);
  });
  return (touched, work) => {
    clients.touched = touched;
    try {
      work();
    } finally {
      clients.touched = null;
    }
  };
}

/** Yjs lists nothing else of a document while a transaction goes on. */
class Clients extends Map<number, Structs> {
  touched: ReadonlySet<number> | null = null;

  override forEach(tell: (structs: Structs, client: number, all: Map<number, Structs>) => void): void {
    if (this.touched === null) return super.forEach(tell);
    for (const client of this.touched) {
      const structs = this.get(client);
      if (structs !== undefined) tell(structs, client, this);
    }
  }
}

class ClocksBefore extends Map<number, number> {
  readonly #clients: Clients;
  readonly #touched: ReadonlySet<number>;
  readonly #listed: Map<number, number>;

  constructor(clients: Clients, touched: ReadonlySet<number>, listed: Map<number, number>) {
    super();
    this.#clients = clients;
    this.#touched = touched;
    this.#listed = listed;
  }

  override get(client: number): number | undefined {
    if (this.#touched.has(client)) return this.#listed.get(client);
    const last = this.#clients.get(client)?.at(-1);
    return last === undefined ? undefined : last.id.clock + last.length;
  }
}
