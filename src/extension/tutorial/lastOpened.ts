import type * as vscode from 'vscode';

/**
 * What was open last, so that it can be gone on with; kept by VS Code across restarts, both for the workspace and for the person. Where
 * nobody asks, only the workspace's own is gone on with: a tutorial acts in the folder of its window.
 */
export type LastOpened = { pack: string; tutorial: string };

const key = 'lastOpened';

/** By the first of these that knows. */
export function lastOpened(...mementos: readonly vscode.Memento[]): LastOpened | undefined {
  for (const memento of mementos) {
    const place = memento.get<LastOpened>(key);
    if (place !== undefined) return place;
  }
  return undefined;
}

export async function setLastOpened(mementos: readonly vscode.Memento[], place: LastOpened | undefined): Promise<void> {
  await Promise.all(mementos.map((memento) => memento.update(key, place)));
}
