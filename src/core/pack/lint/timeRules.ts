import type { WalkTimes } from '../../../protocol/walkTimes.ts';
import { message } from '../../message.ts';
import type { FileProblem } from '../pack.ts';
import { inFile, type LintedPack } from './lintedPack.ts';

/** A machine reads nothing and types in no time: what took it longer than the estimate takes a person longer still. */
export function timeProblems({ manifest, tutorials }: LintedPack, times: WalkTimes): FileProblem[] {
  return tutorials.flatMap(({ path, source, tutorial: { minutes } }) => {
    const took = times.tutorials.find((walked) => walked.pack === manifest.name && walked.path === path)?.milliseconds;
    if (minutes === undefined || took === undefined || took <= minutes * 60_000) return [];
    const line = source.split('\n').findIndex((text) => /^time:/.test(text)) + 1;
    return [inFile(path, { ...message('time.tooShort', minutes, Math.ceil(took / 60_000)), line: Math.max(1, line), column: 1 })];
  });
}
