import * as vscode from 'vscode';

/**
 * Where what goes to one backend waits: a yes to one address is no yes to another. Reports of progress wait apart from the person's own
 * messages, as only the former hang on consent and telemetry.
 */
export function outboxFolders(root: vscode.Uri, url: string): { progress: vscode.Uri; messages: vscode.Uri } {
  const at = (kind: string) => vscode.Uri.joinPath(root, kind, encodeURIComponent(url));
  return { progress: at('progress'), messages: at('messages') };
}
