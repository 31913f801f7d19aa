import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Decision } from '../core/scaffold/apply.ts';

export type ScaffoldFlags = {
  set: ReadonlyMap<string, string>;
  dryRun?: true;
  update?: true;
  yes?: true;
  json?: true;
  conflicts?: Decision | 'mark';
};

/** `onramp scaffold`: makes files from a template, or brings them to its next version; all or nothing. */
export function scaffoldCommand(): Command {
  const command = new Command('scaffold')
    .description('Make files from a template, whole or not at all, or update them from it.')
    .argument('<source>', 'a folder, ./pack#template, owner/repo/path@tag or an npm pack as name@version#template')
    .argument('[dir]', 'where the files go; with --update alone, the one argument is the project')
    .addOption(new Option('--set <name=value...>', 'answer a question of the template').default(new Map(), 'none').argParser(readSet))
    .option('--dry-run', 'show what would be written, and write nothing')
    .option('--update', 'bring the files to the template’s newest version and keep your changes')
    .option('-y, --yes', 'take the defaults instead of asking')
    .addOption(
      new Option(
        '--conflicts <how>',
        'files that you have and that differ: keep yours, replace them, or (--update) mark both in them',
      ).choices(['keep', 'replace', 'mark']),
    )
    .option('--json', 'say it for machines')
    .addHelpText(
      'after',
      `
Examples
  onramp scaffold ./my-template hello --set name=hello
  onramp scaffold ./packs/octokit-quickstart#starter hello --yes
  onramp scaffold octocat/templates/node-api@v1.2.0 api
  onramp scaffold hello --update --dry-run

Commands that a template offers are shown, never run.`,
    );
  return command.action((source: string, dir: string | undefined, flags: ScaffoldFlags) => scaffold(command, source, dir, flags));
}

async function scaffold(command: Command, source: string, dir: string | undefined, flags: ScaffoldFlags): Promise<void> {
  if (dir === undefined && !flags.update) command.error('error: say where the files go: onramp scaffold SOURCE DIR');
  if (flags.conflicts === 'mark' && !flags.update) command.error('error: --conflicts mark goes with --update');
  const folder = resolve(dir ?? source);
  if (flags.update && !existsSync(folder)) command.error(`error: there is no folder ${relative('', folder) || '.'} to update`);
  const stop = new AbortController();
  const end = () => stop.abort();
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  try {
    const usage = (sentence: string) => command.error(`error: ${sentence}`);
    const { makeFiles, updateFiles } = await import('./scaffoldFiles.ts');
    const made = flags.update
      ? await updateFiles({ source: dir === undefined ? undefined : source, folder, flags, signal: stop.signal, usage })
      : await makeFiles({ source, folder, flags, signal: stop.signal, usage });
    if (!made) process.exitCode = 1;
  } finally {
    process.off('SIGINT', end);
    process.off('SIGTERM', end);
  }
}

function readSet(text: string, before: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Write it as name=value.');
  return new Map([...before, [name, value]]);
}
