import * as vscode from 'vscode';
import type { Message } from '../../core/message.ts';
import { PackRefused } from '../../core/pack/packRefused.ts';
import { ScaffoldProblems, ScaffoldRefused } from '../../core/scaffold/scaffoldRefused.ts';
import { reasonOf } from '../host/reason.ts';
import { say, sayProblem } from '../host/say.ts';

/** Does something; what keeps it from being done is told to the person here, once. */
export async function tellingWhy(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const told = toldBy(error);
    if (told?.code === 'scaffold.cancelled' || told?.code === 'fetch.cancelled') return;
    const out = told?.code === 'folder.untrusted' ? vscode.l10n.t('Manage Workspace Trust') : undefined;
    const chosen = await vscode.window.showErrorMessage(whyOf(error), ...(out === undefined ? [] : [out]));
    if (out !== undefined && chosen === out) await vscode.commands.executeCommand('workbench.trust.manage');
  }
}

/** What went wrong, in the person's language. */
export function whyOf(error: unknown): string {
  if (error instanceof ScaffoldProblems) return error.problems.map(sayProblem).join('\n');
  const told = toldBy(error);
  return told === undefined ? reasonOf(error) : say(told);
}

function toldBy(error: unknown): Message | undefined {
  return error instanceof ScaffoldRefused || error instanceof PackRefused ? error.told : undefined;
}

/** Throws where the person has not said that they trust what is open in this window. */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted) throw new ScaffoldRefused({ code: 'folder.untrusted', args: [] });
}
