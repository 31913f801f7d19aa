import * as vscode from 'vscode';

export type Merge = {
  base: vscode.Uri;
  mine: vscode.Uri;
  theirs: { uri: vscode.Uri; version: string | undefined };
  /** The file that the merge goes into, and what it holds: both sides, between markers. */
  output: vscode.Uri;
  marked: string;
};

/**
 * Opens VS Code's merge editor on a file that holds conflict markers. The command is what VS Code's own Git uses; where it is missing, the
 * file opens as it is, and VS Code offers at each marker to take one side.
 */
export async function openInMergeEditor({ base, mine, theirs, output, marked }: Merge): Promise<void> {
  await untilRead(output, marked);
  try {
    await vscode.commands.executeCommand('_open.mergeEditor', {
      base,
      input1: { uri: mine, title: vscode.l10n.t('Yours') },
      input2: { uri: theirs.uri, title: vscode.l10n.t('Template'), description: theirs.version ?? '' },
      output,
    });
  } catch {
    await vscode.window.showTextDocument(output, { preview: false });
  }
}

/** VS Code looks at files that are open a moment after they were written; longer than this it is not waited for. */
const patience = 3000;

/** Waits until a document that is open holds what was written to its file: the merge editor would take the markers for a person's edit. */
async function untilRead(uri: vscode.Uri, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const isRead = () => document.getText().replace(/\r\n/g, '\n') === text.replace(/\r\n/g, '\n');
  if (isRead()) return;
  await new Promise<void>((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      listening.dispose();
      resolve();
    };
    const timer = setTimeout(finish, patience);
    const listening = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document && isRead()) finish();
    });
  });
}
