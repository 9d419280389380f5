/** Where three figures stand on one line, when they can be read as numbers. */

/** Reads a figure as people write it: `1,240`, `12.5 %`, `£3,000`, `34 of 100`. `null` when no number leads it. */
export function numberOf(figure: string): number | null {
  const match = /-?\d[\d,]*(?:\.\d+)?/.exec(figure.replace(/^[^\d-]{0,3}/, ''));
  if (match === null || match.index !== 0) return null;
  const value = Number(match[0].replaceAll(',', ''));
  return Number.isFinite(value) ? value : null;
}

export interface Mark {
  readonly of: 'baseline' | 'latest' | 'target';
  /** 0–100 along the line. */
  readonly at: number;
}

/** @returns at least two marks, or none: one figure alone shows no way */
export function marksOf(figures: Readonly<Record<Mark['of'], string>>): readonly Mark[] {
  const known = (['baseline', 'latest', 'target'] as const).flatMap((of) => {
    const value = numberOf(figures[of]);
    return value === null ? [] : [{ of, value }];
  });
  if (known.length < 2) return [];
  const values = known.map(({ value }) => value);
  const low = Math.min(0, ...values);
  const span = Math.max(...values) - low || 1;
  return known.map(({ of, value }) => ({ of, at: ((value - low) / span) * 100 }));
}
