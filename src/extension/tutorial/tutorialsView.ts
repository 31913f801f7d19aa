import * as vscode from 'vscode';
import type { TutorialHead } from '../../core/tutorial/head.ts';
import { parseTutorial } from '../../core/tutorial/parse.ts';
import { findStep, stepsDone } from '../../core/tutorial/session.ts';
import type { Step, Tutorial } from '../../core/tutorial/tutorial.ts';
import type { Progress, StepStatus } from '../../protocol/progress.ts';
import { sayProblem } from '../host/say.ts';
import { soonAfter } from '../host/soonAfter.ts';
import { commands } from '../ids.ts';
import type { InstalledPack, InstalledPacks } from '../pack/installedPacks.ts';
import type { Player } from './player.ts';
import type { ProgressStore } from './progressStore.ts';

type TutorialNode = { kind: 'tutorial'; installed: InstalledPack; pack: string; head: TutorialHead };
export type TreeNode =
  | { kind: 'pack'; installed: InstalledPack }
  | TutorialNode
  | { kind: 'step'; above: TutorialNode; tutorial: Tutorial; step: Step };

/** Packs, their tutorials and their steps, with how far the person is. */
export type TutorialsTree = {
  onDidChange: vscode.Event<void>;
  getChildren(node: TreeNode | undefined): Promise<TreeNode[]>;
  getTreeItem(node: TreeNode): Promise<vscode.TreeItem>;
  getParent(node: TreeNode): TreeNode | undefined;
  /** Shows everything as it is now. */
  refresh(): void;
  /** Brings the step that the person is at to sight, where the view is visible, without taking the focus. */
  followStep(view: vscode.TreeView<TreeNode>): Promise<void>;
  dispose(): void;
};

const restBeforeChange = 100;

export function tutorialsTree(packs: InstalledPacks, store: ProgressStore, player: Pick<Player, 'current' | 'onDidChange'>): TutorialsTree {
  // The guide comes first: a tree that is drawn again in the same moment would keep the next step from being painted.
  const changed = soonAfter([packs.onDidChange, player.onDidChange], restBeforeChange);
  let followed: string | undefined;
  const parsing = new WeakMap<TutorialHead, Promise<Tutorial>>();
  const parsed = new WeakMap<TutorialHead, Tutorial>();
  /** The one that is open is parsed. */
  const opened = (installed: InstalledPack, head: TutorialHead): Tutorial | undefined => {
    const open = player.current();
    return open?.pack === installed.pack && open?.tutorial.id === head.id ? open.tutorial : undefined;
  };
  const read = async (installed: InstalledPack, head: TutorialHead): Promise<Tutorial> => {
    const tutorial = opened(installed, head) ?? parseTutorial((await installed.files.readText(head.path)) ?? '', head.path);
    parsed.set(head, tutorial);
    return tutorial;
  };
  const parse = (installed: InstalledPack, head: TutorialHead): Promise<Tutorial> => {
    const known = parsing.get(head) ?? read(installed, head);
    parsing.set(head, known);
    return known;
  };
  /** What is known of a tutorial's steps at once. A list waits for none to be parsed: it is shown, and told again when they are. */
  const stepsKnown = ({ installed, head }: TutorialNode): Tutorial | undefined => {
    const open = opened(installed, head);
    if (open !== undefined) return open;
    if (!parsing.has(head)) parse(installed, head).then(changed.ask, () => {});
    return parsed.get(head);
  };
  return {
    onDidChange: changed.event,
    refresh: changed.ask,
    getChildren: async (node) => {
      if (node === undefined) return (await packs.all()).map((installed): TreeNode => ({ kind: 'pack', installed }));
      if (node.kind === 'pack') {
        const { installed } = node;
        const { pack } = installed;
        return pack === undefined
          ? []
          : pack.tutorials.map((head): TreeNode => ({ kind: 'tutorial', installed, pack: pack.manifest.name, head }));
      }
      if (node.kind === 'step') return [];
      const tutorial = await parse(node.installed, node.head);
      return tutorial.steps.map((step): TreeNode => ({ kind: 'step', above: node, tutorial, step }));
    },
    getParent: (node) => {
      if (node.kind === 'pack') return undefined;
      return node.kind === 'step' ? node.above : { kind: 'pack', installed: node.installed };
    },
    followStep: async (view) => {
      const open = player.current();
      const installed = open === undefined ? undefined : await packs.find(open.progress.pack);
      const head = installed?.pack.tutorials.find(({ id }) => id === open?.tutorial.id);
      const key = `${open?.progress.pack}/${open?.progress.tutorial}/${open?.progress.current}`;
      if (open === undefined || installed === undefined || head === undefined || !view.visible || key === followed) return;
      followed = key;
      const above: TutorialNode = { kind: 'tutorial', installed, pack: open.progress.pack, head };
      const tutorial = await parse(installed, head);
      const step = findStep(tutorial, open.progress.current);
      await view.reveal(step === undefined ? above : { kind: 'step', above, tutorial, step }, { select: true, focus: false });
    },
    getTreeItem: async (node) => {
      if (node.kind === 'pack') return packItem(node.installed);
      if (node.kind === 'tutorial') {
        const progress = store.read(node.pack, node.head.id);
        // Only of what was begun need more be known than its head.
        const begun = progress?.startedAt === undefined ? undefined : { progress, tutorial: stepsKnown(node) };
        const open = player.current()?.progress;
        return tutorialItem(node.pack, node.head, begun, open?.pack === node.pack && open.tutorial === node.head.id);
      }
      return stepItem(node.above.pack, node.tutorial, node.step, store, player);
    },
    dispose: changed.dispose,
  };
}

