// What is measured inside the extension host itself: a long list of tutorials, and memory over a long walk.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { diskFiles } from '../../src/extension/host/diskFiles.ts';
import { openInstalledPacks } from '../../src/extension/pack/installedPacks.ts';
import { openInstalledSnippets } from '../../src/extension/snippet/installedSnippets.ts';
import { snippetCompletions } from '../../src/extension/snippet/snippetCompletion.ts';
import { type TreeNode, tutorialsTree } from '../../src/extension/tutorial/tutorialsView.ts';
import type { Progress } from '../../src/protocol/progress.ts';
import { installing } from './installing.ts';
import type { Samples } from './measures.ts';

/** Milliseconds, of ours and of the least: reading the same files. Bytes of the heap after each stretch of a walk. */
export type HostMeasures = { list?: Samples; complete?: Samples; install?: Samples; heap?: { steps: number; bytes: number }[] };

/** Runs what ONRAMP_BENCH_HOST names. ONRAMP_BENCH_PACKS is the folder of the pack with many tutorials, ONRAMP_BENCH_SNIPPETS of that with many snippets. */
export async function hostMeasures(): Promise<HostMeasures> {
  const asked = process.env.ONRAMP_BENCH_HOST?.split(',') ?? [];
  return {
    // Memory first: lists that have been read are still being forgotten a while later.
    ...(asked.includes('memory') ? { heap: await walk() } : {}),
    ...(asked.includes('complete') ? { complete: await completions(process.env.ONRAMP_BENCH_SNIPPETS ?? '') } : {}),
    ...(asked.includes('list') ? { list: await listings(process.env.ONRAMP_BENCH_PACKS ?? '') } : {}),
    ...(asked.includes('install') ? { install: await installing() } : {}),
  };
}

const completionRounds = 40;
const typed = ['r', 're', 'req', 'request-1', 'rq', 'a-2', 'z'];

/**
 * What the extension host does when a letter is typed in a file of the language that all the snippets are for; beside a provider that makes
 * as many items from a list it has at hand. Both are called as VS Code calls them.
 */
async function completions(folder: string): Promise<Samples> {
  const packs = openInstalledPacks(vscode.Uri.file(folder), diskFiles);
  const snippets = openInstalledSnippets(packs, vscode.Uri.file('/none'), nothingKept, (error) => {
    throw error;
  });
  const index = await snippets.index();
  if (index.all.length < 10_000) throw new Error(`Only ${index.all.length} snippets were read`);
  const provider = snippetCompletions(snippets, '');
  const samples: Samples = { ours: [], floor: [] };
  for (let round = -completionRounds; round < completionRounds; round++) {
    const word = typed[Math.abs(round) % typed.length] ?? '';
    const document = await vscode.workspace.openTextDocument({ language: 'python', content: `x = 1\n${word}` });
    const position = new vscode.Position(1, word.length);
    let count = 0;
    const ours = await timed(async () => {
      count = (await provider.provideCompletionItems(document, position)).items.length;
    });
    const floor = timedNow(() => {
      index.all.slice(0, count).map(({ body, prefixes }) => {
        const item = new vscode.CompletionItem(prefixes[0] ?? '', vscode.CompletionItemKind.Snippet);
        item.insertText = new vscode.SnippetString(body);
        return item;
      });
    });
    if (count === 0) throw new Error(`Nothing fits ${word}`);
    if (round < 0) continue;
    samples.ours.push(ours);
    samples.floor.push(floor);
  }
  snippets.dispose();
  packs.dispose();
  return samples;
}

const nothingKept: vscode.Memento = { keys: () => [], get: () => undefined, update: async () => {} };

function timedNow(work: () => void): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

const listingRounds = 9;

/** From nothing known to every row that VS Code would show of a pack, half of its tutorials begun; beside reading its files. */
async function listings(folder: string): Promise<Samples> {
  const samples: Samples = { ours: [], floor: [] };
  for (let round = 0; round < listingRounds; round++) {
    samples.floor.push(await timed(() => readFiles(folder)));
    const packs = openInstalledPacks(vscode.Uri.file(folder), diskFiles);
    const tree = tutorialsTree(packs, begunStore, nothingOpen);
    let rows = 0;
    samples.ours.push(
      await timed(async () => {
        const all = await tree.getChildren(undefined);
        for (const pack of all) {
          const children = await tree.getChildren(pack);
          rows += (await Promise.all(children.map((node: TreeNode) => tree.getTreeItem(node)))).length;
        }
      }),
    );
    if (rows < 1000) throw new Error(`Only ${rows} tutorials were listed`);
    tree.dispose();
    packs.dispose();
  }
  return samples;
}

/** A person who has begun every other tutorial. */
const begunStore: Parameters<typeof tutorialsTree>[1] = {
  read: (pack, tutorial): Progress | undefined =>
    /[02468]$/.test(tutorial) ? { pack, version: '1.0.0', tutorial, current: null, startedAt: 1, steps: {} } : undefined,
  all: () => [],
  write: async () => {},
  remove: async () => {},
  setLastOpened: async () => {},
};
const nothingOpen: Parameters<typeof tutorialsTree>[2] = {
  current: () => undefined,
  onDidChange: () => new vscode.Disposable(() => {}),
};

async function readFiles(folder: string): Promise<void> {
  for (const pack of await readdir(folder)) {
    const tutorials = join(folder, pack, 'tutorials');
    await Promise.all((await readdir(tutorials)).map((name) => readFile(join(tutorials, name), 'utf8')));
  }
}

const stretch = 100;
const stretches = 12;

/** Walks to and fro through a tutorial of 60 steps, as a person does with the keys, in the extension as it is installed. */
async function walk(): Promise<{ steps: number; bytes: number }[]> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const place = { pack: 'onramp-bench', tutorial: 'short', step: 'step-1' };
  await vscode.commands.executeCommand('onramp.tutorial.start', place);
  const heap: { steps: number; bytes: number }[] = [];
  for (let step = 0; step <= stretch * stretches; step++) {
    if (step % stretch === 0) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      collect();
      collect();
      heap.push({ steps: step, bytes: process.memoryUsage().heapUsed });
    }
    await vscode.commands.executeCommand(Math.floor(step / 50) % 2 === 0 ? 'onramp.tutorial.next' : 'onramp.tutorial.back');
  }
  return heap;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
