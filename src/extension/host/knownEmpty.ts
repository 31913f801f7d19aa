import * as vscode from 'vscode';

/**
 * Children of a view's root or of a node, as given; that the root has none is told to a context key once it is known. What stands in an empty view
 * waits for that key: VS Code would show it until the first children come, where it is not true.
 */
export function tellingEmpty<T>(
  contextKey: string,
  childrenOf: (node: T | undefined) => Promise<readonly T[]>,
): (node: T | undefined) => Promise<T[]> {
  let told = false;
  return async (node) => {
    const children = await childrenOf(node);
    const isEmpty = children.length === 0;
    if (node === undefined && isEmpty !== told) {
      told = isEmpty;
      void vscode.commands.executeCommand('setContext', contextKey, isEmpty);
    }
    return [...children];
  };
}
