import { Refusal } from './refusal.ts';

/**
 * The value of a JSON text. Half of a character, which only an escape can write, becomes the replacement character: no database keeps it, so it
 * would never be found again. Throws a Refusal that says in which line and column the text stops being JSON.
 */
export function parseJsonBody(text: string): unknown {
  try {
    return /\\u[dD][89a-fA-F]/.test(text) ? JSON.parse(text, wellFormed) : JSON.parse(text);
  } catch {
    if (text.trim() === '') throw new Refusal(400, 'body.notJson', 'The body is empty: send JSON.');
    const position = brokenAt(text);
    const before = text.slice(0, position).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    const where = `line ${before.length}, column ${column} (position ${position})`;
    const what =
      position >= text.length ? 'it ends too early there' : `${JSON.stringify(text.slice(position, position + 12))} cannot stand there`;
    throw new Refusal(400, 'body.notJson', `The body is not JSON at ${where}: ${what}.`);
  }
}

function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\uFFFD') : value;
}

/**
 * The position of the first character that no JSON text could have there; the length if it only ends too early. The engine's own
 * message names the position for some faults only, so the longest start that could still become JSON is searched for.
 */
function brokenAt(text: string): number {
  let whole = 0;
  let broken = text.length + 1;
  while (broken - whole > 1) {
    const middle = (whole + broken) >> 1;
    if (couldGoOn(text.slice(0, middle))) whole = middle;
    else broken = middle;
  }
  return whole;
}

function couldGoOn(start: string): boolean {
  try {
    JSON.parse(start);
    return true;
  } catch (error) {
    const message = (error as Error).message;
    if (message.startsWith('Unexpected end of JSON input')) return true;
    const position = / at position (\d+)/.exec(message)?.[1];
    return position !== undefined && Number(position) >= start.length;
  }
}
