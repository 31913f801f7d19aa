import * as vscode from 'vscode';

/** What a person does with a step; `back` presses its button to go back, undefined gives up. */
export type Act = string | undefined;

/** Goes back, as a text that is typed or an entry that is chosen. */
export const back = '«back»';

export type StepsAnswered = {
  /** A step as it is shown: `Title 1/3: Question = what stands in it`. */
  shown(line: string, question: string): void;
  refused(why: string): void;
  /** The next text to type. */
  text(): Act;
  /** Which of the entries to take. */
  entry(items: readonly vscode.QuickPickItem[]): vscode.QuickPickItem | typeof back | undefined;
};

type Widget = vscode.QuickInput & { show(): void };

/** Makes VS Code's own input boxes and quick picks answer themselves when they are shown, by VS Code's commands for their keys. */
export function answeringSteps(answered: StepsAnswered): {
  createInputBox(): vscode.InputBox;
  createQuickPick(): vscode.QuickPick<vscode.QuickPickItem>;
} {
  const { createInputBox, createQuickPick } = vscode.window;
  const frame = ({ title = '', step, totalSteps }: Widget) => (step === undefined ? title : `${title} ${step}/${totalSteps}`);
  return {
    createInputBox: () => {
      const box = createInputBox();
      whenShown(box, async () => {
        answered.shown(`${frame(box)}: ${box.prompt} = ${box.value}`, box.prompt ?? '');
        for (;;) {
          const text = answered.text();
          if (text === undefined || text === back) return press(text === back ? 'quickInputBack' : 'closeQuickOpen');
          box.value = text;
          await turn();
          const accepted = once(box.onDidAccept);
          await press('acceptSelectedQuickOpenItem');
          await accepted;
          const why = box.validationMessage;
          if (why === undefined) return;
          answered.refused(typeof why === 'string' ? why : why.message);
        }
      });
      return box;
    },
    createQuickPick: () => {
      const pick = createQuickPick();
      whenShown(pick, async () => {
        answered.shown(`${frame(pick)}: ${pick.placeholder} = ${pick.activeItems[0]?.label ?? ''}`, pick.placeholder ?? '');
        const entry = answered.entry(pick.items);
        if (entry === undefined || entry === back) return press(entry === back ? 'quickInputBack' : 'closeQuickOpen');
        pick.activeItems = [entry as vscode.QuickPickItem];
        await turn();
        await press('acceptSelectedQuickOpenItem');
      });
      return pick;
    },
  };
}

function whenShown(widget: Widget, act: () => Promise<void>): void {
  const show = widget.show.bind(widget);
  widget.show = () => {
    show();
    void turn().then(act);
  };
}

/** What is set on a widget goes to the window at the end of the turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

async function press(command: string): Promise<void> {
  await vscode.commands.executeCommand(`workbench.action.${command}`);
}

function once<T>(event: vscode.Event<T>): Promise<T> {
  return new Promise((resolve) => {
    const listening = event((value) => {
      listening.dispose();
      resolve(value);
    });
  });
}
