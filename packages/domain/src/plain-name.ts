/** Names and titles as they are shown beside others: nothing in them is invisible, or turns what stands next to them. */

/** One line, with nothing in it that turns or hides letters. */
export function plainName(name: string): string {
  return visible(name.normalize('NFC').replace(/\s+/g, ' ')).trim();
}

/** Whether there is anything to see. */
export function isBlank(words: string): boolean {
  return visible(words).trim() === '';
}

/** Fillers and the blank Braille cell are letters and symbols by name, and empty to the eye. */
function visible(words: string): string {
  return words.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u115f\u1160\u3164\uffa0\u2800]/gu, '');
}
