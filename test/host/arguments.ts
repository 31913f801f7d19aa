/** What desktop VS Code would be told on its command line, as far as a window in a browser can follow it. */
export type Arguments = {
  folder: string | undefined;
  extensions: string[];
  tests: string | undefined;
  dataDir: string | undefined;
  extensionsDir: string | undefined;
  /** Given on, as they are, to VS Code's own command line: `--install-extension`, `--list-extensions` … */
  manage: string[];
};

const managing = new Set(['--install-extension', '--uninstall-extension', '--list-extensions', '--show-versions', '--force']);
const taking = new Set(['--install-extension', '--uninstall-extension', '--user-data-dir', '--extensions-dir']);

/** Reads VS Code's arguments; flags that mean nothing in a browser (`--no-sandbox`, `--skip-welcome` …) are passed over. */
export function readArguments(argv: readonly string[]): Arguments {
  const read: Arguments = { folder: undefined, extensions: [], tests: undefined, dataDir: undefined, extensionsDir: undefined, manage: [] };
  const rest = [...argv];
  for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
    const [flag = next, joined] = next.startsWith('--') && next.includes('=') ? splitOnce(next) : [next];
    const value = joined ?? (taking.has(flag) ? rest.shift() : undefined);
    if (flag === '--extensionDevelopmentPath' && value) read.extensions.push(value);
    else if (flag === '--extensionTestsPath') read.tests = value;
    else if (flag === '--user-data-dir') read.dataDir = value;
    else if (flag === '--extensions-dir') read.extensionsDir = value;
    else if (managing.has(flag)) read.manage.push(flag, ...(value === undefined ? [] : [value]));
    else if (!flag.startsWith('-')) read.folder = flag;
  }
  return read;
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}
