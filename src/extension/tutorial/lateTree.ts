import * as vscode from 'vscode';
import { tellingFound } from '../host/tellingFound.ts';
import { contexts } from '../ids.ts';
import type { TreeNode, TutorialsTree } from './tutorialsView.ts';

/** A tree that is opened when it is first looked at. */
export type LateTree = Required<
  Pick<vscode.TreeDataProvider<TreeNode>, 'onDidChangeTreeData' | 'getChildren' | 'getTreeItem' | 'getParent'>
> & {
  /** `shown` resolves when the guide shows what there is: the tree comes after it. */
  follow(tree: TutorialsTree, shown: () => Promise<void>): void;
  dispose(): void;
};

export function lateTree(open: () => Promise<TutorialsTree>): LateTree {
  const changed = new vscode.EventEmitter<TreeNode | undefined>();
  let listening: vscode.Disposable | undefined;
  return {
    onDidChangeTreeData: changed.event,
    getChildren: tellingFound(contexts.tutorialsFound, async (node) => (await open()).getChildren(node)),
    getTreeItem: async (node) => (await open()).getTreeItem(node),
    getParent: async (node) => (await open()).getParent(node),
    follow: (tree, shown) => {
      listening = tree.onDidChange(() => void shown().then(() => changed.fire(undefined)));
    },
    dispose: () => {
      listening?.dispose();
      changed.dispose();
    },
  };
}
