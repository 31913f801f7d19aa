import * as vscode from 'vscode';
import { message } from '../../core/message.ts';
import { matchesGlob } from '../../core/snippet/glob.ts';
import { plainText } from '../../core/snippet/plainText.ts';
import type { InstalledSnippet, SnippetIndex } from '../../core/snippet/snippetIndex.ts';
import { say } from '../host/say.ts';

type Choice = vscode.QuickPickItem & { snippet?: InstalledSnippet; all?: true };

const longestPreview = 160;

/** Lets the person choose among the snippets for a file, or all there are; undefined where they choose none. */
export async function chooseSnippet(
  { all }: SnippetIndex,
  { languageId, uri }: vscode.TextDocument,
): Promise<InstalledSnippet | undefined> {
  const offered = all.filter(({ deprecated }) => deprecated === undefined);
  const fitting = offered.filter(
    ({ languages, include, exclude }) =>
      (languages.length === 0 || languages.includes(languageId)) &&
      !matchesGlob(exclude, uri.path) &&
      (include.length === 0 || matchesGlob(include, uri.path)),
  );
  const others = offered.length - fitting.length;
  const everything: Choice = { label: vscode.l10n.t('$(list-flat) Show snippets of every language'), all: true, alwaysShow: true };
  const chosen = await pick(fitting, others > 0 ? [everything] : []);
  return chosen?.all === true ? (await pick(offered, []))?.snippet : chosen?.snippet;
}

function pick(snippets: readonly InstalledSnippet[], more: readonly Choice[]): Thenable<Choice | undefined> {
  const sorted = snippets.toSorted((a, b) => a.pack.title.localeCompare(b.pack.title) || a.name.localeCompare(b.name));
  const choices: Choice[] = sorted.flatMap((snippet, index) => {
    const first = snippet.pack.title !== sorted[index - 1]?.pack.title;
    const choice = { label: snippet.name, description: snippet.prefixes.join(', '), detail: previewOf(snippet), snippet };
    return first ? [{ label: snippet.pack.title, kind: vscode.QuickPickItemKind.Separator }, choice] : [choice];
  });
  return vscode.window.showQuickPick([...choices, ...more], {
    placeHolder: snippets.length === 0 ? say(message('snippet.none')) : vscode.l10n.t('Insert which snippet?'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
}

/** What it is for, and how its code begins. */
function previewOf({ description, body }: InstalledSnippet): string {
  const code = plainText(body).replace(/\s+/g, ' ').trim();
  const begins = code.length > longestPreview ? `${code.slice(0, longestPreview)}…` : code;
  return description === '' ? begins : `${description}  ·  ${begins}`;
}
