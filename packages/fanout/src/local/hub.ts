/** Hints within one process: for a server that is the only node, and for tests with several. */
import { encodeSaid } from '../codec.ts';
import { Ear } from '../ear.ts';
import { Outbox } from '../outbox.ts';
import type { Hints } from '../ports/hints.ts';

export interface LocalHub {
  /** A new node. */
  join(): Hints;
}

export function createLocalHub(): LocalHub {
  const ears = new Set<Ear>();
  let joined = 0;
  return {
    join: () => {
      const node = `local-${++joined}`;
      const ear = new Ear(node);
      ears.add(ear);
      ear.setListening(true);
      const outbox = new Outbox((said) => {
        for (const message of encodeSaid(node, said)) for (const other of ears) other.hear(message);
      });
      return {
        publish: (hint) => outbox.add(hint),
        tell: (news) => outbox.tell(news),
        subscribe: (listener) => ear.subscribe(listener),
        onNews: (listener) => ear.onNews(listener),
        onListening: (listener) => ear.onListening(listener),
        close: async () => {
          outbox.flush();
          ears.delete(ear);
        },
      };
    },
  };
}
