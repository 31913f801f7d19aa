import * as vscode from 'vscode';

/** `ask` has it come as well. */
export type SoonAfter = { event: vscode.Event<void>; ask(): void; dispose(): void };

/** An event that comes so many milliseconds after the first of others, once for all that came in the meantime. */
export function soonAfter(events: readonly vscode.Event<unknown>[], milliseconds: number): SoonAfter {
  const soon = new vscode.EventEmitter<void>();
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const wait = () => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      soon.fire();
    }, milliseconds);
  };
  const listening = events.map((event) => event(wait));
  return {
    event: soon.event,
    ask: wait,
    dispose: () => {
      clearTimeout(waiting);
      for (const listener of listening) listener.dispose();
      soon.dispose();
    },
  };
}
