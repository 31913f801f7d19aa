import * as vscode from 'vscode';
import { withMember } from '../../core/jsonMember.ts';
import { message } from '../../core/message.ts';
import { bodyOf, dedented, repeatedNames } from '../../core/snippet/fromSelection.ts';
import { placeSnippets } from '../../core/snippet/snippetFile.ts';
import { say } from '../host/say.ts';
import { schemas } from '../ids.ts';
import { readIfThere } from './nearestPackage.ts';

/** Asks for what a snippet of the selected code needs and writes it into a pack that the person works on. Throws in words for the person. */
export async function saveSnippet(ownPacks: () => Promise<vscode.Uri[]>): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || editor.selection.isEmpty) throw new Error(say(message('snippet.nothingSelected')));
  const { document, selection } = editor;
  const code = dedented(document.getText(selection), tabSizeOf(editor));
  const file = await chooseFile(await ownPacks());
  if (file === undefined) return;
  const name = await askName(namesIn((await readIfThere(file.uri)) ?? '', file), file);
  if (name === undefined) return;
  const prefix = await vscode.window.showInputBox({
    title: vscode.l10n.t('Save Selection as Snippet'),
    prompt: vscode.l10n.t('Prefix: what is typed to get it. Empty: it is only inserted by the command and by tutorials'),
    value: name
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, ''),
  });
  if (prefix === undefined) return;
  const stops = await chooseTabStops(code);
  if (stops === undefined) return;
  const entry = { scope: document.languageId, ...(prefix.trim() === '' ? {} : { prefix: prefix.trim() }), body: bodyOf(code, stops) };
  await writeAndShow(file, name, entry);
}

const newFile = `{\n  "$schema": "${schemas.snippets}"\n}\n`;

type SnippetFile = { uri: vscode.Uri; path: string };

/** Undefined where the person chooses none. */
async function chooseFile(packs: readonly vscode.Uri[]): Promise<SnippetFile | undefined> {
  if (packs.length === 0) throw new Error(say(message('snippet.noOwnPack')));
  const offered = (await Promise.all(packs.map(filesOf))).flat();
  const [only] = offered;
  if (offered.length === 1) return only;
  const picked = await vscode.window.showQuickPick(
    offered.map((file) => ({ label: file.path, description: file.isNew ? vscode.l10n.t('new file') : '', file })),
    { placeHolder: vscode.l10n.t('Save the snippet in which file?') },
  );
  return picked?.file;
}

async function filesOf(pack: vscode.Uri): Promise<(SnippetFile & { isNew: boolean })[]> {
  const folder = vscode.Uri.joinPath(pack, 'snippets');
  const entries = await vscode.workspace.fs.readDirectory(folder).then(
    (there) => there,
    () => [],
  );
  const names = entries.map(([name]) => name).filter((name) => name.endsWith('.code-snippets'));
  const fresh = `${pack.path.split('/').at(-1) ?? 'pack'}.code-snippets`;
  return (names.length > 0 ? names : [fresh]).map((name) => {
    const uri = vscode.Uri.joinPath(folder, name);
    return { uri, path: vscode.workspace.asRelativePath(uri), isNew: names.length === 0 };
  });
}

/** Throws where the file cannot be read, as then nothing can be put into it either. */
function namesIn(source: string, { path }: SnippetFile): string[] {
  if (source.trim() === '') return [];
  const { placed, problems } = placeSnippets(source);
  const [broken] = problems.filter(({ code }) => code === 'json.syntax' || code === 'schema.whole');
  if (broken !== undefined) throw new Error(say(message('snippet.unreadableFile', path, broken.line, broken.column, say(broken))));
  return placed.map(({ snippet }) => snippet.name);
}

async function askName(taken: readonly string[], { path }: SnippetFile): Promise<string | undefined> {
  const refusal = (value: string) => {
    if (value.trim() === '') return vscode.l10n.t('Give it a name');
    return taken.includes(value.trim()) ? say(message('snippet.taken', path, value.trim())) : undefined;
  };
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Save Selection as Snippet'),
    prompt: vscode.l10n.t('Name: what tutorials link to'),
    validateInput: refusal,
  });
  if (name === undefined) return undefined;
  const why = refusal(name);
  if (why !== undefined) throw new Error(why);
  return name.trim();
}

/** The names that become tab stops; undefined where the person cancels. */
async function chooseTabStops(code: string): Promise<string[] | undefined> {
  const names = repeatedNames(code);
  if (names.length === 0) return [];
  const picked = await vscode.window.showQuickPick(
    names.map(({ name, count }) => ({ label: name, description: vscode.l10n.t('{0} times', count) })),
    { canPickMany: true, placeHolder: vscode.l10n.t('Which names does each person choose for themselves? None is fine') },
  );
  return picked?.map(({ label }) => label);
}

/** Looks at the file anew: it may have changed while the person was asked. */
async function writeAndShow(file: SnippetFile, name: string, entry: Readonly<Record<string, unknown>>): Promise<void> {
  const { uri, path } = file;
  const edit = new vscode.WorkspaceEdit();
  const before = await readIfThere(uri);
  if (namesIn(before ?? '', file).includes(name)) throw new Error(say(message('snippet.taken', path, name)));
  const after = withMember(before ?? newFile, [], name, entry);
  if (before === undefined) edit.createFile(uri, { contents: new TextEncoder().encode(after) });
  else {
    const open = await vscode.workspace.openTextDocument(uri);
    edit.replace(uri, new vscode.Range(open.positionAt(0), open.positionAt(open.getText().length)), after);
  }
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(say(message('write.refused', vscode.workspace.asRelativePath(uri))));
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.isDirty && !(await document.save())) throw new Error(say(message('write.notSaved', vscode.workspace.asRelativePath(uri))));
  const node = placeSnippets(document.getText()).placed.find(({ snippet }) => snippet.name === name)?.node;
  const at = document.positionAt(node?.offset ?? 0);
  const editor = await vscode.window.showTextDocument(document, { preview: false, selection: new vscode.Range(at, at) });
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenter);
}

function tabSizeOf({ options: { tabSize } }: vscode.TextEditor): number {
  return typeof tabSize === 'number' ? tabSize : 4;
}
