import * as vscode from 'vscode';
import type { Shell } from '../../core/ports.ts';
import type { Activity } from '../../core/tutorial/activity.ts';
import { runCheck } from '../../core/tutorial/check.ts';
import { checksOf, type PlacedCheck, type Section } from '../../core/tutorial/tutorial.ts';
import { fetchHttp } from '../host/fetchHttp.ts';
import { vscodeEditor } from '../host/vscodeEditor.ts';
import { type LearnerFiles, trustedFolder } from './learnerFolder.ts';
import { activityOf, type OpenTutorial } from './openTutorial.ts';

/** What is to be tried: what a person clicked, or what is tried by itself, each check by its number in the step. */
export type Asked = { by: 'person'; blocks: readonly number[] } | { by: 'itself'; checks: readonly number[] };

/** Tries the checks of a step, one attempt at a time. A person's click stops what is tried by itself, never the other way round. */
export type StepChecks = {
  /** Gives the numbers of the checks that were tried; their results are in the step's activity. */
  attempt(open: OpenTutorial, section: Section, asked: Asked): Promise<number[]>;
  cancel(): void;
  /** Stops what is tried by itself, as something newer happens. */
  cancelOwn(): void;
  /** Waits until nothing is tried in the step that is shown. */
  idle(open: OpenTutorial): Promise<void>;
  /** Whether a document is saved because a check looks at it, and not by the person. */
  isSaving(document: vscode.TextDocument): boolean;
};

export type StepCheckParts = { shellAt: ((folder: string) => Shell) | undefined; learnerFiles: LearnerFiles };

type UnderWay = { by: Asked['by']; cancel: AbortController; ended: Promise<unknown> };

/** The reason of an attempt's end when its results are of no more interest. */
const newer = 'newer';

/** `changed` is called at each result, so that they are shown as they come. */
export function stepChecks(parts: StepCheckParts, changed: () => void): StepChecks {
  const underWay = new Map<Activity, UnderWay>();
  const saving = new Set<vscode.TextDocument>();

  async function attempt(open: OpenTutorial, section: Section, asked: Asked): Promise<number[]> {
    const folder = await trustedFolder(open);
    const activity = activityOf(open, open.progress.current);
    const tried = checksIn(section).filter(({ at, block }) =>
      asked.by === 'person' ? asked.blocks.includes(block) : asked.checks.includes(at),
    );
    if (tried.length === 0) return [];
    for (let other = underWay.get(activity); other !== undefined; other = underWay.get(activity)) {
      if (other.by === 'person' || asked.by === 'itself') return [];
      other.cancel.abort(newer);
      await other.ended;
    }
    const cancel = new AbortController();
    const work = tryAll(folder, section, activity, tried, asked.by, cancel.signal);
    underWay.set(activity, { by: asked.by, cancel, ended: work.catch(() => undefined) });
    try {
      return await work;
    } finally {
      underWay.delete(activity);
    }
  }

  async function tryAll(
    folder: vscode.Uri,
    section: Section,
    activity: Activity,
    tried: readonly NumberedCheck[],
    by: Asked['by'],
    signal: AbortSignal,
  ): Promise<number[]> {
    const ports = {
      files: parts.learnerFiles(folder),
      shell: folder.scheme === 'file' ? parts.shellAt?.(folder.fsPath) : undefined,
      http: fetchHttp,
      editor: vscodeEditor(folder),
    };
    const fresh: number[] = [];
    for (const { block } of tried) activity.checking.add(block);
    try {
      if (by === 'person') await saveNamedFiles(folder, section);
      for (const { at } of tried) activity.results[at] = undefined;
      changed();
      for (const { at, check } of tried) {
        if (signal.aborted) break;
        if (by === 'person') activity.asked.add(at);
        const result = await runCheck(check, ports, signal);
        if (signal.aborted && signal.reason === newer) break;
        activity.results[at] = result;
        fresh.push(at);
        changed();
      }
    } finally {
      activity.checking.clear();
      changed();
    }
    return fresh;
  }

  /** A check looks at the disk, so what the person has typed in the files it is about is saved first. */
  async function saveNamedFiles(folder: vscode.Uri, section: Section): Promise<void> {
    const named = namedFiles(section).map((path) => vscode.Uri.joinPath(folder, path).toString());
    const unsaved = vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && named.includes(uri.toString()));
    for (const document of unsaved) saving.add(document);
    try {
      await Promise.all(unsaved.map((document) => document.save()));
    } finally {
      for (const document of unsaved) saving.delete(document);
    }
  }

  return {
    attempt,
    cancel: () => {
      for (const { cancel } of underWay.values()) cancel.abort();
    },
    cancelOwn: () => {
      for (const { by, cancel } of underWay.values()) if (by === 'itself') cancel.abort(newer);
    },
    idle: async (open) => {
      const activity = activityOf(open, open.progress.current);
      while (underWay.has(activity)) await underWay.get(activity)?.ended;
    },
    isSaving: (document) => saving.has(document),
  };
}

/** The files that a step is about: those it speaks of, writes and checks. */
export function namedFiles(section: Section): string[] {
  return [
    ...section.references.map(({ path }) => path),
    ...section.blocks.flatMap((block) => ('path' in block ? [block.path] : [])),
    ...checksOf(section).flatMap(({ check }) => namedFile(check)),
  ];
}

type NumberedCheck = { at: number; block: number; check: PlacedCheck['check'] };

/** A section's checks, each with its number among all of them and that of its block. */
function checksIn(section: Section): NumberedCheck[] {
  return section.blocks
    .flatMap((block, index) => (block.kind === 'check' ? block.checks.map(({ check }) => ({ block: index, check })) : []))
    .map((numbered, at) => ({ at, ...numbered }));
}

function namedFile(check: PlacedCheck['check']): string[] {
  if ('file' in check) return [check.file];
  if ('diagnostics' in check) return [check.diagnostics];
  return 'symbol' in check ? [check.in] : [];
}
