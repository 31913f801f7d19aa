import { Command, Option } from 'commander';

export type ExportOptions = { to: 'walkthrough' | 'vsix' | 'codetour'; out?: string; yes?: true; json?: true };

/** `onramp export`: a pack as other tools take it. */
export function exportCommand(): Command {
  return new Command('export')
    .description('Give a pack to other tools: as the walkthroughs of an extension, as a .vsix that carries it, or as tours of CodeTour.')
    .argument('[folder]', 'the folder of the pack', '.')
    .addOption(new Option('--to <kind>', 'what to make').choices(['walkthrough', 'vsix', 'codetour']).makeOptionMandatory())
    .option('--out <path>', 'the new folder, or the .vsix file (default: by the pack)')
    .option('--yes', 'write over files of the same names')
    .option('--json', 'print JSON, for machines')
    .addHelpText(
      'after',
      `
What has no place there is printed, a line each: file:line:column  code  text

Examples:
  onramp export --to vsix
  onramp export my-pack --to walkthrough --out my-extension
  onramp export my-pack --to codetour --out ../my-code --yes`,
    )
    .action(async (folder: string, options: ExportOptions) => {
      const { exportPack } = await import('./exportPack.ts');
      await exportPack(folder, options);
    });
}
