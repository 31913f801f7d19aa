import type * as vscode from 'vscode';
import type { Pack } from '../../core/pack/pack.ts';
import type { Files } from '../../core/ports.ts';
import { type Activity, newActivity } from '../../core/tutorial/activity.ts';
import type { Tutorial } from '../../core/tutorial/tutorial.ts';
import type { Progress } from '../../protocol/progress.ts';
import { wireName } from '../../protocol/wireName.ts';
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

/** What has happened to a step, begun where nothing has yet. */
export function activityOf({ activity }: OpenTutorial, step: string | null): Activity {
  const there = activity.get(step ?? '');
  if (there !== undefined) return there;
  const none = newActivity();
  activity.set(step ?? '', none);
  return none;
}

/** Also where its author has saved it meanwhile. */
export function isSameTutorial(one: OpenTutorial, other: OpenTutorial): boolean {
  return one.progress.pack === other.progress.pack && one.progress.tutorial === other.progress.tutorial;
}

export type StepPlace = { pack: string; version: string; tutorial: string; step: string };

/** Where in the tutorial the person is, as it is reported; undefined on the cover. */
export function hereIn({ progress: { pack, version, tutorial, current } }: OpenTutorial): StepPlace | undefined {
  if (current === null) return undefined;
  return { pack: wireName(pack), version: wireName(version), tutorial: wireName(tutorial), step: wireName(current) };
}
