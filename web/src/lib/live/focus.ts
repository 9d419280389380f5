/** Where the person is on the page, and how they stay there while others change what is round them. */

/** The paths of the entries in which focus is, outermost first. */
export function entriesWithFocus(): string[] {
  const paths: string[] = [];
  for (
    let at = document.activeElement?.closest<HTMLElement>('[data-entry]');
    at;
    at = at.parentElement?.closest<HTMLElement>('[data-entry]')
  )
    paths.unshift(at.dataset['entry'] as string);
  return paths;
}

/** When somebody else moves an entry in which a person writes, the caret stays where it was, and so does the line on the screen. */
export function keepFocus(): () => void {
  const field = document.activeElement;
  if (!(field instanceof HTMLElement) || field === document.body) return () => undefined;
  const { top } = field.getBoundingClientRect();
  return () => {
    if (!field.isConnected) return;
    if (document.activeElement === document.body) field.focus({ preventScroll: true });
    if (document.activeElement === field) scrollBy({ top: field.getBoundingClientRect().top - top, behavior: 'instant' });
  };
}
