import { type Message, message } from '../message.ts';
import { expectation } from '../tutorial/check.ts';
import { parseTutorial } from '../tutorial/parse.ts';
import type { Block } from '../tutorial/tutorial.ts';

/** What a line of a tutorial does for a learner, or what the check in it demands; undefined where it is text to read. Lines count from 1. */
export function explainLine(text: string, path: string, line: number): Message | undefined {
  const { cover, steps } = parseTutorial(text, path);
  const step = steps.find((one) => one.line === line);
  if (step !== undefined) return message('explain.step', step.id);
  const block = [cover, ...steps].flatMap(({ blocks }) => blocks).findLast((one) => one.line <= line);
  if (block === undefined || line > block.line + linesOf(block)) return undefined;
  if (line === block.line) return explainBlock(block);
  const placed = block.kind === 'check' ? block.checks.findLast((one) => one.line <= line) : undefined;
  return placed === undefined ? undefined : expectation(placed.check);
}

/** How many lines a block has between its fences. */
function linesOf({ text }: Block): number {
  return text.replace(/\n$/, '').split('\n').length;
}

function explainBlock(block: Block): Message {
  switch (block.kind) {
    case 'run':
      return message('preview.run', block.text);
    case 'file':
      return block.place.how === 'whole' ? message('preview.create', block.path) : message('preview.write', block.path);
    case 'diff':
      return message('preview.diff', block.path);
    case 'quiz':
      return message('preview.answer');
    case 'check':
      return message('preview.check');
    case 'code':
      return message('explain.code');
    case 'broken':
      return block.why;
  }
}
