import type { Token } from 'markdown-it';
import type { Check } from '../../protocol/check.ts';
import type { Quiz } from '../../protocol/quiz.ts';
import type { Message, Problem } from '../message.ts';

/** A tutorial as it was understood. What could not be is in `problems`, and the rest works. */
export type Tutorial = {
  /** The file's name without `.md`. */
  id: string;
  /** The file, seen from the pack's root. */
  path: string;
  title: string;
  description: string | undefined;
  minutes: number | undefined;
  level: string | undefined;
  tags: string[];
  requires: PlacedCheck[];
  /** The text before the first step. */
  cover: Section;
  steps: Step[];
  problems: Problem[];
  /** What it is reported as where that is not its own title and those of its steps: a translation goes by the names of its original. */
  outline?: { title: string; steps: { id: string; title: string }[] };
};

/** `id` is the heading's slug or its `{#id}`: progress is stored by it. */
export type Step = Section & { id: string; title: string; line: number };

/** A stretch of Markdown and the live things in it, each list in the order of the text. Rendered HTML points into the lists by index. */
export type Section = {
  tokens: Token[];
  blocks: Block[];
  references: Reference[];
  links: Link[];
  /** The summaries of its folds. */
  hints: string[];
  /** What its boxes to tick say. */
  tasks: string[];
};

/** A fenced block. `line` is where it starts, from 1. */
export type Block = { line: number; language: string; text: string } & (
  | { kind: 'code' }
  | { kind: 'run' }
  | { kind: 'file'; path: string; place: Place }
  | { kind: 'diff'; path: string }
  | { kind: 'quiz'; quiz: Quiz }
  | { kind: 'check'; checks: PlacedCheck[]; refused: Message[] }
  | { kind: 'broken'; why: Message }
);

/** Where in its file a block's text goes. */
export type Place = { how: 'whole' } | { how: 'append' } | { how: 'after' | 'before'; anchor: string };

export type PlacedCheck = { check: Check; line: number; column: number };

/** Lines of the learner's workspace: by number (from 1, both ends included), or the first that holds a text. */
export type Reference = { path: string; lines: { from: number; to: number } | { text: string } };

export type Link =
  | { kind: 'web'; url: string }
  | { kind: 'template'; name: string }
  | { kind: 'snippet'; file: string; name: string }
  | { kind: 'tutorial'; path: string; step?: string }
  | { kind: 'command'; command: string }
  | { kind: 'plain'; href: string };

/** The checks of a step's blocks, in order. */
export function checksOf(section: Section): PlacedCheck[] {
  return section.blocks.flatMap((block) => (block.kind === 'check' ? block.checks : []));
}
