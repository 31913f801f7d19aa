import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { parseTutorial } from '../../src/core/tutorial/parse.ts';
import type { Samples } from './measures.ts';

const warmUps = 100;

/** Parses the tutorials that ship, every block and check in them; the floor is markdown-it, as it comes, on the same text. In turns. */
export async function parsing(packs: string, rounds: number): Promise<Samples> {
  const texts = await tutorialsIn(packs);
  const floor = new MarkdownIt({ html: true });
  const samples: Samples = { ours: [], floor: [] };
  for (let round = -warmUps; round < rounds; round++) {
    const ours = timed(() => {
      for (const text of texts) parseTutorial(text, 'tutorials/a.md');
    });
    const least = timed(() => {
      for (const text of texts) floor.parse(text, {});
    });
    if (round < 0) continue;
    samples.ours.push(ours);
    samples.floor.push(least);
  }
  return samples;
}

async function tutorialsIn(packs: string): Promise<string[]> {
  const names = await readdir(packs, { recursive: true });
  const files = names.filter((name) => /[/\\]tutorials[/\\].*\.md$/.test(name));
  return Promise.all(files.map((name) => readFile(join(packs, name), 'utf8')));
}

function timed(work: () => void): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}
