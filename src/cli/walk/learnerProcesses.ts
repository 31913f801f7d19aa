import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Cancel, Http, Shell, Terminal, Typed } from '../../core/ports.ts';
import { saysItListens } from '../../core/tutorial/listens.ts';
import { plainEnvironment } from '../editor/environment.ts';
import { endTree, killTree, startTree } from '../editor/process.ts';

/** What runs for a learner in their folder: checks unseen, commands in a terminal. `dispose` ends all of it. */
export type LearnerProcesses = { shell: Shell; terminal: Terminal; dispose(): Promise<void> };

const kept = 64 * 1024;
/** A command that says that it listens may still be about to end, as one that only prints an address does. */
const grace = 400;
const windows = process.platform === 'win32';
/** What VS Code's terminal most likely is. A check runs in the system's own shell, as it does in the editor. */
const terminalShell = !windows && existsSync('/bin/bash') ? '/bin/bash' : true;

/** `env` is added to the environment of everything; what npm adds to ours is none of theirs. */
export async function learnerProcesses(folder: string, env: Readonly<Record<string, string>>): Promise<LearnerProcesses> {
  const running = new Set<ChildProcess>();
  const scratch = await mkdtemp(join(tmpdir(), 'onramp-terminal-'));
  const initial = { ...withNode(plainEnvironment()), ...env };
  let state: { cwd: string; env: NodeJS.ProcessEnv } = { cwd: folder, env: initial };

  const start = (command: string, cwd: string, environment: NodeJS.ProcessEnv, program: string | true) => {
    const child = startTree(command, [], { cwd, env: environment, shell: program });
    const onExit = () => killTree(child);
    process.once('exit', onExit);
    running.add(child);
    child.once('close', () => {
      running.delete(child);
      process.off('exit', onExit);
    });
    return child;
  };

  return {
    shell: {
      run: async (command, { cwd, timeout, signal }) => {
        const child = start(command, join(folder, cwd), initial, true);
        const { output, ended } = follow(child);
        const end = await Promise.race([ended, passed(timeout, ended), aborted(signal, ended)]);
        if (typeof end === 'object') return { exit: end.exit, output: output(), timedOut: false };
        await stop(child);
        return { exit: null, output: output(), timedOut: end === 'late' };
      },
    },
    terminal: {
      run: async (command, { timeout, signal }) => {
        const report = join(scratch, 'state');
        const child = start(remembering(command, report), state.cwd, state.env, terminalShell);
        const { output, ended, listening } = follow(child);
        const end = await Promise.race([ended, listening(ended), passed(timeout, ended), aborted(signal, ended)]);
        if (end === 'listens') return { kind: 'listens', output: output() };
        if (typeof end === 'object') {
          state = (await readState(report)) ?? state;
          return { kind: 'ended', exit: end.exit, output: output() };
        }
        await stop(child);
        return { kind: 'hangs', output: output() } satisfies Typed;
      },
    },
    dispose: async () => {
      await Promise.all([...running].map((child) => endTree(child)));
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

/** Asks with GET, following no redirects: what a check asks is what it gets. */
export const learnerHttp: Http = {
  get: async (url, { timeout }) => {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeout) });
    return { status: answer.status, body: await answer.text() };
  },
};

/** A command that leaves behind, for the next one, where it was and what it had set, however it ends. */
function remembering(command: string, report: string): string {
  if (windows) return command;
  return `trap '{ pwd; env -0; } > "${report}" 2>/dev/null' EXIT\n${command}\n`;
}

async function readState(report: string): Promise<{ cwd: string; env: NodeJS.ProcessEnv } | undefined> {
  const text = await readFile(report, 'utf8').catch(() => undefined);
  await rm(report, { force: true });
  const end = text?.indexOf('\n') ?? -1;
  if (text === undefined || end < 0) return undefined;
  const set = text.slice(end + 1).split('\0');
  const pairs = set.flatMap((pair) => {
    const at = pair.indexOf('=');
    return at > 0 ? [[pair.slice(0, at), pair.slice(at + 1)]] : [];
  });
  return pairs.length === 0 ? undefined : { cwd: text.slice(0, end), env: Object.fromEntries(pairs) };
}

type Followed = {
  output(): string;
  ended: Promise<{ exit: number | null }>;
  /** Comes when the output says that the command listens, and it has not ended soon after. */
  listening(ended: Promise<unknown>): Promise<'listens'>;
};

function follow(child: ChildProcess): Followed {
  let output = '';
  let told = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-kept);
      if (saysItListens(output)) told();
    });
  }
  const ended = new Promise<{ exit: number | null }>((resolve, reject) => {
    child.once('error', reject);
    // A server that was put into the background holds on to the output: the command itself has ended all the same.
    child.once('exit', (exit) => {
      const close = setTimeout(() => resolve({ exit }), grace);
      child.once('close', () => {
        clearTimeout(close);
        resolve({ exit });
      });
    });
  });
  return {
    output: () => output,
    ended,
    listening: (end) =>
      new Promise((resolve) => {
        let waiting: ReturnType<typeof setTimeout> | undefined;
        told = () => {
          waiting ??= setTimeout(() => resolve('listens'), grace);
        };
        const forget = () => {
          clearTimeout(waiting);
          told = () => {};
        };
        end.then(forget, forget);
      }),
  };
}

function passed(milliseconds: number, ended: Promise<unknown>): Promise<'late'> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('late'), milliseconds);
    const forget = () => clearTimeout(timer);
    ended.then(forget, forget);
  });
}

/** Comes when the signal does, unless the command has ended: a walk gives one signal to all of its commands. */
function aborted(signal: Cancel, ended: Promise<unknown>): Promise<'aborted'> {
  return new Promise((resolve) => {
    const abort = () => resolve('aborted');
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    const forget = () => signal.removeEventListener('abort', abort);
    ended.then(forget, forget);
  });
}

async function stop(child: ChildProcess): Promise<void> {
  await endTree(child, 1000);
  child.stdout?.destroy();
  child.stderr?.destroy();
}

/** A tutorial that runs `node` means the one that runs us, where the machine has none of its own. */
function withNode(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const separator = windows ? ';' : ':';
  return { ...env, [name]: [env[name], dirname(process.execPath)].filter(Boolean).join(separator) };
}
