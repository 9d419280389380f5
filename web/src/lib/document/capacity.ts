/** In which capacity a person writes in a document, when they have several: theirs to choose, and remembered on this device. */

interface Capacity {
  readonly id: string;
  readonly placeId: string;
}

const key = (documentId: string) => `ginnel.capacity.${documentId}`;

/** The one of the document's own place, else the first. `null` when there is none. */
export function usualCapacity(capacities: readonly Capacity[], placeId: string): string | null {
  return (capacities.find((each) => each.placeId === placeId) ?? capacities[0])?.id ?? null;
}

/** The one chosen in this document before, on this device; `null` when it is no longer theirs. */
export function rememberedCapacity(capacities: readonly Capacity[], documentId: string): string | null {
  const remembered = readItem(key(documentId));
  return capacities.find(({ id }) => id === remembered)?.id ?? null;
}

export function rememberCapacity(documentId: string, capacityId: string): void {
  try {
    localStorage.setItem(key(documentId), capacityId);
  } catch {
    // A browser that keeps nothing: the choice lasts as long as the page.
  }
}

function readItem(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
