/** A name as it is shown: one line, with nothing in it that turns or hides letters. */
export function plainName(name: string): string {
  return name
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}]/gu, '')
    .trim();
}
