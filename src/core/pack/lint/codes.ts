import { english } from '../../english.ts';
import type { MessageCode } from '../../message.ts';
import { lintRules, type Rule } from './rules.ts';

/** A code of lint: what it tells, `{0}` and the like being what it is about, what it means and what to write. */
export type LintCode = Rule & { code: MessageCode; text: string };

/** Every code that lint gives, by name. */
export function lintCodes(): LintCode[] {
  const codes = Object.keys(lintRules) as (keyof typeof lintRules)[];
  return codes.sort().map((code) => ({ code, text: english[code], ...lintRules[code] }));
}
