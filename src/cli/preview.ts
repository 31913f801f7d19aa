import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';

type PreviewOptions = { tutorial?: string; port: number; editor?: boolean; open?: boolean };

/** `onramp preview`: a pack's tutorials as the guide shows them, in a browser or in a VS Code, new with each save. */
export function previewCommand(): Command {
  return new Command('preview')
    .description('Show a pack’s tutorials as the guide does, and show them anew whenever a file is saved.')
    .argument('[dir]', 'the folder of a pack', '.')
    .addOption(new Option('--tutorial <id>', 'the one to begin with, by its file’s name'))
    .addOption(new Option('--port <number>', 'the port to listen on').default(0, 'a free one').argParser(parsePort))
    .addOption(new Option('--editor', 'show them in a real VS Code in the browser, which is installed at the first use'))
    .addOption(new Option('--open', 'open the browser'))
    .addHelpText('after', help)
    .action(preview);
}

const help = `
The page answers this machine only. Nothing is run or written from it: a button says what it does in the editor.

Examples:
  onramp preview                          the pack in this folder
  onramp preview docs/pack --tutorial start --open
  onramp preview --editor                 with everything alive

Exit codes: 0 stopped, 1 it could not be shown, 2 wrong usage.`;

async function preview(folder: string, { tutorial, port, editor, open }: PreviewOptions, command: Command): Promise<void> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) command.error(`There is no folder ${folder}.`, { exitCode: 2 });
  const [{ packageRoot }, { endOnSignal }, { assertChoice }] = await Promise.all([
    import('./packageRoot.ts'),
    import('./editor/process.ts'),
    import('./walk/chooseTutorials.ts'),
  ]);
  const wrong = await assertChoice(folder, { only: tutorial === undefined ? undefined : [tutorial], step: undefined, set: [] });
  if (wrong !== undefined) command.error(wrong, { exitCode: 2 });
  const owned: (() => Promise<void>)[] = [];
  endOnSignal(async () => {
    for (const end of owned.splice(0).reverse()) await end();
  }, 0);
  const address = editor ? await inEditor(folder, port, owned) : await asPage(folder, port, join(packageRoot(), 'dist'), owned);
  const url = tutorial === undefined || editor ? address : `${address}#${encodeURIComponent(tutorial)}`;
  console.log(`Preview: ${url}\n\nPress Ctrl+C to stop.`);
  if (open) (await import('./openBrowser.ts')).openInBrowser(url);
}

async function asPage(folder: string, port: number, assets: string, owned: (() => Promise<void>)[]): Promise<string> {
  const { startPreviewServer } = await import('./preview/previewServer.ts');
  const server = await startPreviewServer(folder, { port, assets }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new Error(`Port ${port} is taken: leave --port out, or choose another.`);
    throw error;
  });
  owned.push(server.dispose);
  return server.url;
}

async function inEditor(folder: string, port: number, owned: (() => Promise<void>)[]): Promise<string> {
  const { startPreviewEditor } = await import('./preview/previewEditor.ts');
  const editor = await startPreviewEditor(folder, { port, report: console.error });
  owned.push(editor.dispose);
  return editor.url;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  return port;
}
