import * as vscode from 'vscode';
import { npmRegistries } from '../../src/core/pack/npmrc.ts';
import { openSource } from '../../src/core/pack/openSource.ts';
import { PackRefused } from '../../src/core/pack/packRefused.ts';
import type { Source } from '../../src/core/pack/source.ts';
import { bundledFiles } from '../../src/extension/host/bundledFiles.ts';
import { openFetchedPacks } from '../../src/extension/pack/fetchedPacks.ts';
import { openInstalledPacks } from '../../src/extension/pack/installedPacks.ts';
import { npmTokens } from '../../src/extension/pack/npmToken.ts';
import { openPorts } from '../../src/extension/pack/sourcePorts.ts';

const extension = vscode.extensions.getExtension('onramp.onramp')?.extensionUri ?? vscode.Uri.file('/');
/** Where a browser's VS Code keeps what extensions store. */
const storage = vscode.Uri.from({ scheme: 'vscode-userdata', path: `/User/globalStorage/onramp.onramp/test-${Date.now()}` });

describe('packs that are fetched in the browser', () => {
  const filesAt = bundledFiles(extension);
  const secrets: vscode.SecretStorage = {
    get: async () => undefined,
    store: async () => {},
    delete: async () => {},
    onDidChange: () => new vscode.Disposable(() => {}),
  };
  const open = async (source: Source) => {
    const ports = await openPorts(
      { shellAt: undefined, realPath: undefined, filesAt, machine: undefined },
      npmTokens(secrets),
    )(new AbortController().signal);
    return openSource(source, { ...ports, npm: npmRegistries(new Map(), { registry: undefined, tokenOf: () => undefined }) });
  };
  /** The archive that test/host/web.ts lays beside the extension. */
  const archive: Source = { kind: 'address', url: vscode.Uri.joinPath(extension, 'fetched.tgz').toString(), integrity: undefined };

  it('are kept where the browser keeps what is stored, and read from there', async () => {
    const fetched = openFetchedPacks(storage, filesAt);
    await fetched.store.install(await open(archive));
    const packs = openInstalledPacks(vscode.Uri.joinPath(extension, 'packs'), filesAt, openFetchedPacks(storage, filesAt).places);
    try {
      const found = await packs.find('fetched');
      same(
        found?.pack.tutorials.map(({ title }) => title),
        ['Fetched in a browser'],
      );
      await fetched.store.uninstall('fetched');
      packs.refresh();
      same(await packs.find('fetched'), undefined);
      same((await fetched.store.installKept(archive))?.name, 'fetched');
    } finally {
      packs.dispose();
    }
  });

  it('that lie on a disk are out of reach there, and a server that does not answer is told in a sentence', async () => {
    same(
      await refusal(open({ kind: 'folder', path: '/packs/demo' })),
      '“/packs/demo” is out of reach in a browser. Use an npm package, a repository on GitHub or an https address',
    );
    const none = await refusal(open({ kind: 'address', url: 'http://localhost:1/a.tgz', integrity: undefined }));
    same(none, 'http://localhost:1/a.tgz does not answer: it cannot be reached, or does not allow editors in a browser to ask it');
  });
});

async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof PackRefused) return error.message;
    throw error;
  }
  throw new Error('It was not refused.');
}

function same(found: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  if (a !== b) throw new Error(`found ${a}, expected ${b}`);
}
