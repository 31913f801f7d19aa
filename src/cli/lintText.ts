import { styleText } from 'node:util';
import { inEnglish, type Severity } from '../core/message.ts';
import type { LintCode } from '../core/pack/lint/codes.ts';
import type { Finding } from '../core/pack/lint.ts';

type Style = Parameters<typeof styleText>[0];
/** styleText leaves colours out where the stream is no terminal, or NO_COLOR says so. */
const styled = (style: Style, text: string) => styleText(style, text, { stream: process.stdout });

const colours: Record<Severity, Style> = { error: 'red', warning: 'yellow', info: 'cyan' };

/** Findings as people read them, a line each; what is no error says so. */
export function lintText(findings: readonly Finding[]): string {
  return findings
    .map((found) => {
      const { severity, code } = found;
      return `${placeOf(found)}  ${styled(colours[severity], code)}  ${severity === 'error' ? '' : `${severity}: `}${inEnglish(found)}`;
    })
    .join('\n');
}

/** What was mended, as it was found. */
export function mendedText(mended: readonly Finding[]): string {
  const lines = mended.map((found) => `${placeOf(found)}  ${found.code}  mended: ${inEnglish(found)}`);
  return [...lines, `Mended ${counted(mended.length, 'thing')}.`].join('\n');
}

/** The figures of all that was found, whether it was told or not. */
export function summaryText(found: readonly Finding[], packs: number): string {
  const count = (severity: Severity) => found.filter((one) => one.severity === severity).length;
  const figures = [counted(count('error'), 'error'), counted(count('warning'), 'warning')];
  if (count('info') > 0) figures.push(`${count('info')} info`);
  const fixable = found.filter(({ fix }) => fix !== undefined).length;
  const colour: Style = count('error') > 0 ? 'red' : count('warning') > 0 ? 'yellow' : 'green';
  return `${counted(packs, 'pack')}: ${styled(colour, figures.join(', '))}.${fixable > 0 ? ` --fix mends ${fixable}.` : ''}`;
}

/** Every code with what it says, what it is about and an example of what to write. */
export function rulesText(codes: readonly LintCode[]): string {
  return codes
    .map(({ code, text, says, write }) => {
      const example = write.split('\n').map((line) => `      ${line}`);
      return [`${styled('bold', code)}  ${text}`, `    ${says} Write:`, ...example].join('\n');
    })
    .join('\n');
}

function placeOf({ file, line, column }: Finding): string {
  return `${file}:${line}:${column}`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
