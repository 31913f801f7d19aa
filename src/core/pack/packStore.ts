import { type InstalledRecord, type InstalledVersion, installedPack } from '../../protocol/installedPack.ts';
import type { Files } from '../ports.ts';
import { folderOfIntegrity } from './integrity.ts';
import type { OpenedPack } from './openSource.ts';
import { refused } from './packRefused.ts';
import { type Source, writeSource } from './source.ts';

/** What is kept of each version beside the one that is shown: to go back to, and to install again without the network. */
const versionsKept = 5;
/** A staged folder that is older was left by a crash, in milliseconds. */
const staleAfter = 60 * 60 * 1000;
const atOnce = 8;

/**
 * Installed packs in a folder: `store/HASH/…` holds content by its hash, `installed/pack.NAME.json` says which of it is shown. Content is
 * written whole beside the store and then moved into it, and the record is moved into its place last, so that a crash leaves either
 * the old or the new.
 */
export type PackStore = {
  /** What is installed, or was; a record that cannot be read is passed over. */
  records(): Promise<InstalledRecord[]>;
  /** `wanted` is what the person wrote at first, where this is an update of it. Throws `PackRefused` where another origin's pack has the name, or content under a pinned version has changed. */
  install(opened: OpenedPack, wanted?: string): Promise<InstalledVersion>;
  /** Shows a version again whose content is there. Gives undefined where there is none that this source names for good. */
  installKept(source: Source): Promise<InstalledRecord | undefined>;
  /** Shows the version that was shown before, or gives undefined where there is none. */
  rollBack(name: string): Promise<InstalledVersion | undefined>;
  /** Shows it no more. What was learnt in it is kept elsewhere and stays. */
  uninstall(name: string): Promise<void>;
};

export type StoreParts = { files: Files; now(): number /** Something that no other gives, of letters and figures. */; unique(): string };

export function packStore({ files, now, unique }: StoreParts): PackStore {
  const read = async (name: string): Promise<InstalledRecord | undefined> => {
    const text = await files.readText(recordPath(name));
    return text === undefined ? undefined : recordIn(text);
  };
  const write = async (record: InstalledRecord): Promise<void> => {
    const draft = `installed/${unique()}.draft`;
    await files.write(draft, JSON.stringify(record, undefined, 2));
    await files.rename(draft, recordPath(record.name));
  };
  const isKept = async (folder: string) => (await files.list('store')).some(({ name }) => name === folder);

  const keep = async (folder: string, { entries }: OpenedPack): Promise<void> => {
    if (await isKept(folder)) return;
    const staged = `staged/${now()}-${unique()}`;
    try {
      for (let at = 0; at < entries.length; at += atOnce) {
        await Promise.all(
          entries.slice(at, at + atOnce).map(({ path, content, executable }) => files.write(`${staged}/${path}`, content, { executable })),
        );
      }
      // A folder can only be moved into one that is there.
      await files.write('store/about.txt', 'The packs that Onramp has installed, by the hash of their content.\n');
      await files.rename(staged, `store/${folder}`);
    } catch (error) {
      await removeFolder(files, staged);
      // Another window was faster: the content is the same.
      if (!(await isKept(folder))) throw error;
    }
  };

  const clean = async (record: InstalledRecord): Promise<void> => {
    for (const { name } of await files.list('staged')) {
      if (now() - Number.parseInt(name, 10) > staleAfter) await removeFolder(files, `staged/${name}`);
    }
    const kept = record.versions.filter(({ folder }, index) => index < versionsKept || folder === record.current);
    if (kept.length === record.versions.length) return;
    await write({ ...record, versions: kept });
    const used = new Set((await records()).flatMap(({ versions }) => versions.map(({ folder }) => folder)));
    for (const { folder } of record.versions) if (!used.has(folder)) await removeFolder(files, `store/${folder}`);
  };

  const records = async () => {
    const names = (await files.list('installed')).map(({ name }) => name).filter((name) => /^pack\..*\.json$/.test(name));
    const texts = await Promise.all(names.toSorted().map((name) => files.readText(`installed/${name}`)));
    return texts.flatMap((text) => (text === undefined ? [] : (recordIn(text) ?? [])));
  };

  return {
    records,
    install: async (opened, wanted = writeSource(opened.source)) => {
      const { pack, origin, pin, integrity, version } = opened;
      const { name } = pack.manifest;
      const known = await read(name);
      if (known?.current !== undefined && known.origin !== origin) throw refused('install.otherOrigin', name, known.origin, origin);
      const pins = { ...known?.pins };
      if (pin !== undefined) {
        const key = `${origin}@${pin}`;
        const pinned = Object.hasOwn(pins, key) ? pins[key] : undefined;
        if (pinned !== undefined && pinned !== integrity) throw refused('install.changed', pin, name, pinned, integrity);
        pins[key] = integrity;
      }
      const folder = folderOfIntegrity(integrity);
      await keep(folder, opened);
      const shown: InstalledVersion = { version, integrity, folder, source: writeSource(exactly(opened)), installedAt: now() };
      const others = (known?.origin === origin ? known.versions : []).filter((other) => other.folder !== folder);
      const record = { name, origin, wanted, pins, versions: [shown, ...others], current: folder };
      await write(record);
      await clean(record);
      return shown;
    },
    installKept: async (source) => {
      const written = writeSource(source);
      for (const record of await records()) {
        const kept = record.versions.find((version) => version.source === written);
        const pinned = kept !== undefined && Object.values(record.pins).includes(kept.integrity);
        if (kept === undefined || !pinned || !(await isKept(kept.folder))) continue;
        const again = show(record, { ...kept, installedAt: now() });
        await write(again);
        return again;
      }
      return undefined;
    },
    rollBack: async (name) => {
      const record = await read(name);
      const before = record?.versions.find(({ folder }) => folder !== record.current);
      if (record === undefined || before === undefined) return undefined;
      await write(show(record, before));
      return before;
    },
    uninstall: async (name) => {
      const record = await read(name);
      if (record === undefined) return;
      const { current, ...rest } = record;
      await write(rest);
    },
  };
}

/** The version that is shown; undefined where the pack was uninstalled. */
export function shownVersion({ versions, current }: InstalledRecord): InstalledVersion | undefined {
  return versions.find(({ folder }) => folder === current);
}

/** The version that a rollback would show. */
export function versionBefore({ versions, current }: InstalledRecord): InstalledVersion | undefined {
  return current === undefined ? undefined : versions.find(({ folder }) => folder !== current);
}

/** The versions in the order in which they were last shown. */
function show(record: InstalledRecord, version: InstalledVersion): InstalledRecord {
  const others = record.versions.filter(({ folder }) => folder !== version.folder);
  return { ...record, versions: [version, ...others], current: version.folder };
}

/** The source of exactly this content. */
function exactly({ source, version }: OpenedPack): Source {
  return source.kind === 'npm' || source.kind === 'catalogue' ? { ...source, range: version } : source;
}

function recordIn(text: string): InstalledRecord | undefined {
  try {
    const read = installedPack.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

/** A name has no letter that a file's may not have, but for the `/` behind a scope; some, such as `con`, are devices on Windows. */
function recordPath(name: string): string {
  return `installed/pack.${name.replace('/', '+')}.json`;
}

async function removeFolder(files: Files, folder: string): Promise<void> {
  for (const { name, kind } of await files.list(folder)) {
    if (kind === 'folder') await removeFolder(files, `${folder}/${name}`);
    else await files.remove(`${folder}/${name}`);
  }
  await files.remove(folder);
}
