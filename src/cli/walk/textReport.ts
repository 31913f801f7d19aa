import { styleText } from 'node:util';
import { inEnglish } from '../../core/message.ts';
import type { FileProblem } from '../../core/pack/pack.ts';
import { isSound, type StepWalk, type TutorialWalk } from '../../core/tutorial/walk.ts';
import type { CheckWalk, Verdict } from '../../core/tutorial/walkedChecks.ts';
import type { PackTestReport } from './testPack.ts';

/** The most lines of a command's output that are shown; its end says what went wrong. */
const shownLines = 40;

type Style = Parameters<typeof styleText>[0];
const styled = (style: Style, text: string) => styleText(style, text, { stream: process.stdout });

/** One tutorial's walk as people read it; `at` gives a finding's file as it is seen from the current folder. */
export function walkText(walk: TutorialWalk & { folder: string }, at: (path: string) => string, kept: boolean): string {
  const file = at(walk.path);
  const lines = [`${styled('bold', walk.title)}  ${styled('dim', `${file}  ${seconds(walk.milliseconds)}`)}`];
  for (const problem of walk.problems) lines.push(`  ${findingText({ ...problem, file })}`);
  for (const step of walk.steps) lines.push(...stepLines(step, file));
  if (kept) lines.push(styled('dim', `  The learner’s folder: ${walk.folder}`));
  return lines.join('\n');
}

function stepLines(step: StepWalk, file: string): string[] {
  const sound = isSound({ problems: [], steps: [step] });
  const notRun = step.checks.filter(({ verdict }) => verdict === 'notRun').length;
  const tried = step.checks.length - notRun;
  const mark = sound ? (tried === 0 && notRun > 0 ? styled('yellow', '○') : styled('green', '✓')) : styled('red', '✗');
  const facts = [
    ...(step.checks.length === 0 ? ['no checks'] : [`${counted(tried, 'check')} tried`]),
    ...(notRun > 0 ? [`${notRun} not run`] : []),
    seconds(step.milliseconds),
  ];
  return [
    `  ${mark} ${step.title}  ${styled('dim', facts.join(', '))}`,
    ...step.problems.map((problem) => `    ${findingText({ ...problem, file })}`),
    ...(sound ? [] : evidence(step, file)),
  ];
}

/** What the step's checks and commands said, for a step that failed. */
function evidence({ checks, commands }: StepWalk, file: string): string[] {
  return [
    ...checks.flatMap(({ placed, verdict, after }) => {
      if (verdict !== 'failed' || after.output === undefined || after.output.trim() === '') return [];
      return [styled('dim', `    What the check in ${file}:${placed.line} answered:`), ...quoted(after.output)];
    }),
    ...commands.flatMap(({ line, command, typed }) => {
      const end = typed.kind === 'ended' ? `exit code ${typed.exit ?? '–'}` : typed.kind === 'listens' ? 'goes on running' : 'stopped';
      return [styled('dim', `    ${file}:${line}  $ ${command.replace(/\n/g, '\n      ')}  (${end})`), ...quoted(typed.output)];
    }),
  ];
}

function quoted(output: string): string[] {
  const lines = output.trimEnd().split('\n');
  const left = lines.length - shownLines;
  const shown = lines.slice(-shownLines).filter((line, index) => line !== '' || index > 0);
  return [...(left > 0 ? [`… ${counted(left, 'line')} before`] : []), ...shown].map((line) => `      ${styled('dim', '│')} ${line}`);
}

function findingText(found: FileProblem): string {
  const place = `${found.file}:${found.line}:${found.column}`;
  return `${place}  ${styled(found.severity === 'error' ? 'red' : 'yellow', found.code)}  ${inEnglish(found)}`;
}

/** The figures of everything that was walked; says what was not tried, and how it can be. */
export function summaryText(reports: readonly PackTestReport[]): string {
  const walks = reports.flatMap((report) => report.walks);
  const steps = walks.flatMap((walk) => walk.steps);
  const checks = steps.flatMap((step) => step.checks);
  const failed = walks.filter((walk) => !isSound(walk)).length;
  const counts: [Verdict, string][] = [
    ['proved', 'fail before and pass after'],
    ['doneEarlier', 'brought about by an earlier step'],
    ['standing', 'pass anyway and may'],
    ['failed', 'fail'],
    ['vacuous', 'vacuous'],
  ];
  const figures = counts.flatMap(([verdict, words]) => {
    const count = checks.filter((check) => check.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  const verdict =
    failed === 0 ? styled('green', `${walks.length} passed`) : styled('red', `${walks.length - failed} passed, ${failed} failed`);
  return [
    `${counted(walks.length, 'tutorial')}: ${verdict}. ${counted(steps.length, 'step')}, ${counted(checks.length, 'check')}: ${figures.join(', ') || 'none tried'}.`,
    ...notRunText(checks),
  ].join('\n');
}

function notRunText(checks: readonly CheckWalk[]): string[] {
  const left = checks.filter(({ verdict }) => verdict === 'notRun').map(({ placed }) => Object.keys(placed.check)[0] ?? '');
  if (left.length === 0) return [];
  const subjects = [...new Set(left)].sort().map((subject) => `${left.filter((other) => other === subject).length} ${subject}`);
  return [styled('yellow', `Not run: ${subjects.join(', ')}. Only an editor can tell; --editor tries them in one.`)];
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
