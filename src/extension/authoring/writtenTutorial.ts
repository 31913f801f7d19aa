import type * as vscode from 'vscode';
import { readJson } from '../../core/jsonFile.ts';
import type { Files } from '../../core/ports.ts';
import { type Manifest, manifest } from '../../protocol/manifest.ts';

/** A tutorial of a pack that the person works on. `path` is seen from the pack's root. */
export type WrittenTutorial = { root: vscode.Uri; files: Files; path: string; manifest: Pick<Manifest, 'name' | 'title'> };

/** Every Markdown file that may be a tutorial: whether a pack is around it is looked up when it is asked for. */
export const tutorialFiles: vscode.DocumentSelector = { language: 'markdown', pattern: '**/tutorials/**/*.md' };

/** The pack around a Markdown file below `tutorials`; undefined where there is none. */
export async function writtenTutorial(file: vscode.Uri, filesAt: (root: vscode.Uri) => Files): Promise<WrittenTutorial | undefined> {
  const at = file.path.lastIndexOf('/tutorials/');
  if (at < 0 || !file.path.endsWith('.md')) return undefined;
  const root = file.with({ path: file.path.slice(0, at) || '/' });
  const files = filesAt(root);
  const text = await files.readText('onramp.json');
  if (text === undefined) return undefined;
  // A manifest that is being written may be broken, which is no reason to show nothing.
  const title = root.path.slice(root.path.lastIndexOf('/') + 1);
  return { root, files, path: file.path.slice(at + 1), manifest: readJson(text, manifest).value ?? { name: title, title } };
}
