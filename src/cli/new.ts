import { mkdir, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { manifest } from '../protocol/manifest.ts';
import { type PackFacts, starterPack } from './starterPack.ts';

type Options = { name?: string; title?: string; publisher?: string; yes?: boolean; json?: boolean };

/** `onramp new`: a pack to start from. */
export function newCommand(): Command {
  return new Command('new')
    .description('Make a pack to start from: one small tutorial with sample code, a snippet and checks, which lints and tests clean.')
    .argument('[dir]', 'the folder to make', '.')
    .addOption(new Option('--name <name>', 'the pack’s name, as npm takes it (default: the folder’s)'))
    .addOption(new Option('--title <title>', 'what people read (default: the name in words)'))
    .addOption(new Option('--publisher <publisher>', 'who stands behind it (default: your user name)'))
    .addOption(new Option('--yes', 'ask nothing and take the defaults'))
    .addOption(new Option('--json', 'tell what was made as JSON'))
    .addHelpText('after', help)
    .action(make);
}

const help = `
Nothing that is there already is touched: a README, a changelog, a licence and a .gitignore of your own are kept, and where another file
of the pack is in the way, nothing is written at all.

Examples:
  onramp new my-pack
  onramp new my-pack --title "My API" --publisher "Me and Co." --yes

Exit codes: 0 made, 1 something is in the way, 2 wrong usage.`;

async function make(folder: string, options: Options, command: Command): Promise<void> {
  const facts = await settle(folder, options);
  if (facts === undefined) {
    console.error('Cancelled. Nothing was written.');
    process.exitCode = 1;
    return;
  }
  for (const key of ['name', 'title', 'publisher'] as const) {
    const read = manifest.shape[key].safeParse(facts[key]);
    if (!read.success) command.error(`--${key}: “${facts[key]}” ${why(read.error.issues[0]?.message)}.`, { exitCode: 2 });
  }
  const all = starterPack(facts);
  const there = await standing(folder, Object.keys(all));
  const inTheWay = there.filter((path) => !besides.has(path));
  if (inTheWay.length > 0) {
    throw new Error(
      `${inTheWay.join(', ')} ${inTheWay.length === 1 ? 'is' : 'are'} there already. Choose another folder, or move what is there away. Nothing was written.`,
    );
  }
  const files = Object.fromEntries(Object.entries(all).filter(([path]) => !there.includes(path)));
  await writeAll(folder, files);
  if (options.json) console.log(JSON.stringify({ folder: resolve(folder), ...facts, files: Object.keys(files) }, undefined, 2));
  else {
    const enter = relative('', resolve(folder));
    console.log(`${facts.title} is in ${enter === '' ? 'this folder' : enter}: ${Object.keys(files).length} files.\n\nNext:`);
    for (const next of [...(enter === '' ? [] : [`cd ${enter}`]), 'onramp lint', 'onramp test', 'onramp preview']) console.log(`  ${next}`);
  }
}

/** What a repository has anyway: its own is kept. */
const besides = new Set(['README.md', 'CHANGELOG.md', 'LICENSE', '.gitignore']);

function why(message: string | undefined): string {
  return message === undefined || message === 'Invalid input' ? 'must have 1 to 200 characters' : message;
}

/** What is known of the pack: given, asked for on a terminal, or taken from the folder. Undefined where the person cancels. */
async function settle(folder: string, { name, title, publisher, yes = false, json = false }: Options): Promise<PackFacts | undefined> {
  const year = new Date().getFullYear();
  const standing = name ?? packName(basename(resolve(folder)));
  const given = { name: standing, title: title ?? inWords(standing), publisher: publisher ?? ownName() };
  if (yes || json || !process.stdin.isTTY || !process.stdout.isTTY) return { ...given, year };
  const { isCancel, text } = await import('@clack/prompts');
  const ask = async (key: keyof typeof given, message: string, was: string | undefined, initial: string) => {
    if (was !== undefined) return was;
    const typed = await text({
      message,
      initialValue: initial,
      validate: (value) => {
        const read = manifest.shape[key].safeParse(value ?? '');
        return read.success ? undefined : `This ${why(read.error.issues[0]?.message)}`;
      },
    });
    return isCancel(typed) ? undefined : typed;
  };
  const asked = await ask('name', 'What is the pack called, as npm takes it?', name, given.name);
  if (asked === undefined) return undefined;
  const called = await ask('title', 'What do people read?', title, inWords(asked));
  if (called === undefined) return undefined;
  const stood = await ask('publisher', 'Who stands behind it?', publisher, given.publisher);
  return stood === undefined ? undefined : { name: asked, title: called, publisher: stood, year };
}

function packName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '');
  return name === '' ? 'my-pack' : name;
}

function inWords(name: string): string {
  const words = name
    .replace(/^@[^/]*\//, '')
    .replace(/[._-]+/g, ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a number that nobody is.
    return 'me';
  }
}

/** Of some paths those at which something is. */
async function standing(folder: string, paths: readonly string[]): Promise<string[]> {
  const there = await Promise.all(
    paths.map(async (path) => {
      const names: string[] = await readdir(join(folder, dirname(path))).catch(() => []);
      return names.includes(basename(path));
    }),
  );
  return paths.filter((_, index) => there[index]);
}

/** All files or none: what was made before one fails goes again. */
async function writeAll(folder: string, files: Record<string, string>): Promise<void> {
  const made: (() => Promise<unknown>)[] = [];
  try {
    for (const [path, text] of Object.entries(files)) {
      const file = join(folder, path);
      // Gives the first of the folders that it had to make.
      const first = await mkdir(dirname(file), { recursive: true });
      if (first !== undefined) made.push(() => removeEmpty(first, dirname(file)));
      await writeFile(file, text, { flag: 'wx' });
      made.push(() => rm(file));
    }
  } catch (error) {
    for (const takeBack of made.reverse()) await takeBack().catch(() => {});
    throw new Error(`${error instanceof Error ? error.message : error}. Nothing was left behind.`);
  }
}

async function removeEmpty(first: string, last: string): Promise<void> {
  for (let folder = resolve(last); folder.startsWith(resolve(first)); folder = dirname(folder)) await rmdir(folder);
}
