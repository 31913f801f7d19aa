import type { Check } from '../../protocol/check.ts';
import { expectCommand, tryCommand } from '../check/command.ts';
import { expectEditor, tryEditor } from '../check/editor.ts';
import { expectFile, tryFile } from '../check/file.ts';
import { expectGit, tryGit } from '../check/git.ts';
import { expectHttp, tryHttp } from '../check/http.ts';
import type { CheckResult } from '../check/result.ts';
import { type Message, message } from '../message.ts';
import type { Cancel, Editor, Files, Http, Shell } from '../ports.ts';

export type { CheckResult };

/** What checks look at. What a platform lacks (a shell in a browser, an editor on the command line) makes its checks `unavailable`. */
export type CheckPorts = { files: Files; shell: Shell | undefined; http: Http; editor: Editor | undefined };

/** The word a check is about, for reports. */
export type Subject = 'file' | 'run' | 'http' | 'diagnostics' | 'symbol' | 'git' | 'extension' | 'setting';

/** Tries one check. Rejects never: what cannot be read or run is a result. */
export async function runCheck(check: Check, ports: CheckPorts, signal: Cancel): Promise<CheckResult> {
  const cancelled: CheckResult = { state: 'cancelled', expected: expectation(check), found: message('found.stopped'), output: undefined };
  if (signal.aborted) return cancelled;
  try {
    const result = await tryCheck(check, ports, signal);
    return signal.aborted ? { ...cancelled, output: result.output } : result;
  } catch (error) {
    if (signal.aborted) return cancelled;
    return { ...cancelled, state: 'failed', found: couldNot(check, whyOf(error)) };
  }
}

function tryCheck(check: Check, { files, shell, http, editor }: CheckPorts, signal: Cancel): Promise<CheckResult> {
  if ('file' in check) return tryFile(check, files);
  if ('run' in check) return tryCommand(check, shell, signal);
  if ('http' in check) return tryHttp(check, http, signal);
  if ('git' in check) return tryGit(check, shell, signal);
  return tryEditor(check, editor, signal);
}

/** What a check demands as a whole, before it is tried. */
export function expectation(check: Check): Message {
  if ('file' in check) return expectFile(check);
  if ('run' in check) return expectCommand(check);
  if ('http' in check) return expectHttp(check);
  if ('git' in check) return expectGit(check);
  return expectEditor(check);
}

export function subjectOf(check: Check): Subject {
  const [subject] = subjects.filter((name) => name in check);
  return subject ?? 'file';
}

const subjects: readonly Subject[] = ['file', 'run', 'http', 'diagnostics', 'symbol', 'git', 'extension', 'setting'];

/** What fetch says of itself is no more than that it failed; its cause tells why. */
function whyOf(error: unknown): string {
  const { cause } = error instanceof Error ? error : {};
  const deeper: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  if (deeper instanceof Error && deeper.message !== '') return deeper.message;
  return error instanceof Error ? error.message : String(error);
}

function couldNot(check: Check, why: string): Message {
  if ('http' in check) return message('found.noAnswer', why);
  return message('run' in check || 'git' in check ? 'found.notRun' : 'found.unreadable', why);
}
