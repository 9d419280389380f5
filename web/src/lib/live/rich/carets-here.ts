/**
 * The people at a table as one editor of prose needs to see them: those whose caret is in it. The stock plugin draws its editor anew
 * whenever anybody moves anywhere, and a plan has an editor for each of its parts.
 */
import type { Awareness } from 'y-protocols/awareness';

type Change = (change: Changed, origin: unknown) => void;

interface Changed {
  readonly added: readonly number[];
  readonly updated: readonly number[];
  readonly removed: readonly number[];
}

/** @param path  of the editor's field */
export function caretsHere(awareness: Awareness, path: string): Awareness {
  /** Whose caret the editor was last told of. */
  let shown = new Set<number>();
  const heard = new Map<Change, Change>();
  const statesHere = () =>
    new Map([...awareness.getStates()].filter(([client, state]) => client !== awareness.clientID && isIn(path, state)));

  return Object.create(awareness, {
    getStates: {
      value: () => {
        const states = statesHere();
        shown = new Set(states.keys());
        return states;
      },
    },
    on: {
      value: (name: 'change', tell: Change) => {
        const hear: Change = (change, origin) => {
          const states = awareness.getStates();
          const moved = [...change.added, ...change.updated, ...change.removed];
          if (moved.some((client) => client !== awareness.clientID && (shown.has(client) || isIn(path, states.get(client)))))
            tell(change, origin);
        };
        heard.set(tell, hear);
        awareness.on(name, hear);
      },
    },
    off: {
      value: (name: 'change', tell: Change) => {
        awareness.off(name, heard.get(tell) ?? tell);
        heard.delete(tell);
      },
    },
  }) as Awareness;
}

/** Other programs say where their caret is and not in which field: every editor looks for itself. */
function isIn(path: string, state: Readonly<Record<string, unknown>> | undefined): boolean {
  const { at, cursor } = state ?? {};
  return cursor !== null && cursor !== undefined && (typeof at !== 'string' || at === path);
}
