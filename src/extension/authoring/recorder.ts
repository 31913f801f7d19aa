import * as vscode from 'vscode';
import { filesBefore, type Recorded, record, recordedTutorial, stepCount } from '../../core/authoring/recording.ts';
import type { Files } from '../../core/ports.ts';
import { slug } from '../../core/tutorial/parse.ts';
import { reasonOf } from '../host/reason.ts';
import { commands, contexts } from '../ids.ts';
import { choosePack } from './choosePack.ts';
import { watchActs } from './watchActs.ts';

/** Makes a tutorial of what its author does. */
export type Recorder = {
  /** Begins to record, or ends and writes the tutorial. */
  toggle(): Promise<void>;
  /** Adds the lines that are selected in the active editor. */
  addLines(): Promise<void>;
  /** Comes with everything that is recorded. */
  onDidRecord: vscode.Event<readonly Recorded[]>;
  dispose(): void;
};

export type RecorderParts = {
  filesAt: (root: vscode.Uri) => Files;
  ownPacks: () => Promise<vscode.Uri[]>;
  failed: (error: unknown) => void;
};

type Recording = { root: vscode.Uri; title: string; acts: Recorded[]; failedCommands: number; watching: vscode.Disposable };

export function tutorialRecorder({ filesAt, ownPacks, failed }: RecorderParts): Recorder {
  const recordedMore = new vscode.EventEmitter<readonly Recorded[]>();
  let recording: Recording | undefined;
  let asking = false;
  const item = vscode.window.createStatusBarItem('onramp.recording', vscode.StatusBarAlignment.Left, 90);
  item.name = vscode.l10n.t('Onramp: Recording');
  item.command = commands.recordSteps;
  item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');

  const tell = () => {
    if (recording === undefined) return item.hide();
    const count = stepCount(recording.acts);
    item.text = `$(record) ${count === 1 ? vscode.l10n.t('Recording: 1 step') : vscode.l10n.t('Recording: {0} steps', count)}`;
    item.tooltip = vscode.l10n.t(
      'Onramp records “{0}”: the files you save, the commands that succeed in the terminal, and the lines you add. Click to stop and write the tutorial.',
      recording.title,
    );
    item.show();
  };
  const set = async (next: Recording | undefined) => {
    if (next === undefined) recording?.watching.dispose();
    recording = next;
    tell();
    await vscode.commands.executeCommand('setContext', contexts.recording, next !== undefined);
  };
  const add = (act: Recorded) => {
    if (recording === undefined) return;
    recording.acts = record(recording.acts, act);
    recordedMore.fire(recording.acts);
    tell();
  };

  const start = async () => {
    const root = await choosePack(await ownPacks(), filesAt);
    if (root === undefined) return;
    const title = await vscode.window.showInputBox({
      title: vscode.l10n.t('Record Steps'),
      prompt: vscode.l10n.t('What is the tutorial called?'),
      validateInput: (value) => (slug(value.trim()) === '' ? vscode.l10n.t('Write a title in words') : undefined),
      ignoreFocusOut: true,
    });
    if (title === undefined) return;
    const watching = watchActs(root, {
      done: add,
      commandFailed: () => {
        if (recording !== undefined) recording.failedCommands++;
      },
      failed,
    });
    await set({ root, title, acts: [], failedCommands: 0, watching });
  };

  const stop = async ({ root, title, acts, failedCommands }: Recording) => {
    if (acts.length === 0) {
      const throwAway = vscode.l10n.t('Stop Recording');
      const answer = await vscode.window.showInformationMessage(
        vscode.l10n.t('Nothing was recorded yet: save a file, run a command in the terminal, or add a line.'),
        throwAway,
      );
      if (answer === throwAway) await set(undefined);
      return;
    }
    const files = filesAt(root);
    const name = await freeName(files, slug(title.trim()));
    const path = `tutorials/${name}.md`;
    try {
      const before = filesBefore(acts);
      const template = before.size > 0 ? name : undefined;
      if (template !== undefined) {
        for (const [file, text] of before) await files.write(`templates/${template}/${file}`, text);
        await files.write(`templates/${template}/template.json`, `${JSON.stringify({ title: title.trim() }, undefined, 2)}\n`);
      }
      await files.write(path, recordedTutorial(title, acts, template));
    } catch (error) {
      // What was recorded is still there, to be written another time.
      await vscode.window.showErrorMessage(
        vscode.l10n.t('The tutorial could not be written, so it is still being recorded: {0}', reasonOf(error)),
      );
      return;
    }
    await set(undefined);
    await vscode.window.showTextDocument(vscode.Uri.joinPath(root, path), { preview: false });
    if (failedCommands > 0) {
      const told =
        failedCommands === 1
          ? vscode.l10n.t('One command failed and was left out of the tutorial.')
          : vscode.l10n.t('{0} commands failed and were left out of the tutorial.', failedCommands);
      vscode.window.setStatusBarMessage(told, 10_000);
    }
  };

  return {
    onDidRecord: recordedMore.event,
    toggle: async () => {
      if (asking) return;
      asking = true;
      try {
        await (recording === undefined ? start() : stop(recording));
      } finally {
        asking = false;
      }
    },
    addLines: async () => {
      const editor = vscode.window.activeTextEditor;
      const path = editor === undefined ? undefined : pathInWorkspace(editor.document.uri);
      if (recording === undefined || editor === undefined || path === undefined) {
        await vscode.window.showInformationMessage(
          vscode.l10n.t('Open a file of your workspace, put the cursor into a line, and try again.'),
        );
        return;
      }
      const { start: first, end } = editor.selection;
      // A selection that ends before a line's first letter holds nothing of it.
      const last = end.line > first.line && end.character === 0 ? end.line - 1 : end.line;
      add({ kind: 'lines', path, from: first.line + 1, to: last + 1, text: editor.document.getText() });
    },
    dispose: () => {
      recording?.watching.dispose();
      item.dispose();
      recordedMore.dispose();
    },
  };
}

/** A name that no tutorial and no template has: what an author wrote is never written over. */
async function freeName(files: Files, title: string): Promise<string> {
  for (let n = 1; ; n++) {
    const name = n === 1 ? title : `${title}-${n}`;
    const there = await Promise.all([files.stat(`tutorials/${name}.md`), files.stat(`templates/${name}`)]);
    if (there.every((one) => one === undefined)) return name;
  }
}

function pathInWorkspace(file: vscode.Uri): string | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(file);
  return folder === undefined ? undefined : file.path.slice(folder.uri.path.replace(/\/$/, '').length + 1);
}
