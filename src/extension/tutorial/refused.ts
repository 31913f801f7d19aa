import * as vscode from 'vscode';
import type { Message } from '../../core/message.ts';
import { reasonOf } from '../host/reason.ts';
import { say } from '../host/say.ts';

/** An act that could not be done, to be told to the person in these words. */
export class Refused extends Error {
  readonly told: Message;
  constructor(told: Message) {
    super(told.code);
    this.told = told;
  }
}

/** The person turned a question down: nothing is done, and they know why. */
export class Declined extends Error {}

/** Does something; what keeps it from being done is told to the person here, once. */
export async function tellingRefusals(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Declined) return;
    const out = error instanceof Refused ? wayOut(error.told) : undefined;
    const chosen = await vscode.window.showWarningMessage(wordsOf(error), ...(out === undefined ? [] : [out.label]));
    if (out !== undefined && chosen === out.label) await vscode.commands.executeCommand(out.command);
  }
}

export function wordsOf(error: unknown): string {
  return error instanceof Refused ? say(error.told) : reasonOf(error);
}

/** What the person can do about it at once. */
function wayOut({ code }: Message): { label: string; command: string } | undefined {
  if (code === 'folder.none') return { label: vscode.l10n.t('Open Folder…'), command: 'vscode.openFolder' };
  if (code === 'folder.untrusted') return { label: vscode.l10n.t('Manage Workspace Trust'), command: 'workbench.trust.manage' };
  return undefined;
}
