import { decodeEntities, elementsIn, tagsIn } from './html.ts';

/** An HTML table as Markdown has tables: a cell in one line, the first row as its head. Undefined where it is no table of rows. */
export function markdownTable(html: string): string | undefined {
  if (elementsIn(html, 'table').length > 0) return undefined;
  const rows = rowsOf(html);
  const width = Math.max(0, ...rows.map(({ length }) => length));
  if (width === 0) return undefined;
  const line = (cells: readonly string[]) => `| ${Array.from({ length: width }, (_, index) => cells[index] ?? '').join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), `|${' --- |'.repeat(width)}`, ...body.map(line)].join('\n');
}

function rowsOf(html: string): string[][] {
  const rows: string[][] = [];
  let end = 0;
  let cell = -1;
  const finish = (to: number) => {
    if (cell >= 0) rows.at(-1)?.push(cellText(html.slice(cell, to)));
    cell = -1;
  };
  const stray = (to: number) => {
    // What stands between cells belongs to none of them, and would be lost: it becomes a row of its own.
    const text = cell >= 0 ? '' : cellText(html.slice(end, to));
    if (text !== '') rows.push([text]);
  };
  for (const { name, closing, from, to } of tagsIn(html)) {
    if (!['tr', 'td', 'th', 'thead', 'tbody', 'tfoot', 'colgroup', 'col', 'caption'].includes(name)) continue;
    stray(from);
    if (name !== 'caption') finish(from);
    if (!closing && name === 'tr') rows.push([]);
    else if (!closing && (name === 'td' || name === 'th')) {
      if (rows.length === 0) rows.push([]);
      cell = to;
    }
    end = to;
  }
  stray(html.length);
  finish(html.length);
  return rows.filter(({ length }) => length > 0);
}

/** A cell's text in one line: what are paragraphs and list items in HTML stands behind breaks. */
function cellText(html: string): string {
  return html
    .replace(/<pre\b[^>]*>([\s\S]*?)<\/pre\s*>/gi, (_, code: string) =>
      code
        .trim()
        .split('\n')
        .map((line) => (line.trim() === '' ? '' : `\`${decodeEntities(line.replace(/<[^>]*>/g, '')).replaceAll('`', "'")}\``))
        .join('<br>'),
    )
    .replace(/<li\b[^>]*>/gi, '<br>• ')
    .replace(/<\/?(?:ul|ol|li|p|div)\b[^>]*>/gi, '<br>')
    .replace(/\s+/g, ' ')
    .replace(/(?:\s*<br\s*\/?>\s*)+/gi, '<br>')
    .replace(/^(?:<br>|\s)+|(?:<br>|\s)+$/g, '')
    .replace(/(?<!\\)\|/g, '\\|');
}
