/** The colours of carets and faces, 0–7: a person's own where it can be, and another where two at one table would share it. */

const TONES = 8;

/** Always the same for the same person. */
export function ownTone(personId: string): number {
  let hash = 0;
  for (let i = 0; i < personId.length; i++) hash = (hash * 31 + personId.charCodeAt(i)) >>> 0;
  return hash % TONES;
}

/** The tones of people who are at one table: all different while there are enough, and the same in every window that sees the same people. */
export function tonesOf(personIds: Iterable<string>): ReadonlyMap<string, number> {
  const tones = new Map<string, number>();
  const taken = new Set<number>();
  for (const id of [...new Set(personIds)].sort()) {
    let tone = ownTone(id);
    if (taken.size < TONES) while (taken.has(tone)) tone = (tone + 1) % TONES;
    taken.add(tone);
    tones.set(id, tone);
  }
  return tones;
}
