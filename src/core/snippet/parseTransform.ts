import type { message } from '../message.ts';
import type { FormatPart, Transform } from './body.ts';
import type { Cursor } from './cursor.ts';

type Read = { transform: Transform; why?: undefined } | { transform?: undefined; why: Parameters<typeof message> };

/** Reads `pattern/format/options}` from behind its first slash. */
export function readTransform(cursor: Cursor): Read {
  let pattern = '';
  while (!cursor.eat('/')) {
    if (cursor.atEnd()) return { why: ['snippet.transform'] };
    // Only the slash is escaped here: all else is the expression's own.
    pattern += cursor.eat('\\') ? (cursor.take(/\//y) ?? '\\') : (cursor.take(/[^/\\]+/y) ?? '');
  }
  const format: FormatPart[] = [];
  const add = (text: string) => {
    const last = format.at(-1);
    if (last?.kind === 'text') last.text += text;
    else format.push({ kind: 'text', text });
  };
  while (!cursor.eat('/')) {
    if (cursor.atEnd()) return { why: ['snippet.transform'] };
    const group = cursor.peek() === '$' ? readGroup(cursor) : undefined;
    if (group !== undefined) format.push(group);
    else if (cursor.eat('\\')) add(cursor.take(/[\\/]/y) ?? '\\');
    else add(cursor.take(/\$|[^$/\\]+/y) ?? '');
  }
  const options = cursor.take(/[^}]*/y) ?? '';
  if (!cursor.eat('}')) return { why: ['snippet.transform'] };
  try {
    new RegExp(pattern, options);
  } catch (error) {
    return { why: ['snippet.expression', error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : ''] };
  }
  return { transform: { pattern, options, format } };
}

/** `$1`, `${1}`, `${1:/upcase}`, `${1:+if}`, `${1:?if:else}`, `${1:-else}` or `${1:else}`; undefined, and nowhere gone, where it is none. */
function readGroup(cursor: Cursor): FormatPart | undefined {
  const from = cursor.at();
  const none = () => {
    cursor.backTo(from);
    return undefined;
  };
  cursor.eat('$');
  const complex = cursor.eat('{');
  const digits = cursor.take(/\d+/y);
  if (digits === undefined) return none();
  const group = { kind: 'group', index: Number(digits) } as const;
  if (!complex || cursor.eat('}')) return group;
  if (!cursor.eat(':')) return none();
  if (cursor.eat('/')) {
    const shorthand = cursor.take(/[A-Za-z_]\w*/y);
    return shorthand !== undefined && cursor.eat('}') ? { ...group, shorthand } : none();
  }
  if (cursor.eat('+')) {
    const filled = readUntil(cursor, '}');
    return filled ? { ...group, filled } : none();
  }
  if (cursor.eat('?')) {
    const filled = readUntil(cursor, ':');
    const empty = filled ? readUntil(cursor, '}') : undefined;
    return filled && empty ? { ...group, filled, empty } : none();
  }
  cursor.eat('-');
  const empty = readUntil(cursor, '}');
  return empty ? { ...group, empty } : none();
}

/** The text up to a character, `\$`, `\}` and `\\` worked out; undefined where it does not come or something else is escaped. */
function readUntil(cursor: Cursor, end: string): string | undefined {
  let text = '';
  while (!cursor.eat(end)) {
    if (cursor.atEnd()) return undefined;
    const piece = cursor.eat('\\') ? cursor.take(/[$}\\]/y) : cursor.take(/[^}:\\]+|[}:]/y);
    if (piece === undefined) return undefined;
    text += piece;
  }
  return text;
}
