// `node test/bench/scaffoldRounds.ts FOLDER ROUNDS`: 1,000 files of 20 KB, 100 of them rendered, made in FOLDER from a template beside it by
// our scaffold, all its guarantees and its record included, and by others, in turns. Prints their milliseconds as JSON.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import degit from 'degit';
import { downloadTemplate } from 'giget';
import { createTarGzip } from 'nanotar';
import { diskFiles } from '../../src/cli/diskFiles.ts';
import { applyScaffold } from '../../src/core/scaffold/apply.ts';
import { planScaffold } from '../../src/core/scaffold/plan.ts';
import { settleAnswers } from '../../src/core/scaffold/settleAnswers.ts';
import { readTemplate } from '../../src/core/scaffold/template.ts';
import type { Scaffolding } from './scaffolding.ts';

const [scratch = '', rounds = ''] = process.argv.slice(2);
const source = join(scratch, 'template');
const target = join(scratch, 'made');

const files = new Map(Array.from({ length: 1000 }, (_, index) => fileOf(index)));
files.set('template.json', '{ "title": "T", "parameters": [{ "name": "name", "default": "app" }] }');
for (const [path, text] of files) write(join(source, path), text);
const archive = await createTarGzip([...files].map(([path, data]) => ({ name: `template-1/${path}`, data })));
const hash = '1'.repeat(40);
write(join(scratch, 'cache/giget/local/template/1.tar.gz'), archive);

const ways = {
  ours: async () => {
    const from = diskFiles(source);
    const { template } = await readTemplate(from, 'template');
    if (template === undefined) throw new Error('The template is not understood');
    const { plan } = await planScaffold(from, template, settleAnswers(template, {}).answers);
    if (plan === undefined) throw new Error('The template is refused');
    await applyScaffold(diskFiles(target), plan, { origin: { source: '../template', pinned: false } });
  },
  cp: async () => void execFileSync('cp', ['-r', source, target]),
  giget: async () => {
    const local = () => ({ name: 'template', version: '1', tar: 'http://127.0.0.1:1/' });
    await downloadTemplate('local:template', { dir: target, offline: true, registry: false, providers: { local } });
  },
  degit: async () => degit('o/template#1', { cache: true }).clone(target),
};
await keepForDegit();

const samples: Scaffolding = { cp: none(), giget: none(), degit: none() };
for (let round = -1; round < Number(rounds); round++) {
  for (const other of ['cp', 'giget', 'degit'] as const) {
    const turns = round % 2 === 0 ? (['ours', other] as const) : ([other, 'ours'] as const);
    for (const way of turns) {
      const from = performance.now();
      await ways[way]();
      const took = performance.now() - from;
      if (readFileSync(join(target, 'd7/f7.txt')).length !== files.get('d7/f7.txt')?.length) throw new Error(`${way} made something else`);
      rmSync(target, { recursive: true, maxRetries: 3 });
      if (round >= 0) samples[other][way === 'ours' ? 'ours' : 'floor'].push(took);
    }
  }
}
console.log(JSON.stringify(samples));

function none() {
  return { ours: [], floor: [] };
}

/** 20 KB of text that is no other file's; of ten one is rendered. */
function fileOf(index: number): [string, string] {
  const text = `${createHash('sha256').update(String(index)).digest('base64')} of a line of text, such as code has\n`.repeat(250);
  return index % 10 === 3 ? [`d${index % 40}/f${index}.txt.mustache`, `{{name}}\n${text}`] : [`d${index % 40}/f${index}.txt`, text];
}

function write(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** degit keeps an archive by its commit, below a folder that its versions name otherwise. */
async function keepForDegit(): Promise<void> {
  for (const home of ['.degit', '.cache/degit', 'cache/degit']) {
    write(join(scratch, home, `github/o/template/${hash}.tar.gz`), archive);
    write(join(scratch, home, 'github/o/template/map.json'), JSON.stringify({ 1: hash }));
  }
  if (existsSync(target)) rmSync(target, { recursive: true });
}
