import * as vscode from 'vscode';
import { requireTrust } from './toldRefusals.ts';

/** Runs a command in a terminal that the person sees, and gives its exit code; null where the terminal cannot tell. */
export type RunCommand = (command: string, folder: vscode.Uri) => Promise<number | null>;

export type Offer = { told: string; folder: vscode.Uri; commands: readonly string[]; run: RunCommand; undo(): Promise<void> };

/** Tells what was written and offers, in full, what may be run now. Nothing runs before the person presses a button. */
export async function offerCommands({ told, folder, commands, run, undo }: Offer): Promise<void> {
  const [runOne, choose, takeBack] = [vscode.l10n.t('Run in Terminal'), vscode.l10n.t('Choose What to Run…'), vscode.l10n.t('Undo')];
  const next = vscode.l10n.t('Next, in the terminal: {0}', commands.map(visible).join('  ·  '));
  const buttons = commands.length === 0 ? [takeBack] : [commands.length > 1 ? choose : runOne, takeBack];
  const chosen = await vscode.window.showInformationMessage(commands.length === 0 ? told : `${told} ${next}`, ...buttons);
  if (chosen === takeBack) return undo();
  if (chosen === undefined) return;
  const wanted = chosen === choose ? await chooseCommands(commands) : commands;
  if (wanted === undefined || wanted.length === 0) return;
  requireTrust();
  for (const command of wanted) {
    const exit = await run(command, folder);
    if (exit === null || exit === 0) continue;
    await vscode.window.showWarningMessage(
      vscode.l10n.t('“{0}” ended with exit code {1}. What comes after it was not run.', visible(command), exit),
    );
    return;
  }
}

async function chooseCommands(commands: readonly string[]): Promise<string[] | undefined> {
  const items = commands.map((command) => ({ label: visible(command), picked: true, command }));
  const placeHolder = vscode.l10n.t('They run one after the other in the terminal, as if you had typed them');
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Choose What to Run'), placeHolder, canPickMany: true });
  return picked?.map(({ command }) => command);
}

/** A line's end would hide what comes behind it. */
function visible(command: string): string {
  return command.replace(/\r?\n/g, ' ⏎ ');
}
