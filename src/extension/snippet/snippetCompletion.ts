import * as vscode from 'vscode';
import { plainText } from '../../core/snippet/plainText.ts';
import { insertableBody } from '../../core/snippet/renderBody.ts';
import type { InstalledSnippet } from '../../core/snippet/snippetIndex.ts';
import { privateCommand } from '../host/privateCommand.ts';
import { everyFile } from './everyFile.ts';
import { importEdits } from './insertSnippet.ts';
import type { InstalledSnippets } from './installedSnippets.ts';

/** More than this nobody looks through: what is typed next asks again. */
const most = 200;

/** Called when VS Code has put in a snippet that somebody chose from the completions. */
export type Accepted = (uri: vscode.Uri, snippet: InstalledSnippet) => void;

type Offered = vscode.CompletionItem & { offered: InstalledSnippet };

/** Offers the snippets of installed packs while somebody types, in every language. The first time nobody waits until they are read. */
export function provideSnippetCompletions(snippets: InstalledSnippets, accepted: Accepted): vscode.Disposable {
  const acceptedCommand = privateCommand(accepted);
  const documents = new WeakMap<vscode.CompletionItem, vscode.TextDocument>();
  const provider: vscode.CompletionItemProvider<Offered> = {
    provideCompletionItems: (document, position) => {
      const index = snippets.indexByNow();
      if (index === undefined) return new vscode.CompletionList<Offered>([], true);
      const before = document.lineAt(position.line).text.slice(0, position.character);
      const { completions, more } = index.complete({ language: document.languageId, path: document.uri.path, before }, most);
      const items = completions.flatMap(({ snippet, prefix, replaced }, order) => {
        const body = insertableBody(snippet.body);
        if (body === undefined) return [];
        const item: Offered = Object.assign(
          new vscode.CompletionItem({ label: prefix, description: snippet.pack.title }, vscode.CompletionItemKind.Snippet),
          { offered: snippet },
        );
        item.detail = `${snippet.description || snippet.name} — ${snippet.pack.title}`;
        item.insertText = new vscode.SnippetString(body);
        item.range = new vscode.Range(position.translate(0, -replaced), position);
        item.filterText = prefix;
        item.sortText = String(order).padStart(4, '0');
        item.command = { command: acceptedCommand.id, title: '', arguments: [document.uri, snippet] };
        documents.set(item, document);
        return [item];
      });
      return new vscode.CompletionList(items, more);
    },
    resolveCompletionItem: async (item) => {
      const document = documents.get(item);
      const shown = new vscode.MarkdownString().appendCodeblock(plainText(item.offered.body), document?.languageId ?? '');
      item.documentation = shown;
      if (document === undefined) return item;
      const { edits } = await importEdits(document, item.offered.imports);
      item.additionalTextEdits = edits.map(({ at, insert }) => vscode.TextEdit.insert(document.positionAt(at), insert));
      return item;
    },
  };
  return vscode.Disposable.from(vscode.languages.registerCompletionItemProvider(everyFile, provider), acceptedCommand);
}
