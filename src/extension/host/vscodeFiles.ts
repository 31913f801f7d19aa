import * as vscode from 'vscode';
import { folderOf, resolvePath } from '../../core/path.ts';
import type { Entry, Files } from '../../core/ports.ts';

/** The files below a folder that VS Code can reach, whatever its scheme. */
export function vscodeFiles(root: vscode.Uri): Files {
  const { fs } = vscode.workspace;
  const at = (path: string): vscode.Uri => {
    const resolved = resolvePath('', path);
    if (resolved === undefined) throw new PathOutside(path);
    return resolved === '' ? root : vscode.Uri.joinPath(root, resolved);
  };
  const readBytes = (path: string) => unlessMissing(fs.readFile(at(path)), undefined);
  return {
    readBytes,
    readText: async (path) => {
      const bytes = await readBytes(path);
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
    write: async (path, content) => {
      const folder = folderOf(path);
      if (folder !== '') await fs.createDirectory(at(folder));
      await fs.writeFile(at(path), typeof content === 'string' ? new TextEncoder().encode(content) : content);
    },
    stat: async (path) => {
      const there = await unlessMissing(fs.stat(at(path)), undefined);
      return there === undefined ? undefined : { kind: kindOf(there.type), size: there.size, executable: false };
    },
    rename: async (from, to) => fs.rename(at(from), at(to), { overwrite: true }),
    remove: (path) => unlessMissing(fs.delete(at(path)), undefined),
    list: async (path) => (await unlessMissing(fs.readDirectory(at(path)), [])).map(([name, type]) => ({ name, kind: kindOf(type) })),
  };
}

/** A path that would leave its folder. */
export class PathOutside extends Error {
  readonly code = 'path.outside';
  constructor(path: string) {
    super(`“${path}” must be a path inside the folder, with /`);
  }
}

function kindOf(type: vscode.FileType): Entry['kind'] {
  if (type & vscode.FileType.SymbolicLink) return 'link';
  return type & vscode.FileType.Directory ? 'folder' : 'file';
}

async function unlessMissing<T, U>(work: Thenable<T>, missing: U): Promise<T | U> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && isMissing(error)) return missing;
    throw error;
  }
}

/** Below a file there is nothing either; VS Code has no code for that. */
function isMissing({ code, message }: vscode.FileSystemError): boolean {
  return code === 'FileNotFound' || code === 'FileNotADirectory' || /\bENOTDIR\b/.test(message);
}
