import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Samples } from './measures.ts';

/** A scaffold beside what copies the same files: `cp -r`, and what giget and degit do with an archive that they keep on this disk. */
export type Scaffolding = Record<'cp' | 'giget' | 'degit', Samples>;

/** Measures in a process of its own, as degit and giget find what they keep below the home folder that they were started with. */
export async function scaffolding(scratch: string, rounds: number): Promise<Scaffolding> {
  const env = { ...process.env, HOME: scratch, USERPROFILE: scratch, XDG_CACHE_HOME: join(scratch, 'cache') };
  const script = join(import.meta.dirname, 'scaffoldRounds.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, scratch, String(rounds)], { env });
  return JSON.parse(stdout);
}
