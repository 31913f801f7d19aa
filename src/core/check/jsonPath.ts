import { type Message, message } from '../message.ts';

/** What is wrong with the value at a path such as `dependencies.octokit`; undefined when nothing is. Without `equals` it must be there. */
export function jsonMismatch(whole: unknown, path: string, equals: unknown): Message | undefined {
  let value = whole;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return message('found.noSuchPath', path);
    value = (value as Record<string, unknown>)[key];
  }
  return equals === undefined || same(value, equals) ? undefined : message('found.value', JSON.stringify(value));
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
