import * as vscode from 'vscode';
import { type Finding, lintPack } from '../../core/pack/lint.ts';
import type { Files } from '../../core/ports.ts';

/** The files of a pack that lint tells of. */
const packFiles: vscode.DocumentSelector = [
  '**/onramp.json',
  '**/tutorials/**/*.md',
  '**/templates/*/template.json',
  '**/snippets/*.code-snippets',
].map((pattern) => ({ pattern }));

export type QuickFixParts = { filesAt: (root: vscode.Uri) => Files; ownPacks: () => Promise<vscode.Uri[]> };

/** Offers to mend the problems of a pack that lint knows how to mend, in the text as it stands in the editor. */
export function provideQuickFixes({ filesAt, ownPacks }: QuickFixParts): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: async (document, _range, { diagnostics }, cancel) => {
      const ours = diagnostics.filter(({ source }) => source === 'onramp');
      if (ours.length === 0) return [];
      const root = (await ownPacks()).find((folder) => document.uri.toString().startsWith(`${folder}/`));
      if (root === undefined || cancel.isCancellationRequested) return [];
      const path = document.uri.path.slice(root.path.length + 1);
      const findings = await lintPack(withText(filesAt(root), path, document.getText()));
      const here = findings.filter(({ file }) => file === path);
      return ours.flatMap((diagnostic) =>
        here.filter((finding) => isOf(finding, diagnostic)).flatMap((finding) => actionOf(finding, diagnostic, document)),
      );
    },
  };
  return vscode.languages.registerCodeActionsProvider(packFiles, provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });
}

function isOf({ code, line }: Finding, diagnostic: vscode.Diagnostic): boolean {
  return code === diagnostic.code && line - 1 === diagnostic.range.start.line;
}

function actionOf({ fix }: Finding, diagnostic: vscode.Diagnostic, document: vscode.TextDocument): vscode.CodeAction[] {
  if (fix === undefined) return [];
  const title = fix.text.trim() === '' ? vscode.l10n.t('Take it out') : vscode.l10n.t('Write “{0}”', fix.text.trim());
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.isPreferred = true;
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(document.uri, new vscode.Range(document.positionAt(fix.from), document.positionAt(fix.to)), fix.text);
  return [action];
}

/** The files with one of them as it stands in the editor, where it may not be saved yet. */
function withText(files: Files, path: string, text: string): Files {
  return { ...files, readText: async (asked) => (asked === path ? text : files.readText(asked)) };
}
