import sinon from 'sinon';
import * as vscode from 'vscode';
import { answeringSteps, back } from './steps.ts';

/**
 * VS Code's dialogs, which no test can click: each is answered as told, and what it said is kept. The steps of a multi-step input are the
 * real ones (`answeringSteps`).
 */
export type Dialogs = {
  /** What was said or asked, in order. */
  said: string[];
  /** Every step of a multi-step input, as it was shown. */
  steps: string[];
  /** What a step said of a text that it did not take. */
  refused: string[];
  /** The small print of each question that had some. */
  details: string[];
  /** Chooses the buttons or entries of these labels, one a question, the last from then on; undefined turns a question down. */
  choose(...labels: (string | undefined)[]): void;
  /** Types this into the next boxes, one each; undefined cancels. */
  type(...texts: (string | undefined)[]): void;
  /** Is done while the next question stands, before it is answered. */
  meanwhile(act: () => Promise<unknown>): void;
  /** From now on the person has not said that they trust the folder. */
  distrust(): void;
  restore(): void;
};

type Item = string | { label?: string; title?: string };

export function answerDialogs(): Dialogs {
  const sandbox = sinon.createSandbox();
  const said: string[] = [];
  const details: string[] = [];
  let choices: (string | undefined)[] = [];
  let typed: (string | undefined)[] = [];
  let meanwhile: (() => Promise<unknown>) | undefined;
  const standing = async () => {
    const act = meanwhile;
    meanwhile = undefined;
    await act?.();
  };
  const next = () => (choices.length > 1 ? choices.shift() : choices[0]);
  const chosen = (items: readonly unknown[], choice = next()) => {
    return choice === undefined
      ? undefined
      : items.find((item) => isItem(item) && [wordsOf(item).replace(/^\$\([\w-]+\) /, ''), detailOf(item)].includes(choice));
  };
  /** Several are written as one, with commas between. */
  const ticked = (items: readonly unknown[]) =>
    next()
      ?.split(', ')
      .map((choice) => chosen(items, choice));
  for (const name of ['showWarningMessage', 'showErrorMessage', 'showInformationMessage'] as const) {
    sandbox.stub(vscode.window, name).callsFake(async (message: string, ...items: unknown[]) => {
      said.push(message);
      const [options] = items;
      if (isObject(options) && typeof options.detail === 'string') details.push(options.detail);
      await standing();
      return chosen(items) as never;
    });
  }
  sandbox
    .stub(vscode.window, 'showQuickPick')
    .callsFake((items: readonly unknown[] | Thenable<readonly unknown[]>, options?: vscode.QuickPickOptions) => {
      said.push(options?.placeHolder ?? options?.title ?? '');
      return Promise.resolve(items).then((there) => (options?.canPickMany ? ticked(there) : chosen(there)) as never);
    });
  sandbox.stub(vscode.window, 'showInputBox').callsFake(async (options?: vscode.InputBoxOptions) => {
    said.push(options?.prompt ?? '');
    await standing();
    return typed.shift();
  });
  const steps: string[] = [];
  const refused: string[] = [];
  const answering = answeringSteps({
    shown: (line, question) => {
      steps.push(line);
      said.push(question);
    },
    refused: (why) => void refused.push(why),
    text: () => typed.shift(),
    entry: (items) => {
      if (choices[0] !== back) return chosen(items) as vscode.QuickPickItem | undefined;
      choices.shift();
      return back;
    },
  });
  sandbox.stub(vscode.window, 'createInputBox').callsFake(answering.createInputBox);
  sandbox.stub(vscode.window, 'createQuickPick').callsFake(answering.createQuickPick as never);
  return {
    said,
    steps,
    refused,
    details,
    choose: (...labels) => {
      choices = labels;
    },
    type: (...texts) => {
      typed = texts;
    },
    meanwhile: (act) => {
      meanwhile = act;
    },
    distrust: () => {
      sandbox.stub(vscode.workspace, 'isTrusted').get(() => false);
    },
    restore: () => sandbox.restore(),
  };
}

function isItem(item: unknown): item is Item {
  return typeof item === 'string' || (typeof item === 'object' && item !== null && ('label' in item || 'title' in item));
}

function isObject(value: unknown): value is { detail?: unknown } {
  return typeof value === 'object' && value !== null;
}

function detailOf(item: Item): string | undefined {
  return isObject(item) && typeof item.detail === 'string' ? item.detail : undefined;
}

function wordsOf(item: Item): string {
  return typeof item === 'string' ? item : (item.label ?? item.title ?? '');
}
