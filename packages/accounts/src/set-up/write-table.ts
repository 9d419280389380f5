/** Writes a list as CSV that spreadsheets open as it is meant: no cell can be taken for a formula. */

/** Lines end in CR LF (RFC 4180); the mark at the beginning tells Excel that it is UTF-8. */
export function writeTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return `\uFEFF${[headings, ...rows].map((row) => row.map(cellOf).join(',')).join('\r\n')}\r\n`;
}

/** What begins with =, +, -, @, a tab or a return is a formula to a spreadsheet (OWASP, CSV injection): an apostrophe before it makes it words. */
function cellOf(words: string): string {
  const harmless = /^[=+\-@\t\r]/.test(words) ? `'${words}` : words;
  return /[",\r\n;]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
