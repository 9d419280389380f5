/**
 * Lists as they stand on this screen. An entry that somebody took out while a person here is in it stays in its place
 * until they leave it: what they go on writing is in the document either way, and must not vanish under their hands.
 */
interface Entry {
  readonly id: string;
}

interface Lists {
  readonly takenOut?: Readonly<Record<string, readonly Entry[]>>;
}

/**
 * @param now     the content as the document has it
 * @param before  the content as this screen last showed it
 * @param within  the paths of the entries in which the person is, outermost first: `commitments/<id>/parts/<party>`
 * @returns the content to show, and the paths of those that stay though they were taken out
 */
export function keptShown<Content extends object>(
  now: Content,
  before: Content,
  within: readonly string[],
): { readonly content: Content; readonly kept: readonly string[] } {
  const kept: string[] = [];
  let content: object = now;
  for (const path of within) {
    const next = keptIn(content, before, path.split('/'));
    if (next === null) continue;
    content = next;
    kept.push(path);
  }
  return { content: content as Content, kept };
}

function keptIn(now: object, before: object, [list = '', id = '', ...rest]: readonly string[]): object | null {
  const standing = listOf(now, list);
  const stood = listOf(before, list);
  if (rest.length > 0) {
    const inner = standing.find((entry) => entry.id === id);
    const innerBefore = stood.find((entry) => entry.id === id);
    const next = inner === undefined || innerBefore === undefined ? null : keptIn(inner, innerBefore, rest);
    return next === null ? null : { ...now, [list]: standing.map((entry) => (entry === inner ? next : entry)) };
  }
  const { takenOut = {} } = now as Lists;
  const entry = takenOut[list]?.find((out) => out.id === id);
  const place = stood.findIndex((one) => one.id === id);
  if (entry === undefined || place === -1) return null;
  // Behind the nearest of those before it that still stand.
  const earlier = stood.slice(0, place).map((one) => one.id);
  const at = standing.findLastIndex((one) => earlier.includes(one.id)) + 1;
  return {
    ...now,
    [list]: [...standing.slice(0, at), entry, ...standing.slice(at)],
    takenOut: { ...takenOut, [list]: takenOut[list]?.filter((out) => out !== entry) ?? [] },
  };
}

function listOf(content: object, list: string): readonly Entry[] {
  return (content as Record<string, readonly Entry[] | undefined>)[list] ?? [];
}
