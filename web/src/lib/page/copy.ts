/** Copying words for a person. Not every browser lets a page do it: without https there is no clipboard, and it may be refused. */

/**
 * @param shown  where the words stand: selected when they must be copied by hand
 * @returns whether they are in the clipboard
 */
export async function copyWords(text: string, shown: HTMLElement | null | undefined): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    if (shown) globalThis.getSelection()?.selectAllChildren(shown);
    return false;
  }
}
