import type { GitCheck } from '../../protocol/check.ts';
import { type Message, message } from '../message.ts';
import type { Cancel, Shell } from '../ports.ts';
import { isMatched } from './expression.ts';
import { type CheckResult, failed, passed, unavailable } from './result.ts';

const patience = 15_000;

export function expectGit(check: GitCheck): Message {
  const commit = commitOf(check);
  return commit === undefined ? message('expected.gitClean') : message('expected.gitCommit', commit);
}

/** The expression that a commit's message must match; undefined where all must be committed. */
export function commitOf({ git }: GitCheck): string | undefined {
  return typeof git === 'object' && 'commit' in git ? git.commit : undefined;
}

/** Asks git whether all is committed, or whether a commit's message matches. */
export async function tryGit(check: GitCheck, shell: Shell | undefined, signal: Cancel): Promise<CheckResult> {
  const expected = expectGit(check);
  if (shell === undefined) return unavailable(expected, message('found.noShell'));
  const ask = (command: string) => shell.run(command, { cwd: '', timeout: patience, signal });
  const commit = commitOf(check);
  if (commit === undefined) {
    const { exit, output } = await ask('git status --porcelain -- .');
    if (exit !== 0) return failed(expected, message('found.noGit'), output);
    const changed = output.split('\n').filter((line) => line !== '').length;
    return changed === 0 ? passed(expected) : failed(expected, message('found.gitChanged', changed), output);
  }
  const { exit, output } = await ask('git log -n 100 --format=%B%x1e');
  if (exit !== 0) return failed(expected, message(/not a git repository/i.test(output) ? 'found.noGit' : 'found.noCommits'), output);
  const messages = output.split('\x1e').map((text) => text.trim());
  return messages.some((text) => isMatched(commit, text))
    ? passed(expected)
    : failed(expected, message('found.noSuchCommit', messages[0] ?? ''));
}
