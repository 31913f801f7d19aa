import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { styleText } from 'node:util';
import { Command, InvalidArgumentError, Option } from 'commander';
import { inEnglish } from '../core/message.ts';
import type { Finding, LintOptions } from '../core/pack/lint.ts';
import { walkTimes } from '../protocol/walkTimes.ts';
import { diskFiles } from './diskFiles.ts';
import { findingsJson } from './findings.ts';
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
    .addOption(new Option('--rules', 'list every code with what it says, and do nothing else'))
    .addHelpText('after', help)
    .action(lint);
}

const help = `
Each finding is a line: file:line:column  code  what is wrong and what to write.

Examples:
  onramp lint                          the pack in this folder
  onramp lint packs --format sarif     every pack below a folder, for a code host
  onramp lint --fix                    mend mistyped words and ids that stand twice

Exit codes: 0 no errors (and no more warnings than allowed), 1 findings, 2 wrong usage.`;

function defaultFormat(): Options['format'] {
  return process.env.GITHUB_ACTIONS === 'true' ? 'github' : 'text';
}

async function lint(folders: string[], options: Options, command: Command): Promise<void> {
  const { lintCodes } = await import('../core/pack/lint/codes.ts');
  if (options.rules) {
    for (const { code, text } of lintCodes()) console.log(`${code}  ${text}`);
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
  for (const root of roots) found.push(...(await lintFolder(root, options, times)));
  const shown = options.quiet ? found.filter(({ severity }) => severity === 'error') : found;
  await tell(shown, options.json ? 'json' : options.format, roots.length);
  const errors = found.filter(({ severity }) => severity === 'error').length;
  if (errors > 0 || found.length - errors > (options.maxWarnings ?? Number.POSITIVE_INFINITY)) process.exitCode = 1;
}

/** Findings with their files seen from the current folder. */
async function lintFolder(root: string, options: Options, times: LintOptions['times']): Promise<Finding[]> {
  const { lintPack } = await import('../core/pack/lint.ts');
  const files = diskFiles(root);
  const look = () => lintPack(files, times === undefined ? {} : { times });
  let found = await look();
  if (options.fix && found.some(({ fix }) => fix !== undefined)) {
    const { mendFiles } = await import('./mendFiles.ts');
    const mended = await mendFiles(root, found);
    if (mended > 0) console.error(mended === 1 ? 'Mended 1 thing.' : `Mended ${mended} things.`);
    found = await look();
  }
  if (options.online) {
    const [{ deadLinks }, { reachUrl }] = await Promise.all([import('../core/pack/lint/onlineRules.ts'), import('./reachUrl.ts')]);
    found = [...found, ...(await deadLinks(files, reachUrl))];
  }
  return found.map((one) => ({ ...one, file: relative('', join(root, one.file)).replaceAll('\\', '/') }));
}

async function tell(found: readonly Finding[], format: Options['format'], packs: number): Promise<void> {
  if (format === 'json') console.log(JSON.stringify(findingsJson(found), undefined, 2));
  else if (format === 'sarif') console.log(JSON.stringify((await import('./sarif.ts')).sarifLog(found), undefined, 2));
  else if (format === 'github') {
    const { gitHubAnnotations } = await import('./gitHubAnnotations.ts');
    if (found.length > 0) console.log(gitHubAnnotations(found));
    console.log(summary(found, packs));
  } else {
    for (const { file, line, column, code, severity, ...told } of found) {
      const place = `${file}:${line}:${column}`;
      const colour = severity === 'error' ? 'red' : 'yellow';
      const text = inEnglish({ code, ...told });
      // styleText leaves colours out where the stream is no terminal, or NO_COLOR says so.
      console.log(`${place}  ${styleText(colour, code, { stream: process.stdout })}  ${severity === 'warning' ? 'warning: ' : ''}${text}`);
    }
    console.log(summary(found, packs));
  }
}

function summary(found: readonly Finding[], packs: number): string {
  const errors = found.filter(({ severity }) => severity === 'error').length;
  const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
  const fixable = found.filter(({ fix }) => fix !== undefined).length;
  const hint = fixable > 0 ? ` --fix mends ${fixable}.` : '';
  return `${counted(packs, 'pack')}: ${counted(errors, 'error')}, ${counted(found.length - errors, 'warning')}.${hint}`;
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
