import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** The npm of this machine, seen from a folder whose .npmrc counts. It knows how its registries let people in; we never see a token. */
export type NpmClient = {
  /** Runs npm to its end and gives what it printed. Throws a sentence where it cannot be started. */
  ask(args: readonly string[]): Promise<{ code: number; said: string; complaint: string }>;
  /** Runs npm where the person can answer it, all that it says going to stderr. Gives its exit code. */
  let(args: readonly string[]): Promise<number>;
};

export function npmClient(folder: string, signal: AbortSignal): NpmClient {
  const start = (args: readonly string[], stdio: StdioOptions): ChildProcess => {
    // What it says is read, and shown to the person: a script that runs us silently must not silence it.
    const env = { ...process.env, npm_config_loglevel: 'notice' };
    const options = { cwd: folder, stdio, signal, env };
    const npm = process.env.npm_execpath;
    if (npm && /npm-cli\.[cm]?js$/.test(npm)) return spawn(process.execPath, [npm, ...args], options);
    // On Windows npm is a script for its shell.
    if (process.platform === 'win32') return spawn('npm', args.map(quoted), { ...options, shell: true });
    return spawn('npm', args, options);
  };
  const end = async (child: ChildProcess): Promise<number> => {
    try {
      const [code] = await once(child, 'close');
      return typeof code === 'number' ? code : 1;
    } catch (cause) {
      if (signal.aborted) throw new Error('It was stopped.', { cause });
      throw new Error('npm cannot be started: install Node.js with npm, or put npm on the PATH.', { cause });
    }
  };
  return {
    ask: async (args) => {
      const child = start(args, ['ignore', 'pipe', 'pipe']);
      const ended = end(child);
      const [code, said, complaint] = await Promise.all([
        ended,
        child.stdout ? text(child.stdout) : '',
        child.stderr ? text(child.stderr) : '',
      ]);
      return { code, said, complaint };
    },
    let: (args) => end(start(args, ['inherit', process.stderr, 'inherit'])),
  };
}

/** What the person can read of a failure of npm: its lines without its own marks and without where its log lies. */
export function npmReason(complaint: string): string {
  const lines = complaint
    .split('\n')
    .map((line) => line.replace(/^npm (ERR!|error) ?/, '').trim())
    .filter((line) => line !== '' && !/^(code |A complete log|Log files|\/|404\s*$)/.test(line));
  return lines.slice(0, 3).join(' ') || 'it does not say why';
}

function quoted(argument: string): string {
  return /^[\w@:/.=\\-]+$/.test(argument) ? argument : `"${argument.replace(/"/g, '')}"`;
}
