/** Brings a field into sight, and the caret into it. */

/** @returns the field; `null`: the page shows no such one. An entry that is not live yet becomes so now. */
export function goToField(path: string): HTMLElement | null {
  const find = () => document.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`);
  // It is reached for, as if by a pointer (turns.ts).
  find()?.dispatchEvent(new Event('pointerover', { bubbles: true }));
  const field = find();
  field?.scrollIntoView({ block: 'center' });
  field?.querySelector<HTMLElement>('textarea, [contenteditable]')?.focus({ preventScroll: true });
  return field;
}
