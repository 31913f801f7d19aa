import * as vscode from 'vscode';

export type Merge = { base: vscode.Uri; mine: vscode.Uri; theirs: { uri: vscode.Uri; title: string }; output: vscode.Uri };

/**
 * Opens VS Code's merge editor on a file that holds conflict markers. The command is what VS Code's own Git uses; where it is missing, the
 * file opens as it is, and VS Code offers at each marker to take one side.
 */
export async function openInMergeEditor({ base, mine, theirs, output }: Merge): Promise<void> {
  try {
    await vscode.commands.executeCommand('_open.mergeEditor', {
      base,
      input1: { uri: mine, title: vscode.l10n.t('Yours') },
      input2: { uri: theirs.uri, title: vscode.l10n.t('Template'), description: theirs.title },
      output,
    });
  } catch {
    await vscode.window.showTextDocument(output, { preview: false });
  }
}
