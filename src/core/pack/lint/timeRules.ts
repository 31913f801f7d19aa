import { message } from '../../message.ts';
import type { FileProblem } from '../pack.ts';
import { inFile, type LintedPack } from './lintedPack.ts';

/** How long each tutorial took, in milliseconds by its file, as `onramp test` measured it. */
export type MeasuredTimes = Readonly<Record<string, number>>;

/** A machine reads nothing and types in no time: what took it longer than the estimate takes a person longer still. */
export function timeProblems({ tutorials }: LintedPack, times: MeasuredTimes): FileProblem[] {
  return tutorials.flatMap(({ path, source, tutorial: { minutes } }) => {
    const took = Object.hasOwn(times, path) ? times[path] : undefined;
    if (minutes === undefined || took === undefined || took <= minutes * 60_000) return [];
    const line = source.split('\n').findIndex((text) => /^time:/.test(text)) + 1;
    return [inFile(path, { ...message('time.tooShort', minutes, Math.ceil(took / 60_000)), line: Math.max(1, line), column: 1 })];
  });
}
