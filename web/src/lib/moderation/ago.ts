/** How long ago something was, as people say it: "3 hours ago". */
const STEPS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

export function ago(atMs: number, nowMs: number, language = 'en-GB'): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  for (const [unit, ms] of STEPS) if (nowMs - atMs >= ms) return format.format(-Math.floor((nowMs - atMs) / ms), unit);
  return format.format(0, 'minute');
}
