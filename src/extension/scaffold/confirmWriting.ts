import * as vscode from 'vscode';
import type { ComparedFile } from '../../core/scaffold/compare.ts';
import { askOne, type StepFrame, type Stepped } from './multiStep.ts';

/** What is to become of a plan: `preview` shows it first, `decide` lets the person say it file by file. */
export type Choice = 'create' | 'preview' | 'keep' | 'replace' | 'decide';

/** The last step before anything is written: says what would be, and where. */
export async function confirmWriting(frame: StepFrame, where: string, compared: readonly ComparedFile[]): Promise<Stepped<Choice>> {
  const inState = (state: ComparedFile['state']) => compared.filter((file) => file.state === state).map(({ path }) => path);
  const [created, there, same] = [inState('new'), inState('conflict'), inState('same')];
  const asIs = same.length === 0 ? '' : vscode.l10n.t('{0} are there already as they should be', counted(same.length));
  const items = there.length > 0 ? conflictItems(created, there) : plainItems(created);
  const placeholder =
    there.length === 0
      ? [vscode.l10n.t('Into {0}', where), asIs].filter(Boolean).join(' · ')
      : there.length === 1
        ? vscode.l10n.t('{0} is there already, with other content.', there[0] ?? '')
        : vscode.l10n.t('{0} files are there already, with other content.', there.length);
  const stepped = await askOne(frame, { placeholder, items });
  return typeof stepped === 'object' ? { answer: stepped.answer.choice } : stepped;
}

type Item = vscode.QuickPickItem & { choice: Choice };

function plainItems(created: readonly string[]): Item[] {
  if (created.length === 0)
    return [{ choice: 'create', label: vscode.l10n.t('Nothing to create'), description: vscode.l10n.t('all files are there') }];
  return [
    { choice: 'create', label: `$(check) ${vscode.l10n.t('Create {0}', counted(created.length))}`, detail: few(created) },
    {
      choice: 'preview',
      label: `$(diff-multiple) ${vscode.l10n.t('Preview')}`,
      detail: vscode.l10n.t('Shows every file first; nothing is written'),
    },
  ];
}

function conflictItems(created: readonly string[], there: readonly string[]): Item[] {
  const rest = created.length === 0 ? vscode.l10n.t('nothing else is to be created') : vscode.l10n.t('create {0}', counted(created.length));
  return [
    {
      choice: 'decide',
      label: `$(diff-multiple) ${vscode.l10n.t('Decide for Each File')}`,
      detail: vscode.l10n.t('Shows every difference. What is there stays unless you tick it'),
    },
    { choice: 'keep', label: `$(check) ${vscode.l10n.t('Keep Mine')}`, description: rest, detail: few(there) },
    {
      choice: 'replace',
      label: `$(replace-all) ${vscode.l10n.t('Replace')}`,
      description: vscode.l10n.t('Undo brings yours back'),
      detail: few(there),
    },
  ];
}

/** `1 file`, `5 files`. */
export function counted(files: number): string {
  return files === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', files);
}

/** As many paths as a line holds. */
function few(paths: readonly string[]): string {
  const shown = paths.slice(0, 4).join(', ');
  return paths.length <= 4 ? shown : vscode.l10n.t('{0} and {1} more', shown, paths.length - 4);
}
