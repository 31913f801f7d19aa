import { findNodeAtLocation } from 'jsonc-parser';
import { parseJson } from './jsonFile.ts';
import { inEnglish } from './message.ts';

/**
 * A JSON text with one more member at the end of the object at a path, which is made where it is missing; every character of the text stays,
 * its comments with them. Throws where the text cannot be read, or where something else stands at the path.
 */
export function withMember(source: string, path: readonly string[], name: string, value: unknown): string {
  const text = source.trim() === '' ? '{\n}\n' : source;
  const { tree, failure } = parseJson(text);
  if (tree === undefined) throw new Error(inEnglish(failure));
  const object = findNodeAtLocation(tree, [...path]);
  const [missing] = path.slice(-1);
  if (object === undefined && missing !== undefined) return withMember(text, path.slice(0, -1), missing, { [name]: value });
  if (object?.type !== 'object') throw new Error(`“${path.join('.')}” is not an object`);

  // Offsets count without a byte order mark.
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  const open = mark + object.offset + 1;
  const close = mark + object.offset + object.length - 1;
  const last = object.children?.at(-1);
  const end = last === undefined ? open : mark + last.offset + last.length;
  const between = text.slice(end, close);
  const comma = last === undefined || hasComma(between) ? '' : ',';
  const unit = /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const onOneLine = last !== undefined && typeof value !== 'object' && !text.slice(open, close).includes('\n');
  if (onOneLine) return `${text.slice(0, end)}${comma} ${JSON.stringify(name)}: ${JSON.stringify(value)}${text.slice(end)}`;
  const indent = unit.repeat(path.length + 1);
  const written = `${JSON.stringify(name)}: ${JSON.stringify(value, undefined, unit)}`.split('\n').join(`${eol}${indent}`);
  return `${text.slice(0, end)}${comma}${between.trimEnd()}${eol}${indent}${written}${eol}${unit.repeat(path.length)}${text.slice(close)}`;
}

/** Whether there is a comma outside of comments. */
function hasComma(text: string): boolean {
  return text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '').includes(',');
}
