import * as vscode from 'vscode';

/** What a person did with one step: answered it, went back to the one before, or gave up (undefined). */
export type Stepped<T> = { answer: T } | 'back' | undefined;

/** How a step stands among the others; without a step before it, it has no button to go back. */
export type StepFrame = { title: string; step: number; of: number; canGoBack: boolean };

/** Asks for a text. `refusal` is asked at every letter: what it gives is shown, and the text not taken. */
export function askText(
  { title, step, of, canGoBack }: StepFrame,
  { prompt, value, refusal }: { prompt: string; value: string; refusal: (text: string) => string | undefined },
): Promise<Stepped<string>> {
  const box = vscode.window.createInputBox();
  Object.assign(box, { title, step, totalSteps: of, prompt, value, ignoreFocusOut: true, buttons: backButton(canGoBack) });
  return shown(box, (finish) => [
    box.onDidChangeValue((text) => {
      box.validationMessage = refusal(text);
    }),
    box.onDidAccept(() => {
      box.validationMessage = refusal(box.value);
      if (box.validationMessage === undefined) finish({ answer: box.value });
    }),
  ]);
}

/** Asks for one of some entries; `active` is the one that Enter takes. */
export function askOne<T extends vscode.QuickPickItem>(
  { title, step, of, canGoBack }: StepFrame,
  { placeholder, items, active }: { placeholder: string; items: readonly T[]; active?: T | undefined },
): Promise<Stepped<T>> {
  const pick = vscode.window.createQuickPick<T>();
  const plain = { title, step, totalSteps: of, placeholder, items, ignoreFocusOut: true, matchOnDescription: true, matchOnDetail: true };
  Object.assign(pick, { ...plain, buttons: backButton(canGoBack) });
  if (active !== undefined) pick.activeItems = [active];
  return shown(pick, (finish) => [
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (chosen !== undefined) finish({ answer: chosen });
    }),
  ]);
}

function backButton(canGoBack: boolean): vscode.QuickInputButton[] {
  return canGoBack ? [vscode.QuickInputButtons.Back] : [];
}

type Widget = vscode.QuickInput & { onDidTriggerButton: vscode.Event<vscode.QuickInputButton> };

/** Shows a widget until it is answered, left or hidden, and disposes of it. */
function shown<T>(widget: Widget, listen: (finish: (stepped: Stepped<T>) => void) => vscode.Disposable[]): Promise<Stepped<T>> {
  return new Promise((resolve) => {
    const finish = (stepped: Stepped<T>) => {
      for (const listener of listening) listener.dispose();
      widget.dispose();
      resolve(stepped);
    };
    const listening = [
      ...listen(finish),
      widget.onDidTriggerButton((button) => {
        if (button === vscode.QuickInputButtons.Back) finish('back');
      }),
      widget.onDidHide(() => finish(undefined)),
    ];
    widget.show();
  });
}
