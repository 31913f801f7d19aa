import * as vscode from 'vscode';
import type { Activity } from '../../core/tutorial/activity.ts';
import { type CheckResult, subjectOf } from '../../core/tutorial/check.ts';
import { findStep } from '../../core/tutorial/session.ts';
import { checksOf, type PlacedCheck, type Section } from '../../core/tutorial/tutorial.ts';
import { hasTab } from '../host/vscodeEditor.ts';
import { settings } from '../ids.ts';
import { activityOf, isSameTutorial, type OpenTutorial } from './openTutorial.ts';
import { namedFiles, type StepChecks } from './stepChecks.ts';

/** Tries a step's checks by themselves, a moment after something happened that they may look at. */
export type AutoChecks = {
  /** A command of a step has ended, or a block was written. */
  happened(open: OpenTutorial, step: string | null): void;
  /** Drops what waits to be tried. */
  forget(): void;
  dispose(): void;
};

export type AutoCheckParts = {
  current(): OpenTutorial | undefined;
  checks: Pick<StepChecks, 'cancelOwn' | 'idle' | 'isSaving'>;
  /** Whether the person trusts who made it, so far. */
  hasTrust(open: OpenTutorial): boolean;
  attempt(open: OpenTutorial, section: Section, checks: readonly number[]): Promise<void>;
};

/** How long nothing else happens before checks are tried, in milliseconds. */
const settling = 500;

export function autoChecks({ current, checks, hasTrust, attempt }: AutoCheckParts): AutoChecks {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts what happened: only the newest is tried. */
  let newest = 0;

  const forget = () => {
    newest++;
    clearTimeout(timer);
  };

  const happened = (open: OpenTutorial, step: string | null) => {
    const now = current();
    // An author may have saved the tutorial meanwhile: it is another then, and still the one.
    if (now === undefined || !isSameTutorial(now, open) || step !== now.progress.current) return;
    if (checksToTry(now, hasTrust).length === 0) return;
    forget();
    checks.cancelOwn();
    const own = newest;
    timer = setTimeout(() => void tryNow(now, step, own), settling);
  };

  const tryNow = async (open: OpenTutorial, step: string | null, own: number) => {
    // The person's own click is let end; it may have settled the matter.
    await checks.idle(open);
    const section = findStep(open.tutorial, step);
    if (own !== newest || open !== current() || step !== open.progress.current || section === undefined) return;
    const tried = checksToTry(open, hasTrust);
    if (tried.length > 0) await attempt(open, section, tried);
  };

  const saving = vscode.workspace.onDidSaveTextDocument((document) => {
    const open = current();
    if (open !== undefined && !checks.isSaving(document) && isLookedAt(open, document)) happened(open, open.progress.current);
  });

  return {
    happened,
    forget,
    dispose: () => {
      forget();
      saving.dispose();
    },
  };
}

/** The numbers of those checks that are worth a report: the ones that do not end as they were last reported to end. */
export function newsIn({ results, told }: Activity, tried: readonly number[]): number[] {
  return tried.filter((at) => told.get(at) !== reportOf(results[at]));
}

/** Notes what is reported of checks. */
export function noteReported({ results, told }: Activity, tried: readonly number[]): void {
  for (const at of tried) {
    const word = reportOf(results[at]);
    if (word !== undefined) told.set(at, word);
  }
}

function reportOf(result: CheckResult | undefined): string | undefined {
  return result?.state === 'passed' || result?.state === 'failed' ? `${result.state} ${result.found.code}` : undefined;
}

/**
 * What may be tried now: nothing in a step that is done, without trust, or where the person wants none of it. What runs or asks something
 * is tried only after the person let it run in this step, and while they trust its publisher: they may take that back at any time.
 */
function checksToTry(open: OpenTutorial, hasTrust: AutoCheckParts['hasTrust']): number[] {
  const step = findStep(open.tutorial, open.progress.current);
  if (step === undefined || open.progress.steps[step.id]?.status === 'completed') return [];
  if (!vscode.workspace.isTrusted || open.folder.known() === undefined) return [];
  if (!vscode.workspace.getConfiguration(settings.section).get(settings.autoCheck, true)) return [];
  const mayBeTried = (check: PlacedCheck['check'], at: number) =>
    runsSomething(check) ? hasTrust(open) && wasLetRun(open, check, at) : !needsATab(open, check);
  return checksOf(step).flatMap(({ check }, at) => (mayBeTried(check, at) ? [at] : []));
}

/** A language looks for errors in files that have a tab: to open one would cover what the person is writing. */
export function needsATab(open: OpenTutorial, check: PlacedCheck['check']): boolean {
  const folder = open.folder.known();
  return 'diagnostics' in check && folder !== undefined && !hasTab(vscode.Uri.joinPath(folder, check.diagnostics));
}

function runsSomething(check: PlacedCheck['check']): boolean {
  return ['run', 'http', 'git'].includes(subjectOf(check));
}

/** Whether the person pressed Check for it in this step; or ran the same command there, and pressed Check in this tutorial before. */
function wasLetRun(open: OpenTutorial, check: PlacedCheck['check'], at: number): boolean {
  const { asked, runs } = activityOf(open, open.progress.current);
  if (asked.has(at)) return true;
  if (!('run' in check) || ![...open.activity.values()].some((other) => other.asked.size > 0)) return false;
  const { blocks = [] } = findStep(open.tutorial, open.progress.current) ?? {};
  return [...runs.keys()].some((index) => blocks[index]?.text.trim() === check.run.trim());
}

/** A step's checks look at the files it names; what a check runs may look at any. */
function isLookedAt(open: OpenTutorial, { uri }: vscode.TextDocument): boolean {
  const step = findStep(open.tutorial, open.progress.current);
  const folder = open.folder.known();
  if (step === undefined || folder === undefined || !uri.toString().startsWith(`${folder.toString()}/`)) return false;
  return (
    checksOf(step).some(({ check }) => runsSomething(check)) ||
    namedFiles(step).some((path) => vscode.Uri.joinPath(folder, path).toString() === uri.toString())
  );
}
