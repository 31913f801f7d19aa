import * as vscode from 'vscode';
import { isProtected, resolvePath } from '../../core/path.ts';
import { askOne, askText, type StepFrame, type Stepped } from './multiStep.ts';

/** Where a template is to be written; `open`: it is a folder of this window, or in one. */
export type Target = { folder: vscode.Uri; open: boolean };

/** Asks where to: a folder of this window, a folder in one, or any other, which opens in a window of its own. */
export async function chooseTarget(frame: StepFrame): Promise<Stepped<Target>> {
  const open = vscode.workspace.workspaceFolders ?? [];
  type Item = vscode.QuickPickItem & { choose(): Promise<Stepped<Target>> };
  const items = [
    ...open.map(
      ({ name, uri }): Item => ({
        label: `$(folder) ${name}`,
        description: uri.scheme === 'file' ? uri.fsPath : uri.toString(true),
        choose: async () => ({ answer: { folder: uri, open: true } }),
      }),
    ),
    ...open.map(
      (folder): Item => ({
        label: `$(new-folder) ${vscode.l10n.t('A Folder in {0}…', folder.name)}`,
        choose: () => askSubfolder({ ...frame, canGoBack: true }, folder),
      }),
    ),
    {
      label: `$(empty-window) ${open.length === 0 ? vscode.l10n.t('Choose a Folder…') : vscode.l10n.t('Another Folder, in a New Window…')}`,
      choose: chooseOther,
    },
  ];
  for (;;) {
    const stepped = await askOne(frame, { placeholder: vscode.l10n.t('Where to?'), items });
    if (typeof stepped !== 'object') return stepped;
    const target = await stepped.answer.choose();
    if (target !== 'back') return target;
  }
}

async function askSubfolder(frame: StepFrame, { name, uri }: vscode.WorkspaceFolder): Promise<Stepped<Target>> {
  const stepped = await askText(frame, {
    prompt: vscode.l10n.t('Folder in {0}, which is made where it is missing', name),
    value: '',
    refusal: (text) => {
      const path = resolvePath('', text.trim());
      return path === undefined || path === '' || isProtected(path) ? vscode.l10n.t('Type a path inside {0}, with /', name) : undefined;
    },
  });
  if (typeof stepped !== 'object') return stepped;
  return { answer: { folder: vscode.Uri.joinPath(uri, stepped.answer.trim()), open: true } };
}

/** Asks by the system's own dialog. */
export async function chooseOther(): Promise<Stepped<Target>> {
  const openLabel = vscode.l10n.t('Create Here');
  const options = { canSelectFiles: false, canSelectFolders: true, canSelectMany: false, openLabel, title: vscode.l10n.t('Where to?') };
  const [folder] = (await vscode.window.showOpenDialog(options)) ?? [];
  if (folder === undefined) return undefined;
  return { answer: { folder, open: vscode.workspace.getWorkspaceFolder(folder) !== undefined } };
}
