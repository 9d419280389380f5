/** The places under a place, at any depth. */
export function placesBelow(id: string, places: readonly { id: string; parentId: string | null }[]): ReadonlySet<string> {
  const below = new Set<string>();
  const queue = [id];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const place of places) {
      if (place.parentId !== at || below.has(place.id)) continue;
      below.add(place.id);
      queue.push(place.id);
    }
  }
  return below;
}
