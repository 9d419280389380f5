/** Makes what was copied elsewhere into what prose can hold, so that nothing runs together: rows of tables, and headings. */

const NEEDS_CARE = /<(?:t[dhr]|h[1456])\b/i;
const BLOCKS = 'p, div, ul, ol, h1, h2, h3, h4, h5, h6, blockquote, table';
const HEADINGS: Readonly<Record<string, string>> = { h1: 'h2', h4: 'h3', h5: 'h3', h6: 'h3' };

/** A row becomes a paragraph with its cells side by side, or, where cells hold paragraphs of their own, those. */
export function readyForProse(html: string): string {
  if (!NEEDS_CARE.test(html)) return html;
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const row of body.querySelectorAll('tr')) {
    const cells = [...row.children];
    if (row.querySelector(BLOCKS) !== null) {
      for (const cell of cells) become(cell, 'div');
      become(row, 'div');
      continue;
    }
    for (const cell of cells.slice(1)) cell.before(' ');
    for (const cell of cells) cell.replaceWith(...cell.childNodes);
    become(row, 'p');
  }
  for (const frame of body.querySelectorAll('table, caption, thead, tbody, tfoot')) become(frame, 'div');
  for (const heading of body.querySelectorAll('h1, h4, h5, h6')) become(heading, HEADINGS[heading.localName] ?? 'p');
  return body.innerHTML;
}

function become(element: Element, name: string): void {
  const made = element.ownerDocument.createElement(name);
  made.append(...element.childNodes);
  element.replaceWith(made);
}
