import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Samples } from './measures.ts';

const tutorials = 200;
const run = promisify(execFile);

/**
 * `onramp lint`, as a person calls it, over a pack of 200 tutorials, each one of those that ship. The floor is Node reading the same files
 * and doing nothing with them. In turns.
 */
export async function linting(root: string, folder: string, rounds: number): Promise<Samples> {
  const shipped = join(root, 'packs', 'zod-in-ten-minutes');
  const pack = join(folder, 'lint');
  await mkdir(join(pack, 'tutorials'), { recursive: true });
  const text = await readFile(join(shipped, 'tutorials', 'zod.md'), 'utf8');
  const manifest = {
    name: 'many',
    version: '1.0.0',
    title: 'Many',
    publisher: 'Onramp',
    description: 'Tutorials to lint.',
    license: 'MIT',
  };
  await writeFile(join(pack, 'onramp.json'), JSON.stringify(manifest));
  for (const part of ['templates', 'snippets', join('tutorials', 'gate.svg')])
    await cp(join(shipped, part), join(pack, part), { recursive: true });
  for (let index = 0; index < tutorials; index++) await writeFile(join(pack, 'tutorials', `t${index}.md`), text);
  const reads = `const { readdirSync, readFileSync } = require('node:fs');
    for (const name of readdirSync('tutorials')) readFileSync('tutorials/' + name, 'utf8');`;
  const samples: Samples = { ours: [], floor: [] };
  for (let round = -1; round < rounds; round++) {
    const ours = await timed(() => run(process.execPath, [join(root, 'dist', 'cli.mjs'), 'lint', pack]));
    const floor = await timed(() => run(process.execPath, ['-e', reads], { cwd: pack }));
    if (round < 0) continue;
    samples.ours.push(ours);
    samples.floor.push(floor);
  }
  return samples;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