function packItem({ pack, root, problems }: InstalledPack): vscode.TreeItem {
  const { Expanded, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(pack?.manifest.title ?? root.path.replace(/^.*\//, ''), pack === undefined ? None : Expanded);
  item.id = root.toString();
  item.contextValue = 'pack';
  item.iconPath = new vscode.ThemeIcon(problems.length > 0 ? 'warning' : 'package');
  if (pack !== undefined) item.description = pack.manifest.version;
  const told = problems.map(sayProblem);
  const about = pack === undefined ? [] : [pack.manifest.description, pack.manifest.publisher];
  item.tooltip = [...about, ...told].join('\n');
  item.accessibilityInformation = { label: [item.label, ...told].join(', ') };
  if (pack === undefined) item.description = told[0] ?? '';
  return item;
}

/** Without a tutorial its steps are not known yet. */
type Begun = { progress: Progress; tutorial: Tutorial | undefined };

function tutorialItem(pack: string, head: TutorialHead, begun: Begun | undefined, isOpen: boolean): vscode.TreeItem {
  const steps = begun?.tutorial?.steps.length ?? 0;
  const done = begun?.tutorial === undefined ? 0 : stepsDone(begun.tutorial, begun.progress);
  const finished = steps > 0 && done === steps;
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(head.title, isOpen && !finished ? Expanded : Collapsed);
  item.id = `${pack}/${head.id}`;
  item.contextValue = 'tutorial';
  item.iconPath = finished
    ? new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('testing.iconPassed'))
    : new vscode.ThemeIcon('mortar-board');
  item.description =
    begun?.tutorial === undefined
      ? (head.minutes !== undefined && vscode.l10n.t('{0} min', head.minutes)) || ''
      : vscode.l10n.t('{0} of {1}', done, steps);
  item.tooltip = head.description ?? head.title;
  item.accessibilityInformation = { label: `${head.title}, ${item.description}` };
  item.command = { command: commands.start, title: vscode.l10n.t('Open Tutorial'), arguments: [{ pack, tutorial: head.id }] };
  return item;
}

function stepItem(pack: string, tutorial: Tutorial, step: Step, store: ProgressStore, player: Pick<Player, 'current'>): vscode.TreeItem {
  const status = store.read(pack, tutorial.id)?.steps[step.id]?.status;
  const open = player.current();
  const current = open?.progress.pack === pack && open.progress.tutorial === tutorial.id && open.progress.current === step.id;
  const item = new vscode.TreeItem(step.title, vscode.TreeItemCollapsibleState.None);
  item.id = `${pack}/${tutorial.id}/${step.id}`;
  item.contextValue = 'step';
  item.iconPath = stepIcon(status, current);
  if (status === 'skipped') item.description = vscode.l10n.t('skipped');
  item.accessibilityInformation = { label: `${step.title}, ${statusWords(status, current)}` };
  item.command = {
    command: commands.openStep,
    title: vscode.l10n.t('Go to Step'),
    arguments: [{ pack, tutorial: tutorial.id, step: step.id }],
  };
  return item;
}

function stepIcon(status: StepStatus | undefined, current: boolean): vscode.ThemeIcon {
  if (status === 'completed') return new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('testing.iconPassed'));
  if (current) return new vscode.ThemeIcon('circle-filled', new vscode.ThemeColor('textLink.foreground'));
  return new vscode.ThemeIcon(status === 'skipped' ? 'debug-step-over' : 'circle-large-outline');
}

function statusWords(status: StepStatus | undefined, current: boolean): string {
  if (status === 'completed') return vscode.l10n.t('completed');
  if (status === 'skipped') return vscode.l10n.t('skipped');
  return current ? vscode.l10n.t('current step') : vscode.l10n.t('not done yet');
}
