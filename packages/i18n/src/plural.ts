/** Counted words: "1 person", "3 people", by the plural rules of the language. */

/** The forms of one counted word. `#` stands for the number. `other` is always there. */
export type Forms = { readonly other: string } & Partial<Readonly<Record<Intl.LDMLPluralRule, string>>>;

/** @returns a function from a whole number, 0 or more, to its words: `counted('en', {one: '# day', other: '# days'})(3)` is `3 days` */
export function counted(language: string, forms: Forms): (count: number) => string {
  const rules = new Intl.PluralRules(language);
  const figures = new Intl.NumberFormat(language);
  return (count) => (forms[rules.select(count)] ?? forms.other).replace('#', figures.format(count));
}
