import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTarGzip } from 'nanotar';
import * as vscode from 'vscode';
import { npmRegistries } from '../../src/core/pack/npmrc.ts';
import { openSource } from '../../src/core/pack/openSource.ts';
import type { SourcePorts } from '../../src/core/pack/sourceContent.ts';
import { diskFiles } from '../../src/extension/host/diskFiles.ts';
import { fetchAny } from '../../src/extension/host/fetchAny.ts';
import { openFetchedPacks } from '../../src/extension/pack/fetchedPacks.ts';
import { openInstalledPacks } from '../../src/extension/pack/installedPacks.ts';
import { webDigest } from '../../src/extension/pack/sourcePorts.ts';
import type { Samples } from './measures.ts';

const rounds = 15;
const tutorials = 20;
const templateFiles = 40;

/**
 * From the archive of a pack of 62 files on this machine to its tutorials in the list: verified, unpacked, checked, written and read. The
 * floor is reading the archive and writing its files, one after the other in the same folders, with nothing verified or unpacked.
 */
export async function installing(): Promise<Samples> {
  const samples: Samples = { ours: [], floor: [] };
  const folder = await mkdtemp(join(tmpdir(), 'onramp-installing-'));
  try {
    const files = packOfFiles();
    const archive = join(folder, 'pack.tgz');
    const entries = Object.entries(files).map(([path, data]) => ({ name: `package/${path}`, data }));
    await writeFile(archive, new Uint8Array(await createTarGzip(entries)));
    for (let round = -3; round < rounds; round++) {
      const [ours, least] = [
        await timed(() => install(archive, join(folder, `ours${round}`))),
        await timed(() => write(archive, files, join(folder, `least${round}`))),
      ];
      if (round < 0) continue;
      samples.ours.push(ours);
      samples.floor.push(least);
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  return samples;
}

async function install(archive: string, storage: string): Promise<void> {
  const root = vscode.Uri.file(storage);
  const { store, places } = openFetchedPacks(root, diskFiles);
  await store.install(await openSource({ kind: 'file', path: archive }, ports));
  const packs = openInstalledPacks(vscode.Uri.joinPath(root, 'shipped'), diskFiles, places);
  const found = await packs.find('installed');
  packs.dispose();
  if (found?.pack.tutorials.length !== tutorials) throw new Error('The pack was not installed');
}

async function write(archive: string, files: Readonly<Record<string, string>>, folder: string): Promise<void> {
  await readFile(archive);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

const ports: SourcePorts = {
  fetch: fetchAny,
  digest: webDigest,
  utf8: { textOf: (bytes) => new TextDecoder().decode(bytes), bytesOf: (text) => new TextEncoder().encode(text) },
  npm: npmRegistries(new Map(), { registry: undefined, tokenOf: () => undefined }),
  gitHub: { api: '', signIn: async () => undefined },
  catalogue: undefined,
  folderAt: undefined,
  readFile: (path) => readFile(path),
  signal: new AbortController().signal,
};

function packOfFiles(): Record<string, string> {
  const manifest = { name: 'installed', version: '1.0.0', title: 'Installed', publisher: 'Onramp', description: 'A pack to measure with.' };
  const text = 'A sentence of a tutorial that somebody reads with care. '.repeat(80);
  const written = Array.from({ length: tutorials }, (_, n) => [
    `tutorials/t${n}.md`,
    `---\ntitle: Tutorial ${n}\n---\n\n## One\n\n${text}\n`,
  ]);
  const code = Array.from({ length: templateFiles }, (_, n) => [
    `templates/app/src/part${n % 8}/file${n}.js`,
    `export const value = ${n};\n`.repeat(40),
  ]);
  return {
    'onramp.json': JSON.stringify(manifest),
    'templates/app/template.json': '{ "title": "App" }',
    ...Object.fromEntries([...written, ...code]),
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
