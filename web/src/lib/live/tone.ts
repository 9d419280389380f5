/** The colour of a person's caret and face, 0–7: always the same for the same person. */
export function toneOf(personId: string): number {
  let hash = 0;
  for (let i = 0; i < personId.length; i++) hash = (hash * 31 + personId.charCodeAt(i)) >>> 0;
  return hash % 8;
}
