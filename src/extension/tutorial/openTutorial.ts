import type * as vscode from 'vscode';
import type { Pack } from '../../core/pack/pack.ts';
import type { Files } from '../../core/ports.ts';
import type { CheckResult } from '../../core/tutorial/check.ts';
import type { Tutorial } from '../../core/tutorial/tutorial.ts';
import type { QuizAnswer, RunState, WriteState } from '../../protocol/guide.ts';
import type { Progress } from '../../protocol/progress.ts';
import type { FolderChoice } from './learnerFolder.ts';
import type { RequirementsFound } from './requirements.ts';

/** The tutorial that is open in the guide, with what has happened to its blocks since it was opened. */
export type OpenTutorial = {
  root: vscode.Uri;
  /** Where the pack comes from, whatever its version: what trust is given to. */
  origin: string;
  files: Files;
  pack: Pack;
  folder: FolderChoice;
  /** The tutorial's text as it was read. */
  source: string;
  tutorial: Tutorial;
  progress: Progress;
  /** By step id; the cover's is ''. */
  activity: Map<string, Activity>;
  requirements: RequirementsFound;
  /** When the person last did something in this sitting. */
  lastAct: number;
};

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
  feedback: 'up' | 'down' | undefined;
};

/** What has happened to a step, begun where nothing has yet. */
export function activityOf({ activity }: OpenTutorial, step: string | null): Activity {
  const there = activity.get(step ?? '');
  if (there !== undefined) return there;
  const none: Activity = {
    runs: new Map(),
    writes: new Map(),
    answers: new Map(),
    results: [],
    checking: new Set(),
    asked: new Set(),
    told: new Map(),
    feedback: undefined,
  };
  activity.set(step ?? '', none);
  return none;
}

export type StepPlace = { pack: string; version: string; tutorial: string; step: string };

/** Where in the tutorial the person is; undefined on the cover. */
export function hereIn({ progress: { pack, version, tutorial, current } }: OpenTutorial): StepPlace | undefined {
  return current === null ? undefined : { pack, version, tutorial, step: current };
}
