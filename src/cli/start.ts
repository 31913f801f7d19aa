// `npm start`: builds, starts the backend and a VS Code in the browser that has the extension, and prints where they are.
import { mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { plainEnvironment } from './editor/environment.ts';
import { linkExtension } from './editor/extensionsFolder.ts';
import { EditorFailure } from './editor/failure.ts';
import { editorUrl, quietSettings } from './editor/openEditor.ts';
import { endOnSignal, endTree, run, startTree } from './editor/process.ts';
import { waitFor } from './editor/progress.ts';
import { assertFree, presetSettings, startEditorServer } from './editor/server.ts';

const usage = `npm start [-- --desktop]

Builds Onramp, starts its backend and a VS Code in the browser with the extension, and prints both addresses.

  --desktop   opens the VS Code of this machine ("code" on the PATH) instead of the one in the browser
  --help      says this

Environment
  ONRAMP_PORT          where the backend and the dashboard listen (4270)
  ONRAMP_EDITOR_PORT   where the editor listens (4271)
  ONRAMP_DATA          the folder for everything that is kept (.cache/data)
  ONRAMP_WRITE_KEY     what the extension reports with (made at the first start and kept)
  ONRAMP_ADMIN_TOKEN   what you sign in to the dashboard with (made at the first start and kept)
`;

type Settings = { desktop: boolean; port: number; editorPort: number; data: string };
/** What is used of the backend, which is built beside us: rooms of one floor meet only at run time. */
type Backend = {
  serve(options: { dataDir: string; port: number; writeKey: string | undefined; adminToken: string | undefined }): Promise<Serving>;
};
type Serving = { url: string; dashboardUrl: string; writeKey: string; close(): Promise<void> };

const root = join(import.meta.dirname, '..', '..');
const owned: (() => Promise<void>)[] = [];

endOnSignal(endAll);
try {
  await start(readSettings());
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  await endAll();
  process.exit(1);
}

async function endAll(): Promise<void> {
  for (const end of owned.splice(0).reverse()) await end();
}

function readSettings(): Settings {
  try {
    const { values } = parseArgs({ options: { desktop: { type: 'boolean' }, help: { type: 'boolean' } } });
    if (values.help) {
      console.log(usage);
      process.exit();
    }
    const { ONRAMP_PORT, ONRAMP_EDITOR_PORT, ONRAMP_DATA } = process.env;
    return {
      desktop: values.desktop ?? false,
      port: readPort('ONRAMP_PORT', ONRAMP_PORT, 4270),
      editorPort: readPort('ONRAMP_EDITOR_PORT', ONRAMP_EDITOR_PORT, 4271),
      data: resolve(ONRAMP_DATA || join(root, '.cache', 'data')),
    };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n("npm start -- --help" says what can be given)`);
    process.exit(2);
  }
}

function readPort(name: string, text: string | undefined, usual: number): number {
  if (text === undefined || text === '') return usual;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) throw new Error(`${name} is "${text}": set it to a number from 1 to 65535.`);
  return port;
}

async function start({ desktop, port, editorPort, data }: Settings): Promise<void> {
  await assertFree(port, 'ONRAMP_PORT');
  if (desktop) await assertCode();
  else await assertFree(editorPort, 'ONRAMP_EDITOR_PORT');
  const workspace = join(data, 'workspace');
  await mkdir(workspace, { recursive: true }).catch((error: unknown) => {
    throw new Error(`The folder ${data} cannot be used: set ONRAMP_DATA to one that can be written.`, { cause: error });
  });
  await waitFor(console.log, 'Building', build);
  const backend = await startBackend(port, data);
  const settings = { 'onramp.backend.url': backend.url, 'onramp.backend.key': backend.writeKey };
  const editor = desktop ? await openDesktop(data, workspace, settings) : await serveEditor(editorPort, data, workspace, settings);
  console.log(`\nEditor:    ${editor}\nDashboard: ${backend.dashboardUrl}\n\nPress Ctrl+C to stop.`);
}

async function build(): Promise<void> {
  const { code, output } = await run(process.execPath, [join(root, 'esbuild.mjs')], { cwd: root });
  if (code !== 0) throw new Error(`${output.trim()}\nThe build failed: put the above right and start again.`);
}

async function startBackend(port: number, data: string): Promise<Serving> {
  const { serve }: Backend = await import(pathToFileURL(join(root, 'dist', 'backend.mjs')).href);
  const { ONRAMP_WRITE_KEY: writeKey, ONRAMP_ADMIN_TOKEN: adminToken } = process.env;
  const serving = await serve({ dataDir: join(data, 'backend'), port, writeKey, adminToken });
  owned.push(() => serving.close());
  return serving;
}

async function serveEditor(port: number, data: string, workspace: string, settings: Record<string, string>): Promise<string> {
  const folder = join(data, 'editor');
  const extensionsDir = join(folder, 'extensions');
  await linkExtension(extensionsDir, root);
  const isNew = await stat(join(folder, 'data', 'User', 'settings.json')).then(
    () => false,
    () => true,
  );
  const server = await startEditorServer({
    cache: join(root, '.cache'),
    port,
    dataDir: folder,
    extensionsDir,
    settings: { ...(isNew ? quietSettings : {}), ...settings },
    report: console.log,
  });
  owned.push(server.dispose);
  void server.ended.then(async (code) => {
    if (!owned.includes(server.dispose)) return;
    console.error(`VS Code's server ended (exit code ${code}): start again; if it ends again, delete ${join('.cache', 'vscode')} first.`);
    await endAll();
    process.exit(1);
  });
  return editorUrl(server, workspace);
}

/** Desktop VS Code with user data of its own, so that nothing of the person's is touched. */
async function openDesktop(data: string, workspace: string, settings: Record<string, string>): Promise<string> {
  const folder = join(data, 'desktop');
  await presetSettings(folder, settings, console.log);
  const args = [`--user-data-dir=${join(folder, 'data')}`, `--extensionDevelopmentPath=${root}`, '--new-window', '--wait', workspace];
  const code = startTree('code', args, {
    env: plainEnvironment(),
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  owned.push(() => endTree(code));
  code.once('exit', async (exit) => {
    if (exit === 0 || owned.length === 0) return;
    console.error(`"code" ended (exit code ${exit}) before its window was closed: start again, or leave --desktop out.`);
    await endAll();
    process.exit(1);
  });
  return `a window of VS Code, on ${workspace}`;
}

async function assertCode(): Promise<void> {
  const { code } = await run('code', ['--version'], { shell: process.platform === 'win32' }).catch(() => ({ code: 1 }));
  if (code === 0) return;
  const message =
    '"code" is not on the PATH, or does not run: in VS Code run "Shell Command: Install \'code\' command in PATH", or leave --desktop out.';
  throw new EditorFailure('editor.failed', message);
}
