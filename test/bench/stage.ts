import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from '../../esbuild.mjs';

const root = join(import.meta.dirname, '..', '..');

/** The sizes, in bytes, of the modules of each file that the extension host can load, by the file's name and their path from the checkout. */
export type ModuleSizes = Record<string, Record<string, number>>;

const hostBundles = ['desktop', 'late'];

/**
 * Makes a copy of the extension, as it would be packed, with a pack to measure with among those that ship, so that it runs as it does
 * for somebody who has set nothing. Nothing activates it before it is asked to be. `readable` leaves it
 * unminified, so that its modules can be told apart. Gives the sizes of its modules.
 */
export async function stageExtension(folder: string, { readable = false, long = false } = {}): Promise<ModuleSizes> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const metafiles = await build({ production: !readable, names: [...hostBundles, 'guide'], folder });
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
  for (const part of ['package.nls.json', 'media', 'packs', 'snippets'])
    await cp(join(root, part), join(folder, part), { recursive: true });
  await stagePack(join(folder, 'packs', 'bench'), { long });
  const outputs = hostBundles.flatMap((name) => Object.entries(metafiles[name]?.outputs ?? {}));
  const sizesIn = (inputs: Record<string, { bytesInOutput: number }>) =>
    Object.fromEntries(Object.entries(inputs).map(([path, { bytesInOutput }]) => [path, bytesInOutput]));
  return Object.fromEntries(outputs.map(([path, { inputs }]) => [basename(path), sizesIn(inputs)]));
}

/** How many files there are to open, each for one side of one comparison: what was open before opens faster. */
export const fileCount = 400;

/** The path of a file of the workspace, and a word that stands on its referenced line only, or on its first. */
export function workspaceFile(index: number): { path: string; first: string; referenced: string } {
  const name = `part${String(index).padStart(3, '0')}`;
  return { path: `src/${name}.py`, first: `first_of_${name}`, referenced: `referenced_in_${name}` };
}

const referencedLine = 150;

/** Files of 200 lines, the referenced one below what fits in the window. */
export async function stageWorkspace(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'src'), { recursive: true });
  for (let index = 0; index < fileCount; index++) {
    const { path, first, referenced } = workspaceFile(index);
    const lines = Array.from({ length: 200 }, (_, line) => {
      const name = line === 0 ? first : line === referencedLine - 1 ? referenced : `value_${line}`;
      return `${name} = compute(${line}, "some text", scale=${line % 7})  # line ${line + 1}`;
    });
    await writeFile(join(folder, path), `${lines.join('\n')}\n`);
  }
}

/** A pack with a tutorial of references, one of eight steps of 1 KB as most are, one of 60 and, where `long` says so, one of 100 steps of 50 KB each. */
async function stagePack(folder: string, { long }: { long: boolean }): Promise<void> {
  await mkdir(join(folder, 'tutorials'), { recursive: true });
  const manifest = { name: 'onramp-bench', version: '1.0.0', title: 'Bench', publisher: 'Onramp', description: 'Steps to measure with.' };
  await writeFile(join(folder, 'onramp.json'), JSON.stringify(manifest));
  const tutorial = (name: string, steps: readonly string[]) =>
    writeFile(join(folder, 'tutorials', `${name}.md`), `# ${name}\n\nA tutorial to measure with.\n\n${steps.join('\n')}`);
  const references = Array.from({ length: fileCount }, (_, index) => `- \`${workspaceFile(index).path}:${referencedLine}\``);
  await tutorial('references', [`## Files\n\n${references.join('\n')}\n`]);
  await tutorial('first', stepsOf(8, 1024));
  await tutorial('short', stepsOf(60, 1024));
  if (long) await tutorial('long', stepsOf(100, 50 * 1024));
}

/** A folder with one pack of so many tutorials, each of ten steps and 6 KB with front matter. */
export async function stageManyTutorials(folder: string, count: number): Promise<void> {
  const pack = join(folder, 'many');
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(pack, 'tutorials'), { recursive: true });
  const manifest = { name: 'many', version: '1.0.0', title: 'Many', publisher: 'Onramp', description: 'A list to measure with.' };
  await writeFile(join(pack, 'onramp.json'), JSON.stringify(manifest));
  const steps = stepsOf(10, 600).join('\n');
  for (let index = 0; index < count; index++) {
    const number = String(index).padStart(4, '0');
    const front = `title: Tutorial ${number}\ndescription: What you will make, in a sentence or two.\ntime: 10m\nlevel: beginner\ntags: [http, first steps]`;
    await writeFile(join(pack, 'tutorials', `t${number}.md`), `---\n${front}\n---\n\nA tutorial to list.\n\n${steps}`);
  }
}

/** A folder with one pack of so many snippets for Python, in files of 500, their prefixes beginning with every letter. */
export async function stageManySnippets(folder: string, count: number): Promise<void> {
  const pack = join(folder, 'many');
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(pack, 'snippets'), { recursive: true });
  const manifest = { name: 'many', version: '1.0.0', title: 'Many', publisher: 'Onramp', description: 'Snippets to measure with.' };
  await writeFile(join(pack, 'onramp.json'), JSON.stringify(manifest));
  for (let from = 0; from < count; from += 500) {
    const snippets = Array.from({ length: 500 }, (_, index) => {
      const number = from + index;
      // Two thirds begin alike, so that much of it fits at once.
      const prefix = number % 3 === 0 ? `${String.fromCharCode(97 + (number % 26))}-${number}` : `request-${number}`;
      const body = [`def \${1:name_${number}}(\${2:client}):`, '\treturn $2.request("GET", "${3:/path}")', '$0'];
      const requires = { import: `from client import name_${number % 50}` };
      return [`Snippet ${number}`, { prefix, scope: 'python', description: 'What it is for, in a sentence.', requires, body }];
    });
    await writeFile(join(pack, 'snippets', `s${from}.code-snippets`), JSON.stringify(Object.fromEntries(snippets), undefined, 2));
  }
}

function stepsOf(count: number, bytes: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const text = [`## Step ${index + 1}\n`];
    for (let size = 0, turn = 0; size < bytes; turn++) {
      const paragraph = paragraphs[turn % paragraphs.length] ?? '';
      text.push(paragraph);
      size += paragraph.length + 1;
    }
    return `${text.join('\n')}\n`;
  });
}

/** What steps are made of, in turns. */
const paragraphs = [
  'Every request has a **limit**, and every answer says how much of it is left. Read it from the headers, as in `x-ratelimit-remaining`, before you go on: a loop that never looks is a loop that [stops in the night](https://docs.github.com/rest).\n',
  "```js\nconst { data, headers } = await octokit.request('GET /repos/{owner}/{repo}', { owner, repo });\nconsole.log(data.full_name, headers['x-ratelimit-remaining']);\n```\n",
  '1. Look at the *status* first.\n2. Then at the headers.\n3. Only then at the body: it may be empty.\n',
  '> [!TIP]\n> A conditional request that finds nothing new costs nothing.\n',
  'What you have now is a program that waits as long as it is asked to, and no longer. The next step makes it tell what it waits for, so that nobody takes it for dead.\n',
];
