/** How much of what is about to be put into a field goes beyond its limit, in UTF-16 code units. */

/** Line ends count as the field holds them: one each. */
export function lettersTooMany(
  { value, selectionStart, selectionEnd }: Pick<HTMLTextAreaElement, 'value' | 'selectionStart' | 'selectionEnd'>,
  put: string,
  most: number,
): number {
  const length = value.length - (selectionEnd - selectionStart) + put.replaceAll('\r\n', '\n').length;
  return Math.max(0, length - most);
}
