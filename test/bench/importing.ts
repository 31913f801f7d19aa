import MarkdownIt from 'markdown-it';
import type { Source } from '../../src/core/import/draft.ts';
import { importTutorials } from '../../src/core/import/importTutorials.ts';
import { overlayFiles } from '../../src/core/overlayFiles.ts';
import type { Samples } from './measures.ts';

const codelabs = 40;
const tours = 27;

/** Makes a pack of 40 codelabs of 20 KB and 27 tours, in memory; the floor is markdown-it, as it comes, on the same texts. In turns. */
export async function importing(rounds: number): Promise<Samples> {
  const sources = [...Array.from({ length: codelabs }, (_, n) => codelab(n)), ...Array.from({ length: tours }, (_, n) => tour(n))];
  const files = overlayFiles({ textOf: (bytes) => new TextDecoder().decode(bytes), bytesOf: (text) => new TextEncoder().encode(text) });
  const floor = new MarkdownIt({ html: true });
  const samples: Samples = { ours: [], floor: [] };
  for (let round = -1; round < rounds; round++) {
    const from = performance.now();
    const { tutorials } = await importTutorials(sources, { name: 'p', title: 'P', publisher: 'Me', description: '' }, { files });
    if (tutorials !== sources.length) throw new Error('Not all was imported');
    const between = performance.now();
    for (const { text } of sources) floor.parse(text, {});
    if (round < 0) continue;
    samples.ours.push(between - from);
    samples.floor.push(performance.now() - between);
  }
  return samples;
}

function codelab(n: number): Source {
  const steps = Array.from({ length: 20 }, (_, index) =>
    [
      `## Step ${index}\nDuration: 0:05:00\n`,
      `Some words about **step ${index}**, with a [link](https://example.com/${index}), \`code\` and an ![image](img/${index}.png).\n`,
      '```bash\n$ npm install\n$ npm test\n```\n',
      'Positive\n: Well done.\nGo on.\n',
      '<table>\n  <tr><td>Resource</td><td>Value</td></tr>\n  <tr><td>Host</td><td><a href="https://example.com">here</a></td></tr>\n</table>\n',
      '1. One\n2. Two\n   - Three <b>bold</b>\n   - Four <your-name>\n',
      `${'A sentence that goes on for a while, as sentences do. '.repeat(6)}\n`,
    ].join('\n'),
  );
  return {
    path: `labs/${n}.md`,
    text: `author: Me\nsummary: About ${n}\nid: lab-${n}\n\n# Lab ${n}\n\n${steps.join('\n')}`,
    format: 'codelab',
  };
}

function tour(n: number): Source {
  const steps = Array.from({ length: 12 }, (_, index) => ({
    title: `Step ${index}`,
    file: `src/file${index}.ts`,
    line: index + 1,
    description: `Words about [#1] and **${index}**.\n\n>> npm test\n\n${'A sentence that goes on for a while. '.repeat(6)}`,
  }));
  return { path: `.tours/${n}.tour`, text: JSON.stringify({ title: `${n} - Tour`, steps }, undefined, 2), format: 'codetour' };
}
