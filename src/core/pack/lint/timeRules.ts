import type { WalkTimes } from '../../../protocol/walkTimes.ts';
import { type Finding, tellerOf } from './finding.ts';
import type { LintedTutorial } from './lintedTutorial.ts';
import { frontMatterOf } from './textRules.ts';

/**
 * Holds the time that a tutorial says it takes against what a machine took for it, with the time that reading takes: told is what is off by
 * more than twice, and what even a machine that reads nothing does not hold. That it takes shorter is only good to know, as a machine makes no account and thinks nothing over.
 */
export function timeFindings(tutorial: LintedTutorial, pack: string, { tutorials }: WalkTimes): Finding[] {
  const measured = tutorials.find(({ path, pack: name }) => path === tutorial.path && name === pack);
  const { minutes } = tutorial.tutorial;
  if (measured === undefined || minutes === undefined) return [];
  const machine = measured.milliseconds / 60_000;
  const real = machine + wordsIn(tutorial) / wordsAMinute;
  const place = frontMatterOf(tutorial).at('time');
  const tell = tellerOf(tutorial.path);
  if (machine > minutes || real > 2 * minutes) return [tell('warning', place, 'time.tooShort', minutes, rounded(real))];
  return minutes > 2 * real ? [tell('info', place, 'time.tooLong', minutes, rounded(real))] : [];
}

/** Technical text is read more slowly than a novel. */
const wordsAMinute = 150;

function wordsIn({ lines }: LintedTutorial): number {
  return lines.join(' ').split(/\s+/).length;
}

function rounded(minutes: number): number {
  return Math.max(1, Math.round(minutes));
}
