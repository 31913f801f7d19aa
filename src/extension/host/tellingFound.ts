import * as vscode from 'vscode';

/**
 * Children of a view's root or of a node, as given. Whether the root has `some` or `none` is told to a context key once it is known: until the first
 * children come, VS Code shows what is meant for an empty view.
 */
export function tellingFound<T>(
  contextKey: string,
  childrenOf: (node: T | undefined) => Promise<T[]>,
): (node: T | undefined) => Promise<T[]> {
  let told: 'some' | 'none' | undefined;
  return async (node) => {
    const children = await childrenOf(node);
    const found = children.length === 0 ? 'none' : 'some';
    if (node === undefined && found !== told) {
      told = found;
      void vscode.commands.executeCommand('setContext', contextKey, found);
    }
    return children;
  };
}
