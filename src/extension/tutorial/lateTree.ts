import * as vscode from 'vscode';
import type { TreeNode, TutorialsTree } from './tutorialsView.ts';

/** A tree that is opened when it is first looked at. */
export type LateTree = Required<
  Pick<vscode.TreeDataProvider<TreeNode>, 'onDidChangeTreeData' | 'getChildren' | 'getTreeItem' | 'getParent'>
> & {
  follow(tree: TutorialsTree): void;
  dispose(): void;
};

export function lateTree(open: () => Promise<TutorialsTree>): LateTree {
  const changed = new vscode.EventEmitter<TreeNode | undefined>();
  let listening: vscode.Disposable | undefined;
  return {
    onDidChangeTreeData: changed.event,
    getChildren: async (node) => (await open()).getChildren(node),
    getTreeItem: async (node) => (await open()).getTreeItem(node),
    getParent: async (node) => (await open()).getParent(node),
    follow: (tree) => {
      listening = tree.onDidChange(() => changed.fire(undefined));
    },
    dispose: () => {
      listening?.dispose();
      changed.dispose();
    },
  };
}
