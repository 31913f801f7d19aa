import * as vscode from 'vscode';
import { message } from '../../core/message.ts';
import { findOldCode, isFor, type MovedOn, movedOnOf, type OldCode } from '../../core/snippet/movedOn.ts';
import type { InstalledSnippet } from '../../core/snippet/snippetIndex.ts';
import { say } from '../host/say.ts';
import type { InstalledSnippets } from './installedSnippets.ts';
import { offerMigrations } from './migrate.ts';

export type MovedOnParts = {
  snippets: InstalledSnippets;
  /** Code of the old kind was replaced, in so many places. */
  migrated(snippet: InstalledSnippet, places: number): void;
  log(error: unknown): void;
};

/** What old code was found in a document, at its version. */
export type Found = { version: number; old: OldCode[] };

const rest = 400;
const firstRest = 2000;
/** Milliseconds of work before others get their turn. */
const slice = 8;
const largest = 1_000_000;
const most = 200;

/**
 * Marks code in the documents that are open which an installed pack's snippets say is not to be written any more, those in sight first,
 * and offers what takes its place. Nothing else of the workspace is looked at unasked.
 */
export function openMovedOn({ snippets, migrated, log }: MovedOnParts): vscode.Disposable {
  const shown = vscode.languages.createDiagnosticCollection('onramp-snippets');
  const found = new Map<string, Found>();
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let working = false;
  let disposed = false;

  const later = (document: vscode.TextDocument, wait = rest) => {
    if (document.uri.scheme === 'output' || document.uri.scheme === 'onramp-proposal') return;
    waiting.add(document.uri.toString());
    clearTimeout(timer);
    timer = setTimeout(() => {
      lookThrough().catch(log);
    }, wait);
  };
  const lookThrough = async () => {
    if (working) return;
    working = true;
    try {
      const list = movedOnOf((await snippets.index()).all);
      for (let next = nextWaiting(waiting); next !== undefined && !disposed; next = nextWaiting(waiting)) {
        waiting.delete(next.uri.toString());
        await look(next, list);
      }
      waiting.clear();
    } finally {
      working = false;
    }
  };
  const look = async (document: vscode.TextDocument, all: readonly MovedOn[]) => {
    const list = all.filter((movedOn) => isFor(movedOn, document.languageId));
    const { version } = document;
    const old =
      list.length === 0 ? [] : await oldCodeIn(document, list, () => disposed || document.isClosed || document.version !== version);
    if (old === undefined || disposed) return;
    found.set(document.uri.toString(), { version, old });
    shown.set(
      document.uri,
      old.map((one) => diagnosticOf(document, one)),
    );
  };
  const lookAgain = () => {
    for (const document of vscode.workspace.textDocuments) later(document);
  };
  const forget = ({ uri }: vscode.TextDocument) => {
    shown.delete(uri);
    found.delete(uri.toString());
    waiting.delete(uri.toString());
  };
  const owned = [
    shown,
    vscode.workspace.onDidOpenTextDocument((document) => later(document)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => later(document)),
    vscode.workspace.onDidCloseTextDocument(forget),
    snippets.onDidChange(lookAgain),
    offerMigrations({ found: (document) => found.get(document.uri.toString()), snippets, migrated }),
  ];
  // Not while what the person is waiting for opens.
  for (const document of vscode.workspace.textDocuments) later(document, firstRest);
  return new vscode.Disposable(() => {
    disposed = true;
    clearTimeout(timer);
    for (const thing of owned) thing.dispose();
  });
}

/** The next document to look at: one in sight where there is one. */
function nextWaiting(waiting: ReadonlySet<string>): vscode.TextDocument | undefined {
  const inSight = vscode.window.visibleTextEditors.map(({ document }) => document);
  return [...inSight, ...vscode.workspace.textDocuments].find(({ uri }) => waiting.has(uri.toString()));
}

/** Looks through a document bit by bit; undefined where it is to be given up. */
export async function oldCodeIn(
  document: vscode.TextDocument,
  list: readonly MovedOn[],
  giveUp: () => boolean,
): Promise<OldCode[] | undefined> {
  const text = document.getText();
  const old: OldCode[] = [];
  if (text.length > largest) return old;
  let until = performance.now() + slice;
  for (const one of findOldCode(text, list)) {
    if (one !== undefined) old.push(one);
    if (old.length >= most) break;
    if (performance.now() < until) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (giveUp()) return undefined;
    until = performance.now() + slice;
  }
  return old;
}

function diagnosticOf(document: vscode.TextDocument, { movedOn: { snippet, replacement }, from, to }: OldCode): vscode.Diagnostic {
  const { message: why, since } = snippet.deprecated ?? {};
  const words =
    replacement === undefined
      ? message('snippet.gone', snippet.name)
      : since === undefined
        ? message('snippet.movedOn', snippet.name, replacement.name)
        : message('snippet.movedOnSince', snippet.name, replacement.name, since);
  const range = new vscode.Range(document.positionAt(from), document.positionAt(to));
  const diagnostic = new vscode.Diagnostic(range, why ?? say(words), vscode.DiagnosticSeverity.Hint);
  diagnostic.tags = [vscode.DiagnosticTag.Deprecated];
  diagnostic.source = snippet.pack.title;
  diagnostic.code = snippet.name;
  return diagnostic;
}
