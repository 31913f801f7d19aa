import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModuleSizes } from './stage.ts';

/** What of the extension was evaluated: bytes, minified, by package or room, and what should not have been. */
export type Evaluated = { bytes: number; of: number; byOrigin: Record<string, number>; heavy: string[]; ok: boolean; text: string };

/** A package of this many bytes, minified, has no place in an activation. */
const heavyFrom = 10_000;

/**
 * `dist` holds unminified bundles: there esbuild names a module that waits for its first use by its path, as the function that
 * evaluates it; every other module is evaluated with its file. `ran` are the functions that were called, by file: a file that is
 * not among them was not read. `modules` tells what is in which of those files; `minified` what each of them takes in the extension as it is packed.
 */
export async function evaluatedAtActivation(
  dist: string,
  modules: ModuleSizes,
  minified: ModuleSizes,
  ran: Record<string, readonly string[]>,
): Promise<Evaluated> {
  const byOrigin: Record<string, number> = {};
  const sizes = Object.fromEntries(Object.values(minified).flatMap((inputs) => Object.entries(inputs)));
  for (const [file, inputs] of Object.entries(modules)) {
    const called = ran[file];
    if (called === undefined) continue;
    const text = await readFile(join(dist, file), 'utf8');
    const waiting = new Set([...text.matchAll(/^ {2}(?:async )?"([^"\n]+)"\(/gm)].map(([, path = '']) => path));
    for (const path of Object.keys(inputs)) {
      const bytes = sizes[path] ?? 0;
      if (bytes === 0 || (waiting.has(path) && !called.includes(path))) continue;
      const origin = originOf(path);
      byOrigin[origin] = (byOrigin[origin] ?? 0) + bytes;
    }
  }
  const bytes = sum(Object.values(byOrigin));
  const heavy = Object.keys(byOrigin).filter((origin) => !origin.startsWith('src/') && (byOrigin[origin] ?? 0) >= heavyFrom);
  const of = sum(Object.values(sizes));
  const evaluated = { bytes, of, byOrigin, heavy, ok: heavy.length === 0 && bytes > 0 };
  return { ...evaluated, text: describe(evaluated) };
}

function describe({ bytes, of, byOrigin, heavy, ok }: Omit<Evaluated, 'text'>): string {
  const rows = Object.entries(byOrigin).sort(([, a], [, b]) => b - a);
  return [
    `Evaluated at activation: ${kilobytes(bytes)} of ${kilobytes(of)}, minified${ok ? ' (ok)' : ` (OVER: ${heavy.join(', ')} before first use)`}`,
    ...rows.map(([origin, size]) => `  ${kilobytes(size).padStart(8)}  ${origin}`),
  ].join('\n');
}

/** The package a module is from, or the room of ours. */
function originOf(path: string): string {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split('/').slice(0, 2).join('/');
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} KB`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
