import { stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { PackTestReport } from './walk/testPack.ts';

type TestOptions = {
  only?: string[];
  step?: string;
  editor?: boolean;
  jobs?: number;
  keep?: boolean;
  set: Record<string, string>;
  env: Record<string, string>;
  timeout: number;
  times?: string;
  format: 'text' | 'github' | 'junit';
  json?: boolean;
};

/** `onramp test`: walks every tutorial of a pack as a learner would. */
export function testCommand(): Command {
  return new Command('test')
    .description('Follow every tutorial of a pack in a fresh folder, as a learner would, and hold what it says against what happens.')
    .argument('[dir...]', 'folders of packs', ['.'])
    .addOption(new Option('--only <tutorial>', 'only this tutorial, by its file’s name; may be repeated').argParser(gathered))
    .addOption(new Option('--step <id>', 'no further than this step'))
    .addOption(new Option('--editor', 'also try what only an editor can tell, in a VS Code that is installed at the first use'))
    .addOption(new Option('--jobs <number>', 'how many tutorials at once (default: one a processor)').argParser(parseCount))
    .addOption(new Option('--keep', 'leave the learners’ folders there and say where they are'))
    .addOption(
      new Option('--set <name=value>', 'an answer to the templates’ questions; may be repeated').default({}, 'none').argParser(pairs),
    )
    .addOption(new Option('--env <NAME=value>', 'a variable for every command; may be repeated').default({}, 'none').argParser(pairs))
    .addOption(new Option('--timeout <seconds>', 'the longest that a command may take').default(120).argParser(parseSeconds))
    .addOption(new Option('--times <file>', 'write how long each tutorial took, as JSON'))
    .addOption(new Option('--format <format>', 'how to tell').choices(['text', 'github', 'junit']).default('text'))
    .addOption(new Option('--json', 'tell everything as JSON'))
    .addHelpText('after', help)
    .action(test);
}

const help = `
Each check must fail before its step and pass after it; a check that passes with nothing done is an error, and so are a reference to lines
that are not there and a block that has no place. A command that says that it listens goes on running to the end of its tutorial.

Examples:
  onramp test                                      every tutorial of the pack in this folder
  onramp test --only first-call --step install     one tutorial, as far as one step
  onramp test --env GITHUB_TOKEN=… --set name=demo
  onramp test packs/* --format github              in a GitHub workflow

Exit codes: 0 all passed, 1 something failed, 2 wrong usage.`;

async function test(folders: string[], options: TestOptions, command: Command): Promise<void> {
  for (const folder of folders) if (!(await isFolder(folder))) command.error(`There is no folder ${folder}.`, { exitCode: 2 });
  const { assertChoice } = await import('./walk/chooseTutorials.ts');
  for (const folder of folders) {
    const wrong = await assertChoice(folder, { only: options.only, step: options.step, set: Object.keys(options.set) });
    if (wrong !== undefined) command.error(wrong, { exitCode: 2 });
  }
  const [{ testPack }, { endOnSignal }, { tellProgress }] = await Promise.all([
    import('./walk/testPack.ts'),
    import('./editor/process.ts'),
    import('./walk/tellProgress.ts'),
  ]);
  const stopping = new AbortController();
  let work: Promise<unknown> = Promise.resolve();
  endOnSignal(async () => {
    stopping.abort();
    await work.catch(() => {});
  });
  const progress = tellProgress(process.stderr);
  const editor = options.editor ? await import('./walk/learnerEditor.ts') : undefined;
  const editors = await editor?.learnerEditors({ report: progress.line, env: options.env });
  const reports: Tested[] = [];
  const testAll = async () => {
    try {
      for (const folder of folders) {
        const at = (path: string) => relative('', join(resolve(folder), path)) || path;
        const report = await testPack(folder, {
          ...(options.only === undefined ? {} : { only: options.only }),
          ...(options.step === undefined ? {} : { step: options.step }),
          ...(options.jobs === undefined ? {} : { jobs: options.jobs }),
          ...(editors === undefined ? {} : { editor: editors.open }),
          answers: options.set,
          env: options.env,
          timeout: options.timeout * 1000,
          keep: options.keep ?? false,
          signal: stopping.signal,
          onStep: ({ title }, step) => progress.step(title, step.title),
        });
        reports.push({ folder, at, report });
      }
    } finally {
      await editors?.dispose();
      progress.clear();
    }
  };
  work = testAll();
  await work;
  if (stopping.signal.aborted) return;
  await tell(reports, options);
  if (!reports.every(({ report }) => report.passed)) process.exitCode = 1;
}

type Tested = { folder: string; at: (path: string) => string; report: PackTestReport };

async function tell(reports: readonly Tested[], options: TestOptions): Promise<void> {
  if (options.times !== undefined) {
    const { timesJson } = await import('./walk/jsonReport.ts');
    await writeFile(options.times, `${JSON.stringify(timesJson(reports.map(({ report }) => report)), undefined, 2)}\n`);
  }
  if (options.json) {
    const { reportJson } = await import('./walk/jsonReport.ts');
    const packs = reports.map(({ report, folder, at }) => reportJson(report, folder, at));
    console.log(JSON.stringify({ passed: reports.every(({ report }) => report.passed), packs }, undefined, 2));
    return;
  }
  if (options.format === 'junit') {
    const { junitXml } = await import('./walk/junitReport.ts');
    process.stdout.write(junitXml(reports));
    return;
  }
  const [{ summaryText, walkText }, { findingsText }] = await Promise.all([import('./walk/textReport.ts'), import('./findings.ts')]);
  for (const { report, at } of reports) {
    const walked = new Set(report.walks.map(({ path }) => path));
    const others = report.findings.filter(({ file }) => !walked.has(file)).map((found) => ({ ...found, file: at(found.file) }));
    if (others.length > 0) console.log(findingsText(others));
    for (const walk of report.walks) console.log(`${walkText(walk, at, options.keep ?? false)}\n`);
  }
  console.log(summaryText(reports.map(({ report }) => report)));
  if (options.format === 'github') {
    const { gitHubAnnotations } = await import('./gitHubAnnotations.ts');
    const findings = reports.flatMap(({ report, at }) => report.findings.map((found) => ({ ...found, file: at(found.file) })));
    if (findings.length > 0) console.log(gitHubAnnotations(findings));
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function gathered(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), ...value.split(',').map((name) => name.replace(/^(.*\/)?tutorials\//, '').replace(/\.md$/, ''))];
}

function pairs(text: string, before: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write a name, = and a value.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > 64) throw new InvalidArgumentError('It must be a number from 1 to 64.');
  return count;
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds <= 0 || seconds > 3600)
    throw new InvalidArgumentError('It must be a number of seconds up to 3600.');
  return seconds;
}
