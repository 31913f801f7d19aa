import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Shell } from '../../core/ports.ts';

const kept = 64 * 1024;
/** How long the output of a command that has ended is waited for, in milliseconds. */
const grace = 400;

/** Runs commands in a folder through the system's shell. A command that is stopped takes its children with it. */
export function nodeShell(folder: string): Shell {
  return {
    run: (command, { cwd, timeout, signal }) =>
      new Promise((resolve, reject) => {
        const windows = process.platform === 'win32';
        const child = spawn(command, {
          cwd: join(folder, cwd),
          shell: true,
          detached: !windows,
          windowsHide: true,
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let output = '';
        let timedOut = false;
        let ended = false;
        const stop = () => {
          if (child.pid === undefined || ended) return;
          if (windows) spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true });
          else killGroup(child.pid);
          // Whatever has left the group may hold on to the output: nobody reads it any more.
          child.stdout.destroy();
          child.stderr.destroy();
        };
        const timer = setTimeout(() => {
          timedOut = true;
          stop();
        }, timeout);
        const collect = (chunk: string) => {
          output = (output + chunk).slice(-kept);
        };
        child.stdout.setEncoding('utf8').on('data', collect);
        child.stderr.setEncoding('utf8').on('data', collect);
        child.on('error', (error) => {
          ended = true;
          clearTimeout(timer);
          // Node says the same of a shell that is missing.
          reject(existsSync(join(folder, cwd)) ? error : new Error(vscode.l10n.t('there is no folder {0}', cwd)));
        });
        const end = (exit: number | null) => {
          ended = true;
          clearTimeout(timer);
          signal.removeEventListener('abort', stop);
          resolve({ exit: timedOut ? null : exit, output, timedOut });
        };
        // A server that was put into the background holds on to the output: the command itself has ended all the same.
        child.on('exit', (exit) => {
          const waiting = setTimeout(() => {
            for (const stream of [child.stdout, child.stderr]) stream.off('data', collect).resume();
            end(exit);
          }, grace);
          child.on('close', () => {
            clearTimeout(waiting);
            end(exit);
          });
        });
        signal.addEventListener('abort', stop);
        if (signal.aborted) stop();
      }),
  };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}
