import { parseTutorial } from '../tutorial/parse.ts';
import type { Step } from '../tutorial/tutorial.ts';
import { stepAt } from './previewPage.ts';

/** Where a new step goes that is asked for at a line, from 1: behind the step around it. `before` is the empty lines that it needs. */
export function placeForStep(text: string, line: number): { line: number; before: string } {
  const lines = text.split(/\r\n?|\n/);
  const { steps } = parseTutorial(text, 'tutorials/t.md');
  const next = steps.find((step) => step.line > line);
  const end = next === undefined ? lines.length : next.line - 1;
  let last = end;
  while (last > 0 && (lines[last - 1] ?? '').trim() === '') last--;
  return { line: last, before: last === 0 ? '' : '\n\n' };
}

/** The step whose heading stands in a line, from 1. */
export function stepOfHeading(text: string, line: number): Step | undefined {
  return parseTutorial(text, 'tutorials/t.md').steps.find((step) => step.line === line);
}

/** The step that a line, from 1, lies in. */
export function stepAround(text: string, line: number): Step | undefined {
  return stepAt(parseTutorial(text, 'tutorials/t.md'), line);
}

/** What is replaced in a heading's line, by characters from 0, to give the step another title; undefined for a heading that is underlined. */
export type Renaming = { from: number; to: number; text: string };

/**
 * Another title for a step. Its id stays what it was, written out where it came from the title until now: learners' progress is kept by it, and
 * links lead to it.
 */
export function renameStep(heading: string, step: Pick<Step, 'id'>, title: string): Renaming | undefined {
  const place = titleInHeading(heading);
  if (place === undefined) return undefined;
  return { ...place, to: heading.length, text: `${title.replace(/\s+/g, ' ').trim()} {#${step.id}}` };
}

/** Where the title stands in a heading's line, without its id. */
export function titleInHeading(heading: string): { from: number; to: number } | undefined {
  const [, mark = '', title = ''] = /^( {0,3}##[ \t]+)(.*?)(?:[ \t]+#+)?[ \t]*(?:\{#[\w-]+\})?[ \t]*(?:#+[ \t]*)?$/.exec(heading) ?? [];
  return title === '' ? undefined : { from: mark.length, to: mark.length + title.length };
}
