import * as vscode from 'vscode';
import { plainText } from '../../core/snippet/plainText.ts';
import { insertableBody } from '../../core/snippet/renderBody.ts';
import type { Completion, InstalledSnippet } from '../../core/snippet/snippetIndex.ts';
import { privateCommand } from '../host/privateCommand.ts';
import { everyFile } from './everyFile.ts';
import { importEditor } from './insertSnippet.ts';
import type { InstalledSnippets } from './installedSnippets.ts';

/** More than this nobody looks through: what is typed next asks again. */
const most = 200;

/** Called when VS Code has put in a snippet that somebody chose from the completions. */
export type Accepted = (uri: vscode.Uri, snippet: InstalledSnippet) => void;

type Offered = vscode.CompletionItem & { offered: InstalledSnippet };

/** Offers the snippets of installed packs while somebody types, in every language. The first time nobody waits until they are read. */
export function provideSnippetCompletions(snippets: InstalledSnippets, accepted: Accepted): vscode.Disposable {
  const command = privateCommand(accepted);
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(everyFile, snippetCompletions(snippets, command.id)),
    command,
  );
}

type Provider = {
  provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): vscode.CompletionList<Offered> | Promise<vscode.CompletionList<Offered>>;
  resolveCompletionItem(item: Offered): Offered;
};

/** `accepted` is the command to be called with the file and the snippet when one was put in. */
export function snippetCompletions(snippets: InstalledSnippets, accepted: string): Provider {
  const documents = new WeakMap<vscode.CompletionItem, vscode.TextDocument>();
  return {
    provideCompletionItems: (document, position) => {
      const index = snippets.indexByNow();
      if (index === undefined) return new vscode.CompletionList<Offered>([], true);
      const before = document.lineAt(position.line).text.slice(0, position.character);
      const { completions, more } = index.complete({ language: document.languageId, path: document.uri.path, before }, most);
      const list = (editsFor: (imports: readonly string[]) => vscode.TextEdit[]) =>
        new vscode.CompletionList(
          completions.flatMap((one, order) => itemOf(one, order, editsFor)),
          more,
        );
      const itemOf = (
        { snippet, prefix, replaced }: Completion,
        order: number,
        editsFor: (imports: readonly string[]) => vscode.TextEdit[],
      ) => {
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
        // Not when it is chosen: who types on at once would get the code without its imports.
        item.additionalTextEdits = editsFor(snippet.imports);
        item.sortText = String(order).padStart(4, '0');
        item.command = { command: accepted, title: '', arguments: [document.uri, snippet] };
        documents.set(item, document);
        return [item];
      };
      if (completions.every(({ snippet }) => snippet.imports.length === 0)) return list(() => []);
      return importsIn(document).then(list);
    },
    resolveCompletionItem: (item) => {
      const document = documents.get(item);
      item.documentation = new vscode.MarkdownString().appendCodeblock(plainText(item.offered.body), document?.languageId ?? '');
      return item;
    },
  };
}

/** Gives what to change in a document for imports; the same imports are worked out once. */
async function importsIn(document: vscode.TextDocument): Promise<(imports: readonly string[]) => vscode.TextEdit[]> {
  const editsFor = await importEditor(document);
  const known = new Map<string, vscode.TextEdit[]>();
  return (imports) => {
    const key = imports.join('\n');
    const edits =
      known.get(key) ?? editsFor(imports).edits.map(({ at, insert }) => vscode.TextEdit.insert(document.positionAt(at), insert));
    known.set(key, edits);
    return edits;
  };
}
