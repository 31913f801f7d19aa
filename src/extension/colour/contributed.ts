import * as vscode from 'vscode';

/** What the installed extensions, VS Code's own among them, contribute at one point, and the folder its paths are in. */
export function* contributed(point: string): Generator<{ root: vscode.Uri; entry: Record<string, unknown> }> {
  for (const { extensionUri, packageJSON } of vscode.extensions.all) {
    const manifest: unknown = packageJSON;
    const all = isRecord(manifest) && isRecord(manifest.contributes) ? manifest.contributes[point] : undefined;
    if (!Array.isArray(all)) continue;
    for (const entry of all) if (isRecord(entry)) yield { root: extensionUri, entry };
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The texts of a list; none where it is no list. */
export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

export function folderOf(file: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(file, '..');
}
