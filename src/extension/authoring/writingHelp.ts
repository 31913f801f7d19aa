import * as vscode from 'vscode';
import { type Completion, completionsAt } from '../../core/authoring/completions.ts';
import { explainLine } from '../../core/authoring/explain.ts';
import { knownParts } from '../../core/authoring/knownParts.ts';
import { writtenPlace } from '../../core/authoring/writtenPlace.ts';
import type { Files } from '../../core/ports.ts';
import { say } from '../host/say.ts';
import { tutorialFiles, writtenTutorial } from './writtenTutorial.ts';

const triggers = ['`', ' ', '"', '(', '/', '\n'];

/** Offers, in the tutorials of packs, what can be written at the cursor, and tells what is under the mouse. */
export function provideWritingHelp(filesAt: (root: vscode.Uri) => Files): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(
      tutorialFiles,
      {
        provideCompletionItems: async (document, position) => {
          const { line, character } = position;
          if (writtenPlace(document.getText(), line, character).kind === 'none') return [];
          const written = await writtenTutorial(document.uri, filesAt);
          if (written === undefined) return [];
          const { files, path } = written;
          const text = document.getText();
          const known = await knownParts(files, { path, text });
          return completionsAt(text, path, line, character, known).map((completion, order) => itemOf(completion, position, order));
        },
      },
      ...triggers,
    ),
    vscode.languages.registerHoverProvider(tutorialFiles, {
      provideHover: async (document, { line }) => {
        const written = await writtenTutorial(document.uri, filesAt);
        const told = written && explainLine(document.getText(), written.path, line + 1);
        // As text: what stands in a tutorial is no Markdown of ours.
        return told && new vscode.Hover(new vscode.MarkdownString().appendText(say(told)), document.lineAt(line).range);
      },
    }),
  );
}

const kinds: Record<Completion['kind'], vscode.CompletionItemKind> = {
  language: vscode.CompletionItemKind.Enum,
  word: vscode.CompletionItemKind.Keyword,
  key: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.Value,
  path: vscode.CompletionItemKind.File,
};

function itemOf({ label, insert, replaces, kind }: Completion, position: vscode.Position, order: number): vscode.CompletionItem {
  const item = new vscode.CompletionItem(label, kinds[kind]);
  const [before = '', after] = insert.split('$0');
  item.insertText = after === undefined ? insert : new vscode.SnippetString().appendText(before).appendTabstop(0).appendText(after);
  item.range = new vscode.Range(position.translate(0, -replaces), position);
  item.filterText = label;
  item.sortText = String(order).padStart(4, '0');
  return item;
}
