import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';

/** How a process ended, and all it said. */
export type Ended = { code: number; output: string };

/** Runs a program to its end and gives its exit code and output. Throws only when it cannot be started. */
export async function run(program: string, args: readonly string[], options: SpawnOptions = {}): Promise<Ended> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit) => resolve(exit ?? 1));
  });
  return { code, output };
}

/** Starts npm, in `folder`, with the npm that started us where there is one. */
export async function runNpm(folder: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const options = { cwd: folder, env };
  const npm = process.env.npm_execpath;
  if (npm && /npm-cli\.[cm]?js$/.test(npm)) return await run(process.execPath, [npm, ...args], options);
  return await run('npm', args, { ...options, shell: process.platform === 'win32' });
}

/** Starts a program that outlives this call, as the head of a process group, so that `endTree` ends it with all it started. */
export function startTree(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  return spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32', windowsHide: true, ...options });
}

/** Ends a program started with `startTree` and everything it started; waits until it is gone. */
export async function endTree(child: ChildProcess, patience = 3000): Promise<void> {
  if (!child.pid) return;
  const closed = child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((done) => child.once('exit', done));
  signalTree(child, 'SIGTERM');
  const impatient = setTimeout(() => signalTree(child, 'SIGKILL'), patience);
  await closed;
  clearTimeout(impatient);
  // What it started may still be closing; nothing of it may stay.
  signalTree(child, 'SIGKILL');
}

/** The same at once, for the moment this process itself ends. */
export function killTree(child: ChildProcess): void {
  signalTree(child, 'SIGKILL');
}

function signalTree(child: ChildProcess, signal: NodeJS.Signals): void {
  if (!child.pid) return;
  if (process.platform === 'win32') {
    if (child.exitCode === null) spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** On Ctrl+C or a request to end: ends what `dispose` ends, then this process. A second Ctrl+C does not wait. `exit` is its exit code. */
export function endOnSignal(dispose: () => Promise<void>, exit?: number): void {
  let asked = false;
  const end = (signal: NodeJS.Signals) => {
    const code = exit ?? (signal === 'SIGINT' ? 130 : 143);
    if (asked) process.exit(code);
    asked = true;
    dispose().then(
      () => process.exit(code),
      () => process.exit(code),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}
