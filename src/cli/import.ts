import { Command, Option } from 'commander';
import { formats } from '../core/import/draft.ts';

export type ImportOptions = {
  out?: string;
  format: string;
  name?: string;
  title?: string;
  publisher?: string;
  license?: string;
  workspace?: string;
  yes?: true;
  json?: true;
};

/** `onramp import`: a pack of the tutorials that other tools have. */
export function importCommand(): Command {
  return new Command('import')
    .description('Make a pack of tutorials of other tools: CodeTour, Google Codelabs, Cloud Shell, Didact, VS Code walkthroughs.')
    .argument('<source...>', 'files, or folders that are searched for some')
    .option('--out <folder>', 'the new folder of the pack (default: the name of the pack)')
    .addOption(new Option('--format <kind>', 'what the sources are').choices(['auto', ...formats]).default('auto'))
    .option('--name <name>', 'the name of the pack, as npm takes it (default: by the sources)')
    .option('--title <title>', 'the title of the pack')
    .option('--publisher <publisher>', 'who publishes the pack (default: the first author)')
    .option('--license <license>', 'what people may do with it, such as MIT (default: what a package.json beside the sources says)')
    .option('--workspace <folder>', 'the code that tours are about, to check their places and to find their lines')
    .option('--yes', 'write into a folder that has files, over those of the same name')
    .option('--json', 'print JSON, for machines')
    .addHelpText(
      'after',
      `
What could not be carried over is printed, a line each: file:line:column  code  text

Examples:
  onramp import .tours --workspace . --out my-pack
  onramp import codelab.md --publisher "Me" --out my-codelab
  onramp import ../my-extension --format walkthrough --json`,
    )
    .action(async (sources: string[], options: ImportOptions) => {
      const { importSources } = await import('./importSources.ts');
      await importSources(sources, options);
    });
}
