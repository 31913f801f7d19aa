import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Finding, LintOptions } from '../core/pack/lint.ts';
import { walkTimes } from '../protocol/walkTimes.ts';
import { diskFiles } from './diskFiles.ts';
import { packFolders } from './packFolders.ts';

type Options = {
  fix?: boolean;
  online?: boolean;
  times?: string;
  format: 'text' | 'json' | 'sarif' | 'github';
  json?: boolean;
  quiet?: boolean;
  maxWarnings?: number;
  rules?: boolean;
};

/** `onramp lint`: what is wrong in a pack, and what to write instead. */
export function lintCommand(): Command {
  return new Command('lint')
    .description('Say what is wrong in a pack, where, and what to write instead.')
    .argument('[dir...]', 'folders of packs, or a folder that holds some', ['.'])
    .addOption(new Option('--fix', 'mend what can be meant in one way only'))
    .addOption(new Option('--online', 'also ask each address that is linked to whether it answers'))
    .addOption(new Option('--times <file>', 'hold the estimated times against those that “onramp test --times” measured'))
    .addOption(
      new Option('--format <format>', 'how to tell')
        .choices(['text', 'json', 'sarif', 'github'])
        .default(defaultFormat(), 'text, in a GitHub workflow github'),
    )
    .addOption(new Option('--json', 'the same as --format json'))
    .addOption(new Option('--quiet', 'errors only'))
    .addOption(new Option('--max-warnings <number>', 'fail where there are more').argParser(parseCount))
    .addOption(new Option('--rules', 'list every code with what it is about and what to write, and do nothing else'))
    .addHelpText('after', help)
    .action(lint);
}

const help = `
Each finding is a line: file:line:column  code  what is wrong and what to write. An error keeps something from working, a warning most likely
does, an info is only good to know.

Examples:
  onramp lint                          the pack in this folder
  onramp lint packs --format sarif     every pack below a folder, for a code host
  onramp lint --fix                    mend mistyped words, names and addresses, ids that stand twice
  onramp lint packs --max-warnings 0   in a workflow, where warnings count, too
  onramp lint --rules                  what each code means

Exit codes: 0 no errors (and no more warnings than allowed), 1 findings, 2 wrong usage.`;

function defaultFormat(): Options['format'] {
  return process.env.GITHUB_ACTIONS === 'true' ? 'github' : 'text';
}

async function lint(folders: string[], options: Options, command: Command): Promise<void> {
  if (options.rules) {
    const { lintCodes } = await import('../core/pack/lint/codes.ts');
    const { rulesText } = await import('./lintText.ts');
    console.log(options.json || options.format === 'json' ? JSON.stringify(lintCodes(), undefined, 2) : rulesText(lintCodes()));
    return;
  }
  const roots: string[] = [];
  for (const folder of folders) {
    const below = await packFolders(folder);
    if (below.length === 0) command.error(`There is no onramp.json in ${folder} or below it. “onramp new” makes a pack.`, { exitCode: 2 });
    roots.push(...below);
  }
  const times = options.times === undefined ? undefined : await readTimes(options.times, command);
  const found: Finding[] = [];
  const mended: Finding[] = [];
  for (const root of roots) {
    const linted = await lintFolder(root, options, times);
    found.push(...linted.found);
    mended.push(...linted.mended);
  }
  const shown = options.quiet ? found.filter(({ severity }) => severity === 'error') : found;
  await tell({ found, shown, mended, packs: roots.length }, options.json ? 'json' : options.format);
  const errors = found.filter(({ severity }) => severity === 'error').length;
  const warnings = found.filter(({ severity }) => severity === 'warning').length;
  const most = options.maxWarnings ?? Number.POSITIVE_INFINITY;
  if (errors > 0 || warnings > most) process.exitCode = 1;
  if (errors === 0 && warnings > most) console.error(`There are more warnings (${warnings}) than --max-warnings allows (${most}).`);
}

/** What was found and mended, files seen from the current folder. */
async function lintFolder(root: string, options: Options, times: LintOptions['times']): Promise<{ found: Finding[]; mended: Finding[] }> {
  const { lintPack } = await import('../core/pack/lint.ts');
  const files = diskFiles(root);
  const mended: Finding[] = [];
  if (options.fix) {
    const { mendPack } = await import('../core/pack/lint/fixes.ts');
    mended.push(...(await mendPack(files)));
  }
  const found = await lintPack(files, { infos: true, ...(times !== undefined && { times }) });
  if (options.online) {
    const [{ deadLinks }, { reachUrl }] = await Promise.all([import('../core/pack/lint/onlineRules.ts'), import('./reachUrl.ts')]);
    found.push(...(await deadLinks(files, reachUrl)));
  }
  const fromHere = (one: Finding): Finding => ({ ...one, file: relative('', join(root, one.file)).replaceAll('\\', '/') });
  return { found: found.map(fromHere), mended: mended.map(fromHere) };
}

/** `shown` are those of what was found that are to be told. */
type Linted = { found: Finding[]; shown: Finding[]; mended: Finding[]; packs: number };

async function tell({ found, shown, mended, packs }: Linted, format: Options['format']): Promise<void> {
  const { lintText, mendedText, summaryText } = await import('./lintText.ts');
  // Where the findings are for a machine, people are told beside it.
  if (mended.length > 0) console.error(mendedText(mended));
  if (format === 'json') {
    const { findingsJson } = await import('./findings.ts');
    console.log(JSON.stringify(findingsJson(shown), undefined, 2));
  } else if (format === 'sarif') console.log(JSON.stringify((await import('./sarif.ts')).sarifLog(shown), undefined, 2));
  else {
    const { gitHubAnnotations } = await import('./gitHubAnnotations.ts');
    const told = format === 'github' ? gitHubAnnotations(shown) : lintText(shown);
    console.log([...(shown.length > 0 ? [told] : []), summaryText(found, packs)].join('\n'));
  }
}

async function readTimes(file: string, command: Command): Promise<NonNullable<LintOptions['times']>> {
  try {
    const read = walkTimes.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (read.success) return read.data;
  } catch {
    // Told below, as what is read and is none.
  }
  command.error(`${file} holds no times. “onramp test --times ${file}” writes them.`, { exitCode: 2 });
}

function parseCount(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
