/** In which capacity a person writes in a document, when they have several: theirs to choose, and remembered on this device. */

interface Capacity {
  readonly id: string;
  readonly placeId: string;
}

const key = (documentId: string) => `ginnel.capacity.${documentId}`;

/** The one chosen before; else one of the document's own place; else the first. `null` when there is none. */
export function chosenCapacity(capacities: readonly Capacity[], documentId: string, placeId: string): string | null {
  const remembered = readItem(key(documentId));
  const own = capacities.find(({ id }) => id === remembered) ?? capacities.find((each) => each.placeId === placeId) ?? capacities[0];
  return own?.id ?? null;
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
