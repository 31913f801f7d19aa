import * as vscode from 'vscode';

/** Folders in memory that VS Code reads and writes as it does any other, one for each preview. */
export type PreviewFiles = {
  /** `name` is shown as the folder that the files lie in. */
  open(name: string): PreviewFolder;
  dispose(): void;
};

export type PreviewFolder = {
  at(path: string): vscode.Uri;
  /** Puts a file there before the preview begins. */
  put(path: string, content: Uint8Array): void;
  /** What VS Code has written since, by path. */
  written(): ReadonlyMap<string, Uint8Array>;
  close(): void;
};

type Previewed = Map<string, { content: Uint8Array; written: boolean }>;

/** `scheme` is that of the files, which nobody else may provide in this window. */
export function openPreviewFiles(scheme = 'onramp-scaffold'): PreviewFiles {
  // By a query, which VS Code shows nowhere, so that one preview never takes another's documents for its own.
  const previews = new Map<string, Previewed>();
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const filesOf = ({ query }: vscode.Uri): Previewed => previews.get(query) ?? new Map();
  const find = (uri: vscode.Uri) => {
    const file = filesOf(uri).get(uri.path);
    if (file === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return file;
  };
  const isFolder = (uri: vscode.Uri) => uri.path === '/' || [...filesOf(uri).keys()].some((path) => path.startsWith(`${uri.path}/`));
  const providing = vscode.workspace.registerFileSystemProvider(
    scheme,
    {
      onDidChangeFile: changed.event,
      watch: () => ({ dispose: () => {} }),
      stat: (uri) => {
        if (isFolder(uri)) return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
        const { content, written } = find(uri);
        return { type: vscode.FileType.File, ctime: 0, mtime: written ? 1 : 0, size: content.length };
      },
      readDirectory: () => [],
      createDirectory: () => {},
      readFile: (uri) => find(uri).content,
      writeFile: (uri, content) => {
        filesOf(uri).set(uri.path, { content, written: true });
        changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
      },
      delete: (uri) => void filesOf(uri).delete(uri.path),
      rename: (from) => {
        throw vscode.FileSystemError.NoPermissions(from);
      },
    },
    { isCaseSensitive: true },
  );
  let opened = 0;
  return {
    open: (name) => {
      const query = String(opened++);
      const files: Previewed = new Map();
      const at = (path: string) => `/${name}/${path}`;
      previews.set(query, files);
      return {
        at: (path) => vscode.Uri.from({ scheme, path: at(path), query }),
        put: (path, content) => void files.set(at(path), { content, written: false }),
        written: () =>
          new Map([...files].flatMap(([path, { content, written }]) => (written ? [[path.slice(at('').length), content] as const] : []))),
        close: () => void previews.delete(query),
      };
    },
    dispose: () => {
      providing.dispose();
      changed.dispose();
    },
  };
}
