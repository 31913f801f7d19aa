import type { ChildProcess } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { plainEnvironment } from './environment.ts';
import { EditorFailure } from './failure.ts';
import { endTree, killTree, startTree } from './process.ts';
import { type Report, silent } from './progress.ts';
import { installVscode } from './vscode.ts';

export type EditorServerOptions = {
  /** The folder the editor itself is kept in. */
  cache: string;
  /** 0, the default, takes a free one. */
  port?: number;
  /** Where user data goes: settings, state, logs. */
  dataDir: string;
  extensionsDir: string;
  /** Set in the user's settings before the editor opens; other settings found there stay. */
  settings?: Readonly<Record<string, unknown>>;
  /** Added to the environment of the extension host and of terminals; `undefined` takes a variable away. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Lets the address carry a development extension and tests (`openEditor` needs it). */
  driver?: boolean;
  report?: Report;
  log?: (text: string) => void;
};

export type EditorServer = {
  /** `http://127.0.0.1:PORT/`, without a folder. */
  url: string;
  port: number;
  dataDir: string;
  /** Its exit code, should it end on its own or be disposed of. */
  ended: Promise<number>;
  dispose: () => Promise<void>;
};

/** Starts VS Code's server on 127.0.0.1 and waits until it listens. Throws `port.taken`, `install.failed`, `editor.failed`. */
export async function startEditorServer(options: EditorServerOptions): Promise<EditorServer> {
  const root = await installVscode(options.cache, options.report ?? silent);
  if (options.port) await assertFree(options.port, 'ONRAMP_EDITOR_PORT');
  await Promise.all([options.dataDir, options.extensionsDir].map((folder) => mkdir(folder, { recursive: true })));
  if (options.settings) await presetSettings(options.dataDir, options.settings, options.report ?? silent);
  const args = [
    join(root, 'out', 'server-main.js'),
    ...['--host', '127.0.0.1', '--port', String(options.port ?? 0)],
    ...['--server-data-dir', options.dataDir, '--extensions-dir', options.extensionsDir],
    '--without-connection-token',
    '--accept-server-license-terms',
    '--disable-workspace-trust',
    // A login shell's profile would take the PATH away that we were started with.
    '--force-disable-user-env',
    // Should this process be killed, the server ends by itself once no window has been open for some minutes.
    ...(options.driver ? ['--enable-smoke-test-driver', '--enable-remote-auto-shutdown'] : []),
  ];
  const child = startTree(nodeForVscode(), args, { env: plainEnvironment(options.env) });
  const onExit = () => killTree(child);
  process.once('exit', onExit);
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  void ended.then(() => process.off('exit', onExit));
  const port = await listening(child, ended, options.log).catch(async (error: unknown) => {
    await endTree(child);
    throw error;
  });
  return { url: `http://127.0.0.1:${port}/`, port, dataDir: options.dataDir, ended, dispose: () => endTree(child) };
}

/** The Node that VS Code's server runs on: this one, or that of the checkout where this one is too old. */
function nodeForVscode(): string {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major >= neededNode) return process.execPath;
  try {
    return createRequire(import.meta.url).resolve(`node/bin/node${process.platform === 'win32' ? '.exe' : ''}`);
  } catch {
    throw new EditorFailure('editor.failed', `VS Code's server needs Node ${neededNode} or newer, this is Node ${process.versions.node}.`);
  }
}

const neededNode = 24;
/** In characters: a line of VS Code's own source may be told along with an error. */
const longestReason = 200;

/** Throws `port.taken`, saying which variable chooses another, when something listens on this port of 127.0.0.1. */
export async function assertFree(port: number, variable: string): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(port, '127.0.0.1', resolve);
  }).catch((error: unknown) => {
    throw new EditorFailure('port.taken', `Port ${port} is taken: stop what listens there or set ${variable} to another port.`, {
      cause: error,
    });
  });
  await new Promise((resolve) => probe.close(resolve));
}

async function listening(child: ChildProcess, ended: Promise<number>, log: ((text: string) => void) | undefined): Promise<number> {
  let said = '';
  const port = new Promise<number>((resolve) => {
    const hear = (chunk: Buffer) => {
      const text = chunk.toString();
      log?.(text);
      if (said.length < 20_000) said += text;
      const found = /Extension host agent listening on (\d+)/.exec(said);
      if (found) resolve(Number(found[1]));
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
  });
  const failed = ended.then((code) => {
    const [reason = `exit code ${code}`] = said.split('\n').filter((line) => /error/i.test(line));
    throw new EditorFailure(
      'editor.failed',
      `VS Code did not start (${reason.trim().slice(0, longestReason)}): delete .cache/vscode and try again.`,
    );
  });
  // Once it listens, its end is no longer a failure to start.
  failed.catch(() => {});
  return await Promise.race([port, failed]);
}

/** Sets these in the user's settings and keeps the others; leaves a file alone that holds comments, and says so. */
export async function presetSettings(dataDir: string, settings: Readonly<Record<string, unknown>>, report: Report = silent): Promise<void> {
  const folder = join(dataDir, 'data', 'User');
  const file = join(folder, 'settings.json');
  await mkdir(folder, { recursive: true });
  const found = await readFile(file, 'utf8').catch(() => '{}');
  const current = parsePlain(found);
  if (!current) {
    report(`${file} has comments of your own, so it is left as it is; it should set: ${Object.keys(settings).join(', ')}.`);
    return;
  }
  await writeFile(file, `${JSON.stringify({ ...current, ...settings }, undefined, 2)}\n`);
}

function parsePlain(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
