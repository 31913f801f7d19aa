import type { RunCheck } from '../../protocol/check.ts';
import { type Message, message } from '../message.ts';
import type { Cancel, Shell } from '../ports.ts';
import { timeoutMilliseconds } from '../tutorial/duration.ts';
import { isMatched } from './expression.ts';
import { type CheckResult, unavailable } from './result.ts';
import { unified } from './unified.ts';

/** What a command must print, or how it must end. */
export function expectCommand(check: RunCheck): Message {
  if (check.output !== undefined) return message('expected.output', check.run, check.output);
  if (check.outputMatches !== undefined) return message('expected.outputMatches', check.run, check.outputMatches);
  return message('expected.exit', check.run, check.exit ?? 0);
}

/** Runs a check's command and holds its end and its output against what is demanded. */
export async function tryCommand(check: RunCheck, shell: Shell | undefined, signal: Cancel): Promise<CheckResult> {
  const expected = expectCommand(check);
  if (shell === undefined) return unavailable(expected, message('found.noShell'));
  const timeout = timeoutMilliseconds(check.timeout ?? 30);
  const ran = await shell.run(check.run, { cwd: check.cwd ?? '', timeout, signal });
  const result = (state: CheckResult['state'], found: Message, demand = expected): CheckResult => ({
    state,
    expected: demand,
    found,
    output: ran.output,
  });
  if (signal.aborted) return result('cancelled', message('found.stopped'));
  if (ran.timedOut) return result('failed', message('found.timedOut', timeout / 1000));
  if (ran.exit !== (check.exit ?? 0)) {
    const demand = message('expected.exit', check.run, check.exit ?? 0);
    return result('failed', ran.exit === null ? message('found.stopped') : message('found.exit', ran.exit), demand);
  }
  if (check.output !== undefined && !unified(ran.output).includes(unified(check.output)))
    return result('failed', message('found.otherOutput'));
  if (check.outputMatches !== undefined && !isMatched(check.outputMatches, unified(ran.output))) {
    return result('failed', message('found.otherOutput'), message('expected.outputMatches', check.run, check.outputMatches));
  }
  return result(
    'passed',
    check.output === undefined && check.outputMatches === undefined ? message('found.exit', ran.exit) : message('found.asExpected'),
  );
}
