import { linearPattern } from '../linear/linearPattern.ts';
import { NotLinear } from '../linear/syntax.ts';

/**
 * Whether a check's expression matches in a text; `^` and `$` are each line's. It takes no longer than the text is long, as a check is tried also
 * where nobody asked for it, unless the expression has look-around or back references: those are JavaScript's to find. Throws where it is none.
 */
export function isMatched(pattern: string, text: string): boolean {
  try {
    return linearPattern(pattern, { multiline: true }).isIn(text);
  } catch (error) {
    if (!(error instanceof NotLinear)) throw error;
    return new RegExp(pattern, 'm').test(text);
  }
}
