/** What was typed and cannot be done, in a sentence, with what comes nearest. */

/** As Commander says it, and as we do. */
const SENTENCES: readonly (readonly [RegExp, (name: string, ...more: string[]) => string])[] = [
  [/unknown command '(.*)'/, (name) => `There is no command “${name}”.`],
  [/unknown option '(.*)'/, (name) => `There is no option “${name}”.`],
  [/missing required argument '(.*)'/, (name) => `What is missing: <${name}>.`],
  [/required option '(.*)' not specified/, (name) => `What is missing: ${name}.`],
  [/option '(.*)' argument missing/, (name) => `Nothing stands after ${name}.`],
  [
    /too many arguments(?: for '.*')?\. Expected (\d+) .* got \d+: (.*)\./,
    (expected, got) => `Too many words: ${got}. Expected: ${expected}.`,
  ],
];

/** @param text  what Commander would have said; kept as it is where it is none that we know */
export function misunderstood(text: string): string {
  const said = text.trim().replace(/^error: /, '');
  const nearest = /\(Did you mean (one of )?(.*)\?\)/.exec(said)?.[2];
  const known = SENTENCES.map(([pattern, sentence]) => {
    const found = pattern.exec(said);
    return found === null ? null : sentence(found[1] ?? '', ...found.slice(2));
  }).find((sentence) => sentence !== null);
  if (known === undefined) return said;
  return `${known}${nearest === undefined ? '' : ` Did you mean ${nearest.replaceAll(', ', ' or ')}?`}`;
}
