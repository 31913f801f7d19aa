import * as vscode from 'vscode';
import { timeSpent } from '../../core/tutorial/timeSpent.ts';
import type { Progress } from '../../protocol/progress.ts';
import { soonAfter } from '../host/soonAfter.ts';
import { commands } from '../ids.ts';
import type { InstalledPacks } from '../pack/installedPacks.ts';
import type { Player } from './player.ts';
import type { ProgressStore } from './progressStore.ts';

type Begun = { progress: Progress; title: string | undefined };
export type LearningNode = { kind: 'group'; done: boolean; tutorials: Begun[] } | { kind: 'tutorial'; begun: Begun };

/** What a person is learning and has learned, and how long it took them. */
export type LearningTree = {
  onDidChange: vscode.Event<void>;
  getChildren(node: LearningNode | undefined): Promise<LearningNode[]>;
  getTreeItem(node: LearningNode): vscode.TreeItem;
  dispose(): void;
};

const restBeforeChange = 500;

export function learningTree(packs: InstalledPacks, store: ProgressStore, player: Player): LearningTree {
  const changed = soonAfter([packs.onDidChange, player.onDidChange], restBeforeChange);
  return {
    onDidChange: changed.event,
    getChildren: async (node) => {
      if (node !== undefined) {
        return node.kind === 'group' ? node.tutorials.map((begun): LearningNode => ({ kind: 'tutorial', begun })) : [];
      }
      const begun = await Promise.all(
        store
          .all()
          .filter(({ startedAt }) => startedAt !== undefined)
          .map(async (progress) => ({ progress, title: await titleOf(packs, progress) })),
      );
      const groups = [false, true].map((done) => ({
        kind: 'group' as const,
        done,
        tutorials: begun.filter(({ progress }) => (progress.completedAt !== undefined) === done),
      }));
      return groups.filter(({ tutorials }) => tutorials.length > 0);
    },
    getTreeItem: (node) => (node.kind === 'group' ? groupItem(node) : tutorialItem(node.begun)),
    dispose: changed.dispose,
  };
}

async function titleOf(packs: InstalledPacks, { pack, tutorial }: Progress): Promise<string | undefined> {
  const found = await packs.find(pack);
  return found?.pack.tutorials.find(({ id }) => id === tutorial)?.title;
}

function groupItem({ done, tutorials }: Extract<LearningNode, { kind: 'group' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(done ? vscode.l10n.t('Done') : vscode.l10n.t('In progress'), vscode.TreeItemCollapsibleState.Expanded);
  item.id = done ? 'done' : 'inProgress';
  item.description = durationWords(tutorials.reduce((sum, { progress }) => sum + timeSpent(progress), 0));
  return item;
}

function tutorialItem({ progress, title }: Begun): vscode.TreeItem {
  const { pack, tutorial, steps, startedAt, completedAt } = progress;
  const behind = Object.values(steps).filter(({ status }) => status !== 'entered').length;
  const item = new vscode.TreeItem(title ?? tutorial, vscode.TreeItemCollapsibleState.None);
  item.id = `${pack}/${tutorial}`;
  item.description = [
    behind === 1 ? vscode.l10n.t('1 step done') : vscode.l10n.t('{0} steps done', behind),
    durationWords(timeSpent(progress)),
  ].join(' · ');
  const day = (time: number) => new Date(time).toLocaleDateString(vscode.env.language, { dateStyle: 'medium' });
  item.tooltip = [
    title ?? vscode.l10n.t('Its pack, “{0}”, is not installed any more.', pack),
    ...(startedAt === undefined ? [] : [vscode.l10n.t('Begun on {0}', day(startedAt))]),
    ...(completedAt === undefined ? [] : [vscode.l10n.t('Done on {0}', day(completedAt))]),
    vscode.l10n.t('Time spent: what lies between your acts in the guide; a rest counts as ten minutes at most.'),
  ].join('\n');
  item.accessibilityInformation = { label: `${item.label}, ${item.description}` };
  item.iconPath =
    completedAt === undefined
      ? new vscode.ThemeIcon('mortar-board')
      : new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('testing.iconPassed'));
  if (title !== undefined) {
    item.command = { command: commands.start, title: vscode.l10n.t('Open Tutorial'), arguments: [{ pack, tutorial }] };
  }
  return item;
}

function durationWords(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) return vscode.l10n.t('under a minute');
  return minutes < 60 ? vscode.l10n.t('{0} min', minutes) : vscode.l10n.t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}
