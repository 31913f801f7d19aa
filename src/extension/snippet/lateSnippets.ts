import * as vscode from 'vscode';
import { everyFile } from './everyFile.ts';

/**
 * What is remembered of the snippets of packs that did not ship with the extension, so that a window need not read them to know whether
 * there is anything to do: the languages they are for (empty text: all), and whether code is to be looked through.
 */
export type RememberedSnippets = { languages: string[]; movedOn: boolean };

const key = 'snippets';

export function rememberSnippets(memento: vscode.Memento, snippets: RememberedSnippets): Thenable<void> {
  const known = memento.get<RememberedSnippets>(key);
  return JSON.stringify(known) === JSON.stringify(snippets) ? Promise.resolve() : memento.update(key, snippets);
}

/**
 * Stands in for the completions until the rooms are there, and has them opened when somebody types in a language for which there are
 * snippets. Nobody's typing waits for that. Where there are none it does nothing at all.
 */
export function lateSnippets(memento: vscode.Memento, openRooms: () => void): vscode.Disposable {
  const { languages, movedOn } = memento.get<RememberedSnippets>(key, { languages: [], movedOn: false });
  if (movedOn && vscode.window.visibleTextEditors.length > 0) openRooms();
  if (languages.length === 0) return new vscode.Disposable(() => {});
  const selector = languages.includes('') ? everyFile : languages;
  return vscode.languages.registerCompletionItemProvider(selector, {
    provideCompletionItems: () => {
      openRooms();
      return new vscode.CompletionList([], true);
    },
  });
}
