import * as vscode from 'vscode';
import { commands } from '../ids.ts';
import type { LastOpened } from './lastOpened.ts';
import type { Player } from './player.ts';

/** Shows the step the person is at, or what they could go on with. Quiet where there is nothing. */
export type StepStatusBar = {
  /** Until then nothing can be open. What the guide shows comes first: `shown` resolves when it is there. */
  follow(player: Player, shown: () => Promise<void>): void;
  dispose(): void;
};

export function statusBarItem(lastOpened: () => LastOpened | undefined): StepStatusBar {
  const item = vscode.window.createStatusBarItem('onramp.step', vscode.StatusBarAlignment.Left, 50);
  item.name = vscode.l10n.t('Onramp Tutorial');
  const update = (player?: Player) => {
    const open = player?.current();
    const last = lastOpened();
    if (open !== undefined) {
      const { tutorial, progress } = open;
      const position = tutorial.steps.findIndex(({ id }) => id === progress.current) + 1;
      item.text = `$(mortar-board) ${position === 0 ? tutorial.title : vscode.l10n.t('Step {0} of {1}', position, tutorial.steps.length)}`;
      item.tooltip = `${tutorial.title}\n${tutorial.steps[position - 1]?.title ?? ''}`.trim();
      item.command = commands.browse;
    } else if (last !== undefined) {
      item.text = `$(mortar-board) ${vscode.l10n.t('Continue')}`;
      item.tooltip = vscode.l10n.t('Continue the tutorial you have begun');
      item.command = { command: commands.start, title: vscode.l10n.t('Continue'), arguments: [last] };
    } else {
      item.hide();
      return;
    }
    item.show();
  };
  update();
  let listening: vscode.Disposable | undefined;
  return {
    follow: (player, shown) => {
      listening = player.onDidChange(() => void shown().then(() => update(player)));
    },
    dispose: () => {
      listening?.dispose();
      item.dispose();
    },
  };
}
