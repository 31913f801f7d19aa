import * as vscode from 'vscode';
import { type CheckResult, runCheck, subjectOf } from '../../core/tutorial/check.ts';
import { fetchHttp } from '../host/fetchHttp.ts';
import { vscodeEditor } from '../host/vscodeEditor.ts';
import { needsATab } from './autoChecks.ts';
import { trustedFolder } from './learnerFolder.ts';
import type { OpenTutorial } from './openTutorial.ts';
import type { StepCheckParts } from './stepChecks.ts';

/** What a tutorial needs before it is begun, as far as it is known. */
export type RequirementsFound = { results: (CheckResult | undefined)[]; trying: boolean };

/** Tries what a tutorial requires while its cover is shown. */
export type Requirements = {
  /** Tries each, where its cover is still shown: the person asked. Throws `Refused` without a folder that they trust. */
  attempt(open: OpenTutorial): Promise<void>;
  /** Looks at those that run nothing, ask no address and cover nothing that is written; does nothing without a folder that the person trusts. */
  look(open: OpenTutorial): Promise<void>;
  cancel(): void;
  dispose(): void;
};

const looksOnly: ReadonlySet<string> = new Set(['file', 'setting', 'extension', 'diagnostics', 'symbol']);
const restBeforeLook = 300;

/** `shown` gives the tutorial whose cover is shown: what it needs is looked at again when the editor or the folder changes. */
export function openRequirements(
  { shellAt, learnerFiles }: StepCheckParts,
  shown: () => OpenTutorial | undefined,
  changed: () => void,
): Requirements {
  let running: AbortController | undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;
  let looking: Promise<void> | undefined;

  /** A look shows what it found, and not that it is under way: the page would jump at every save, and its button with it. */
  async function attemptThose(open: OpenTutorial, those: readonly number[], isLook: boolean): Promise<void> {
    const found = open.requirements;
    if (found.trying || those.length === 0) return;
    const cancel = new AbortController();
    running = cancel;
    if (!isLook) found.trying = true;
    try {
      const folder = await trustedFolder(open);
      const ports = {
        files: learnerFiles(folder),
        shell: folder.scheme === 'file' ? shellAt?.(folder.fsPath) : undefined,
        http: fetchHttp,
        editor: vscodeEditor(folder),
      };
      for (const at of those) {
        const check = open.tutorial.requires[at]?.check;
        if (check === undefined || cancel.signal.aborted) break;
        if (!isLook) {
          found.results[at] = undefined;
          changed();
        }
        const result = await runCheck(check, ports, cancel.signal);
        if (isLook && cancel.signal.aborted) break;
        found.results[at] = result;
      }
    } finally {
      if (!isLook) found.trying = false;
      if (running === cancel) running = undefined;
      changed();
    }
  }

  const look = async (open: OpenTutorial) => {
    if (looking !== undefined) return lookSoon();
    if (open.requirements.trying || !vscode.workspace.isTrusted || open.folder.known() === undefined) return;
    const quiet = open.tutorial.requires.flatMap(({ check }, at) =>
      looksOnly.has(subjectOf(check)) && !needsATab(open, check) ? [at] : [],
    );
    const own = attemptThose(open, quiet, true).finally(() => {
      if (looking === own) looking = undefined;
    });
    looking = own;
    await own;
  };
  const lookSoon = () => {
    clearTimeout(resting);
    resting = setTimeout(() => {
      const open = shown();
      if (open !== undefined) void look(open);
    }, restBeforeLook);
  };
  const listening = [
    vscode.extensions.onDidChange(lookSoon),
    vscode.workspace.onDidChangeConfiguration(lookSoon),
    vscode.workspace.onDidSaveTextDocument(lookSoon),
    vscode.workspace.onDidCreateFiles(lookSoon),
    vscode.workspace.onDidDeleteFiles(lookSoon),
    vscode.workspace.onDidGrantWorkspaceTrust(lookSoon),
  ];
  return {
    look,
    attempt: async (open) => {
      // What is only looked at makes way for what the person asked for.
      if (looking !== undefined) {
        running?.abort();
        await looking;
      }
      if (shown() !== open) return;
      await attemptThose(
        open,
        open.tutorial.requires.map((_, at) => at),
        false,
      );
    },
    cancel: () => running?.abort(),
    dispose: () => {
      clearTimeout(resting);
      running?.abort();
      for (const listener of listening) listener.dispose();
    },
  };
}
