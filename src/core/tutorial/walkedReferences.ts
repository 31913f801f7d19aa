import type { Anchor } from '../../protocol/anchor.ts';
import { type Message, message, type Problem } from '../message.ts';
import type { Files } from '../ports.ts';
import type { Act } from './acts.ts';
import { findLines, findReference, takeAnchor } from './anchor.ts';
import type { Reference } from './tutorial.ts';

type ReferenceAct = Extract<Act, { kind: 'reference' }>;

/** The references of a step, each looked at where the text comes to it and again when the step is done. */
export type WalkedReferences = {
  meet(act: ReferenceAct): Promise<void>;
  /** What is wrong with those that mean nothing, neither at their place nor after the step. */
  settle(): Promise<Problem[]>;
};

/** `text` is that of its lines when it was met, `held` whether it had any. */
type Met = { act: ReferenceAct; anchor: Anchor | undefined; text: string | undefined; held: boolean };

/** A text may speak of what the step is about to make, and of what it is about to replace: a reference must hold at one of both times. */
export function walkedReferences(files: Files): WalkedReferences {
  const met: Met[] = [];
  return {
    meet: async (act) => {
      const content = await files.readText(act.reference.path);
      const held = referenceProblem(content, act.reference) === undefined;
      const lines = content === undefined || !held ? undefined : findLines(content, act.reference);
      const anchor = lines && takeAnchor(content ?? '', lines);
      met.push({ act, held, anchor, text: textAt(content, act.reference) });
    },
    settle: async () => {
      const problems: Problem[] = [];
      for (const { act, held, ...seen } of met) {
        const { reference, line, column } = act;
        const content = await files.readText(reference.path);
        const why = held ? guessProblem(content ?? '', reference, seen) : referenceProblem(content, reference);
        if (why !== undefined) problems.push({ ...why, severity: 'error', line, column });
      }
      return problems;
    },
  };
}

/** Why a reference means nothing in a file's text; undefined where it does. */
export function referenceProblem(content: string | undefined, { path, lines }: Reference): Message | undefined {
  if (content === undefined) return message('reference.missing', path);
  const all = content.split('\n');
  if ('text' in lines) return all.some((line) => line.includes(lines.text)) ? undefined : message('reference.noText', path, lines.text);
  // What follows the last line end is no line to speak of, unless it is all there is.
  const count = Math.max(1, all.at(-1) === '' ? all.length - 1 : all.length);
  return lines.to > count ? message('reference.outOfRange', path, count, lines.to) : undefined;
}

/** The text of the lines that a reference means. */
function textAt(content: string | undefined, reference: Reference): string | undefined {
  const lines = content === undefined ? undefined : findLines(content, reference);
  return (
    lines &&
    content
      ?.split('\n')
      .slice(lines.from, lines.to + 1)
      .join('\n')
  );
}

/** Lines that the step itself moved or changed until only a guess is left of them: a learner who clicks later sees other lines. */
function guessProblem(content: string, reference: Reference, { anchor, text }: Pick<Met, 'anchor' | 'text'>): Message | undefined {
  // What stands where it stood needs no guess, however little its lines say.
  if (textAt(content, reference) === text) return undefined;
  const found = anchor && findReference(content, reference, anchor);
  return found?.kind === 'guess' ? message('reference.guess', reference.path, found.lines.from + 1) : undefined;
}
