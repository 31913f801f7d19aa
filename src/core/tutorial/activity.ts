import type { QuizAnswer, RunState, WriteState } from '../../protocol/guide.ts';
import type { CheckResult } from './check.ts';

/** What has happened to one step's blocks and checks, each by its index. */
export type Activity = {
  runs: Map<number, RunState>;
  writes: Map<number, WriteState>;
  answers: Map<number, QuizAnswer>;
  results: (CheckResult | undefined)[];
  /** The blocks whose checks are being tried. */
  checking: Set<number>;
  /** The checks that the person pressed Check for. */
  asked: Set<number>;
  /** How each check ended when it was last reported. */
  told: Map<number, string>;
  feedback: 'sending' | 'up' | 'down' | undefined;
};

/** Nothing has happened yet. */
export function newActivity(): Activity {
  return {
    runs: new Map(),
    writes: new Map(),
    answers: new Map(),
    results: [],
    checking: new Set(),
    asked: new Set(),
    told: new Map(),
    feedback: undefined,
  };
}
