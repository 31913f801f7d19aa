import { type Message, message } from '../message.ts';

/** What is wrong with the value at a path such as `dependencies.octokit`; undefined when nothing is. Without `equals` it must be there. */
export function jsonMismatch(whole: unknown, path: string, equals: unknown): Message | undefined {
  const found = valueAt(whole, path);
  if (found === undefined) return message('found.noSuchPath', path);
  return equals === undefined || same(found.value, equals) ? undefined : message('found.value', JSON.stringify(found.value));
}

/** A key may have dots of its own, as `editor.formatOnSave` has: of those that are there the longest is meant. */
function valueAt(whole: unknown, path: string): { value: unknown } | undefined {
  if (typeof whole !== 'object' || whole === null) return undefined;
  for (let end = path.length; end >= 0; end = path.lastIndexOf('.', end - 1)) {
    const key = path.slice(0, end);
    if (Object.hasOwn(whole, key)) {
      const value = (whole as Record<string, unknown>)[key];
      const found = end === path.length ? { value } : valueAt(value, path.slice(end + 1));
      if (found !== undefined) return found;
    }
    if (end === 0) break;
  }
  return undefined;
}

/** Whether two JSON values are the same, whatever the order of their keys. */
export function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
