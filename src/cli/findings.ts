import { inEnglish, type Severity } from '../core/message.ts';
import type { FileProblem } from '../core/pack/pack.ts';

/** What a verb found, as people read it: `file:line:column  code  text`, a line each. */
export function findingsText(findings: readonly FileProblem[]): string {
  return findings.map((found) => `${found.file}:${found.line}:${found.column}  ${found.code}  ${inEnglish(found)}`).join('\n');
}

/** The same for machines, under `--json`. */
export type FindingJson = { file: string; line: number; column: number; severity: Severity; code: string; text: string };

export function findingsJson(findings: readonly FileProblem[]): FindingJson[] {
  return findings.map((found) => {
    const { file, line, column, severity, code } = found;
    return { file, line, column, severity, code, text: inEnglish(found) };
  });
}
