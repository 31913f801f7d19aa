import * as vscode from 'vscode';
import { newestOnly } from '../../core/newest.ts';
import { lintPack } from '../../core/pack/lint.ts';
import type { FileProblem } from '../../core/pack/pack.ts';
import type { Files } from '../../core/ports.ts';
import { say } from '../host/say.ts';
import { namedPackFolders } from './packFolders.ts';

/** Tells in the Problems view what is wrong in the packs that the person works on. */
export type PackProblems = { dispose(): void };

const restBeforeReading = 200;

/**
 * Those packs are the ones in the workspace and in the folders of the setting; each is read again when one of its files changes, and all of them
 * when the packs are looked for anew.
 */
export function openPackProblems(
  filesAt: (root: vscode.Uri) => Files,
  failed: (error: unknown) => void,
  lookedForAnew?: vscode.Event<void>,
): PackProblems {
  const shown = vscode.languages.createDiagnosticCollection('onramp');
  const told = new Map<string, vscode.Uri[]>();
  const watchers = new Map<string, vscode.Disposable>();
  /** Every root that there is or was, and those of which something else may have come. */
  const known = new Set<string>();
  const doubtful = new Set<string>();
  const resting = new Map<string, ReturnType<typeof setTimeout>>();
  let disposed = false;

  const newest = newestOnly();
  const tell = async (root: vscode.Uri) => {
    const byFile = await newest(root.toString(), () => problemsByFile(filesAt(root)));
    if (byFile === undefined || disposed || !watchers.has(root.toString())) return;
    for (const file of told.get(root.toString()) ?? []) shown.delete(file);
    const files = [...byFile].map(([path, problems]) => ({ uri: vscode.Uri.joinPath(root, path), problems }));
    for (const { uri, problems } of files) shown.set(uri, problems);
    told.set(
      root.toString(),
      files.map(({ uri }) => uri),
    );
  };
  const later = (key: string, work: () => Promise<void>) => {
    clearTimeout(resting.get(key));
    resting.set(
      key,
      setTimeout(() => {
        work().catch(failed);
      }, restBeforeReading),
    );
  };

  const follow = (root: vscode.Uri) => {
    const isDoubtful = doubtful.delete(root.toString());
    known.add(root.toString());
    if (watchers.has(root.toString())) {
      if (isDoubtful) tell(root).catch(failed);
      return;
    }
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(root, '{onramp.json,tutorials/**,templates/**,snippets/**}'),
    );
    const again = () => later(root.toString(), () => tell(root));
    watcher.onDidChange(again);
    watcher.onDidCreate(again);
    watcher.onDidDelete(again);
    watchers.set(root.toString(), watcher);
    tell(root).catch(failed);
  };
  const forget = (key: string) => {
    watchers.get(key)?.dispose();
    watchers.delete(key);
    for (const file of told.get(key) ?? []) shown.delete(file);
    told.delete(key);
  };

  const findPacks = async () => {
    const manifests = await newest('', async () => vscode.workspace.findFiles('**/onramp.json', '**/node_modules/**', 100));
    if (manifests === undefined || disposed) return;
    const roots = [...namedPackFolders(), ...manifests.map((file) => vscode.Uri.joinPath(file, '..'))];
    const keys = new Set(roots.map(String));
    for (const key of [...watchers.keys()]) if (!keys.has(key)) forget(key);
    for (const root of roots) follow(root);
  };
  const findSoon = () => later('', findPacks);
  const manifests = vscode.workspace.createFileSystemWatcher('**/onramp.json', false, true, false);
  const doubt = (roots: Iterable<string>) => {
    for (const root of roots) doubtful.add(root);
    findSoon();
  };
  // A folder that goes takes its files along without a word about each, and one that comes in its place may do so too.
  const folders = vscode.workspace.createFileSystemWatcher('**');
  const lookAgain = (folder: vscode.Uri) => {
    const within = [...known].filter((root) => `${root}/`.startsWith(`${folder}/`));
    if (within.length > 0) doubt(within);
  };
  const listening = [
    manifests,
    folders,
    folders.onDidCreate(lookAgain),
    folders.onDidChange(lookAgain),
    folders.onDidDelete(lookAgain),
    // What is saved here need not be heard of from the disk, which says nothing of folders that came a moment ago.
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      const within = [...watchers.keys()].filter((root) => uri.toString().startsWith(`${root}/`));
      if (within.length > 0) doubt(within);
    }),
    ...(lookedForAnew === undefined ? [] : [lookedForAnew(() => doubt(known))]),
    manifests.onDidCreate(findSoon),
    manifests.onDidDelete(findSoon),
    vscode.workspace.onDidChangeWorkspaceFolders(findSoon),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('onramp.pack.folders')) findSoon();
    }),
  ];
  findPacks().catch(failed);
  return {
    dispose: () => {
      disposed = true;
      for (const timer of resting.values()) clearTimeout(timer);
      for (const thing of [...listening, ...watchers.values(), shown]) thing.dispose();
    },
  };
}

async function problemsByFile(files: Files): Promise<Map<string, vscode.Diagnostic[]>> {
  const byFile = new Map<string, vscode.Diagnostic[]>();
  for (const problem of await lintPack(files, { infos: true })) {
    const lines = ((await files.readText(problem.file)) ?? '').split(/\r\n?|\n/);
    const diagnostic = diagnosticOf(problem, lines[problem.line - 1] ?? '');
    byFile.set(problem.file, [...(byFile.get(problem.file) ?? []), diagnostic]);
  }
  return byFile;
}

/** From where it begins to the end of its line: what a problem ends at is nobody's concern. */
function diagnosticOf(problem: FileProblem, line: string): vscode.Diagnostic {
  const at = problem.line - 1;
  const from = Math.min(problem.column - 1, line.length);
  const range = new vscode.Range(at, from, at, Math.max(line.trimEnd().length, from));
  const { Error: error, Warning: warning, Information: info } = vscode.DiagnosticSeverity;
  const diagnostic = new vscode.Diagnostic(range, say(problem), { error, warning, info }[problem.severity]);
  diagnostic.source = 'onramp';
  diagnostic.code = problem.code;
  return diagnostic;
}
