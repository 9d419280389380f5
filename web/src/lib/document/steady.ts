/** Lists that are made anew with every letter, and nearly always say the same: names, what was taken out. */
import { sharing } from '#lib/live/sharing.ts';

/** @returns hands back the very same list for as long as it says the same, so that of two hundred entries none is looked at for a letter in one */
export function steady(): <T>(now: readonly T[]) => readonly T[] {
  let before: readonly unknown[] = [];
  return <T>(now: readonly T[]) => {
    const same = sharing(before, now);
    before = same;
    return same;
  };
}
