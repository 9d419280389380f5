/** Days as people choose and read them. */

const DAY_MS = 24 * 3_600_000;
const inWords = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' });

/** The end of a chosen day (`2027-03-31`), here; `null` when none was chosen. */
export function endOfDay(chosen: string): number | null {
  const start = startOfDay(chosen);
  return start === null ? null : start + DAY_MS;
}

export function startOfDay(chosen: string): number | null {
  const ms = chosen === '' ? NaN : new Date(`${chosen}T00:00`).getTime();
  return Number.isNaN(ms) ? null : ms;
}

export function dayInWords(atMs: number): string {
  return inWords.format(atMs);
}

/** The last day of a term that ends at this moment. */
export function lastDayInWords(untilMs: number): string {
  return inWords.format(untilMs - 1);
}
