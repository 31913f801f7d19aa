import type { Check } from '../../../protocol/check.ts';
import { checksOf, type PlacedCheck } from '../../tutorial/tutorial.ts';
import { type Finding, tellerOf } from './finding.ts';
import type { LintedTutorial } from './lintedTutorial.ts';

/** Checks that say nothing, and how often a tutorial says what its success is. */
export function checkFindings({ path, tutorial, sections }: LintedTutorial): Finding[] {
  const tell = tellerOf(path);
  const [onCover, ...inSteps] = sections.map(checksOf);
  const checks = inSteps.flat();
  const found = (onCover ?? []).map((placed) => tell('warning', placed, 'check.onCover'));
  for (const placed of [...tutorial.requires, ...(onCover ?? []), ...checks]) {
    const text = emptyDemand(placed.check);
    if (text !== undefined) found.push(tell('warning', placed, 'check.vacuous', text));
  }
  const [first, second]: (PlacedCheck | undefined)[] = checks.filter(({ check }) => check.success === true);
  if (first !== undefined && second !== undefined) found.push(tell('warning', second, 'check.successTwice', first.line));
  const [any] = checks;
  if (first === undefined && any !== undefined) found.push(tell('info', any, 'check.successNever'));
  return found;
}

/** What a check demands of a text that every text fulfils. */
function emptyDemand(check: Check): string | undefined {
  const patterns = [
    'file' in check ? check.matches : undefined,
    'run' in check ? check.outputMatches : undefined,
    'git' in check && typeof check.git === 'object' && 'commit' in check.git ? check.git.commit : undefined,
  ];
  const texts = [
    ...('file' in check || 'http' in check ? [check.contains ?? []].flat() : []),
    ...('run' in check ? [check.output ?? 'x'] : []),
  ];
  return patterns.find((pattern) => pattern !== undefined && matchesAnything(pattern)) ?? texts.find((text) => text.trim() === '');
}

/** Whether an expression matches texts that have nothing in common, the empty one as well. */
function matchesAnything(pattern: string): boolean {
  const expression = new RegExp(pattern, 'm');
  return ['', 'x', '1\n', '~ €\n\t{}'].every((text) => expression.test(text));
}
