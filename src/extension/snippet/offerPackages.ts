import * as vscode from 'vscode';
import { message } from '../../core/message.ts';
import { missingPackages, withPackages } from '../../core/snippet/packageJson.ts';
import { say } from '../host/say.ts';
import { nearestPackage } from './nearestPackage.ts';

const lockFiles = [
  { file: 'pnpm-lock.yaml', command: 'pnpm install' },
  { file: 'yarn.lock', command: 'yarn install' },
  { file: 'bun.lock', command: 'bun install' },
];

/**
 * Offers to add the packages that a snippet needs to the nearest package.json, then to install them: each only by a click. Resolves at once
 * where none is missing; else the question stands beside the work, which goes on.
 */
export async function offerPackages(file: vscode.Uri, npm: Readonly<Record<string, string>>): Promise<void> {
  if (Object.keys(npm).length === 0) return;
  const nearest = await nearestPackage(file);
  if (nearest === undefined) return;
  const missing = missingPackages(nearest.text, npm);
  if (Object.keys(missing).length > 0) void ask(nearest.uri, missing);
}

async function ask(packageJson: vscode.Uri, missing: Record<string, string>): Promise<void> {
  const named = Object.entries(missing).map(([name, range]) => `${name} ${range}`);
  const add = vscode.l10n.t('Add to package.json');
  if ((await vscode.window.showInformationMessage(vscode.l10n.t('This code needs {0}.', named.join(', ')), add)) !== add) return;
  if (!(await addPackages(packageJson, missing))) {
    void vscode.window.showWarningMessage(say(message('write.refused', vscode.workspace.asRelativePath(packageJson))));
    return;
  }
  const command = await installCommand(vscode.Uri.joinPath(packageJson, '..'));
  const run = vscode.l10n.t('Run {0}', command);
  const added = vscode.l10n.t('package.json asks for {0} now. It is not saved yet.', named.join(', '));
  if ((await vscode.window.showInformationMessage(added, run)) !== run) return;
  const document = await vscode.workspace.openTextDocument(packageJson);
  if (document.isDirty && !(await document.save())) return;
  const terminal = vscode.window.createTerminal({ name: command, cwd: vscode.Uri.joinPath(packageJson, '..') });
  terminal.show(true);
  terminal.sendText(command);
}

/** Shows the file beside, changed and not yet saved. */
async function addPackages(packageJson: vscode.Uri, missing: Record<string, string>): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(packageJson);
  const text = document.getText();
  // Somebody may have added them while the question stood.
  const changed = withPackages(text, missingPackages(text, missing));
  if (changed === text) return true;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(packageJson, new vscode.Range(document.positionAt(0), document.positionAt(text.length)), changed);
  const done = await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
  return done;
}

async function installCommand(folder: vscode.Uri): Promise<string> {
  const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
  return lockFiles.find(({ file }) => names.includes(file))?.command ?? 'npm install';
}
