import { join, relative, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { isFolder, seenFromHere } from './pack.ts';
import type { Destination } from './publishing/destination.ts';

type PublishOptions = {
  to?: 'npm' | 'catalogue' | 'both';
  registry?: string;
  tag?: string;
  access?: string;
  provenance?: true;
  backend?: string;
  adminToken?: string;
  dryRun?: true;
  yes?: true;
  json?: true;
};

/** `onramp publish`: lints, tests and packs a pack and publishes it, to npm, a backend's catalogue or both. */
export function publishCommand(): Command {
  return new Command('publish')
    .description('Lint, test and pack a pack, show what would go out, and publish it.')
    .argument('[dir]', 'the pack’s folder', '.')
    .addOption(
      new Option('--to <where>', 'where it goes (default: npm; with --backend, the catalogue)').choices(['npm', 'catalogue', 'both']),
    )
    .addOption(new Option('--registry <url>', 'npm: another registry than npm itself would take').argParser(parseAddress))
    .addOption(new Option('--tag <tag>', 'npm: the tag (default: latest, for a pre-release next)').argParser(parseTag))
    .addOption(new Option('--access <access>', 'npm: who may read it').choices(['public', 'restricted']))
    .option('--provenance', 'npm: attest where it was built; in a workflow that npm trusts')
    .addOption(new Option('--backend <url>', 'catalogue: the backend').env('ONRAMP_BACKEND').argParser(parseAddress))
    .addOption(new Option('--admin-token <token>', 'catalogue: the backend’s admin token').env('ONRAMP_ADMIN_TOKEN'))
    .option('--dry-run', 'do all but publish; it is only asked whether the version is there')
    .option('-y, --yes', 'publish without asking')
    .option('--json', 'say it for machines')
    .addHelpText('after', help)
    .action(publish);
}

const help = `
A pack that does not lint, whose tutorials do not pass "onramp test", or whose version is published with other content is refused. npm itself
publishes to npm, so that its logins, one-time passwords and provenance work as always. Where nobody can be asked, --yes is needed.

Examples:
  onramp publish --dry-run
  onramp publish packs/demo --access public
  onramp publish --to catalogue --backend https://onramp.example.com --yes      the token in ONRAMP_ADMIN_TOKEN
  onramp publish --to both --backend http://127.0.0.1:4270 --registry http://localhost:4873/

Exit codes: 0 it is published, 1 it is not, 2 wrong usage.`;

async function publish(dir: string, options: PublishOptions, command: Command): Promise<void> {
  const usage = (sentence: string) => command.error(`error: ${sentence}`, { exitCode: 2 });
  if (!(await isFolder(dir))) usage(`there is no folder ${dir}`);
  const to = options.to ?? (command.getOptionValueSource('backend') === 'cli' ? 'catalogue' : 'npm');
  const { backend, adminToken } = options;
  if (to !== 'npm' && (backend === undefined || adminToken === undefined)) usage('the catalogue needs --backend and --admin-token');
  const canAsk = process.stdin.isTTY && process.stderr.isTTY && !options.json;
  if (!canAsk && !options.yes && !options.dryRun) usage('nobody can be asked here: add --yes, or --dry-run to see what would go out');

  const stopping = new AbortController();
  let work: Promise<unknown> = Promise.resolve();
  const { endOnSignal } = await import('./editor/process.ts');
  endOnSignal(async () => {
    stopping.abort();
    await work.catch(() => {});
  });
  work = publishFrom(dir, { ...options, to }, stopping.signal);
  await work;
}

async function publishFrom(dir: string, options: PublishOptions, signal: AbortSignal): Promise<void> {
  const { to, backend, adminToken, json, dryRun = false } = options;
  const [{ packFolder }, { packedJson, packedText }, { findingsJson, findingsText }, { destinationText }, { publishPack }] =
    await Promise.all([
      import('./pack/packedFolder.ts'),
      import('./pack/packedText.ts'),
      import('./findings.ts'),
      import('./publishing/destination.ts'),
      import('./publishing/publishPack.ts'),
    ]);
  const report = (line: string) => console.error(line);
  const { packed, findings } = await packFolder(dir);
  const seen = seenFromHere(dir, findings);
  const refuse = (more: object = {}) => {
    if (json) console.log(JSON.stringify({ published: false, findings: findingsJson(seen), ...more }, undefined, 2));
    process.exitCode = 1;
  };
  if (packed === undefined) {
    if (!json) console.log(findingsText(seen));
    report('Nothing was published: mend what is told above first.');
    return refuse();
  }

  const destinations: Destination[] = [];
  if (to !== 'npm' && backend !== undefined && adminToken !== undefined) {
    const { catalogueDestination } = await import('./publishing/catalogueDestination.ts');
    destinations.push(catalogueDestination({ backend, adminToken }, signal));
  }
  // Last, as npm lets nobody take back what is published.
  if (to !== 'catalogue') {
    const [{ npmClient }, { npmDestination }] = await Promise.all([
      import('./publishing/npmClient.ts'),
      import('./publishing/npmDestination.ts'),
    ]);
    const { registry, tag, access, provenance = false } = options;
    destinations.push(await npmDestination(packed.manifest, { registry, tag, access, provenance }, npmClient(resolve(dir), signal)));
  }

  const test = async (folder: string): Promise<boolean> => {
    const [{ testPack }, { summaryText, walkText }, { isSound }, { tellProgress }] = await Promise.all([
      import('./walk/testPack.ts'),
      import('./walk/textReport.ts'),
      import('../core/tutorial/walk.ts'),
      import('./walk/tellProgress.ts'),
    ]);
    const progress = tellProgress(process.stderr);
    const tested = await testPack(folder, { signal, onStep: ({ title }, step) => progress.step(title, step.title) });
    progress.clear();
    const at = (path: string) => relative('', join(resolve(dir), path)) || path;
    for (const walk of tested.walks.filter((one) => !isSound(one))) report(`${walkText(walk, at, false)}\n`);
    report(summaryText([tested]));
    if (!tested.passed) refuse({ findings: findingsJson(tested.findings.map((found) => ({ ...found, file: at(found.file) }))) });
    return tested.passed;
  };
  const agree = async (open: readonly Destination[]): Promise<boolean> => {
    const { name, version } = packed.manifest;
    if (seen.length > 0) report(`\n${findingsText(seen)}`);
    report(`\n${name} ${version}\n${packedText(packed, process.stderr)}\n`);
    for (const destination of open) report(`  to ${[destinationText(destination), ...destination.facts].join(', ')}`);
    report('');
    if (dryRun || options.yes) return true;
    const { confirm, isCancel } = await import('@clack/prompts');
    const said = await confirm({ message: `Publish ${name} ${version}?`, initialValue: false, output: process.stderr, signal });
    return said === true && !isCancel(said);
  };

  const outcome = await publishPack(packed, { destinations, test, agree, dryRun, report });
  if (outcome === undefined) {
    report('Nothing was published.');
    if (process.exitCode === undefined) refuse();
    return;
  }
  if (dryRun) report('Nothing was published: this was a dry run.');
  if (!json) return;
  const states = outcome.map(({ to, state }) => ({ to: to.kind, address: to.address, state }));
  const published = states.some(({ state }) => state === 'published');
  console.log(JSON.stringify({ published, ...packedJson(packed), destinations: states, findings: findingsJson(seen) }, undefined, 2));
}

function parseAddress(text: string): string {
  if (!/^https?:\/\/[^\s/]/.test(text) || !URL.canParse(text)) throw new InvalidArgumentError('It must be an address with https://.');
  return text;
}

/** A tag that is a version or a range would be taken for one. */
function parseTag(text: string): string {
  if (!/^[A-Za-z][\w.-]*$/.test(text) || /^v\d/.test(text)) throw new InvalidArgumentError('It must be a word, such as latest or next.');
  return text;
}
