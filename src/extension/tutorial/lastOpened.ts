import type * as vscode from 'vscode';

/** What was open last, so that it can be gone on with; kept by VS Code across windows and restarts. */
export type LastOpened = { pack: string; tutorial: string };

const key = 'lastOpened';

export function lastOpened(memento: vscode.Memento): LastOpened | undefined {
  return memento.get(key);
}

export async function setLastOpened(memento: vscode.Memento, place: LastOpened | undefined): Promise<void> {
  await memento.update(key, place);
}
