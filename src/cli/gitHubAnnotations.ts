import { inEnglish } from '../core/message.ts';
import type { FileProblem } from '../core/pack/pack.ts';

/** Findings as GitHub's workflow commands, which put each beside its line in a pull request. */
export function gitHubAnnotations(findings: readonly FileProblem[]): string {
  return findings
    .map((found) => {
      const { severity, file, line, column, code } = found;
      const place = Object.entries({ file, line, col: column, title: code }).map(
        ([name, value]) => `${name}=${escaped(value, /[%\r\n:,]/g)}`,
      );
      return `::${severity} ${place.join(',')}::${escaped(inEnglish(found), /[%\r\n]/g)}`;
    })
    .join('\n');
}

function escaped(value: string | number, what: RegExp): string {
  return String(value).replace(what, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
