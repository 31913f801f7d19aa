import * as vscode from 'vscode';
import { newestTag } from '../../core/pack/gitHubSource.ts';
import { openFolder, openSource } from '../../core/pack/openSource.ts';
import { PackRefused } from '../../core/pack/packRefused.ts';
import { readSource, type Source, writeSource } from '../../core/pack/source.ts';
import type { SourcePorts } from '../../core/pack/sourceContent.ts';
import type { Files } from '../../core/ports.ts';
import { templateIn } from '../../core/scaffold/templateIn.ts';
import type { Manifest } from '../../protocol/manifest.ts';
import type { Scaffolded } from '../../protocol/project.ts';
import { packTemplate } from './packTemplate.ts';
import type { TemplateSource } from './scaffoldTemplate.ts';

/** A pack that is installed, as far as its templates need to know it. */
export type TemplatePack = { root: vscode.Uri; origin: string; files: Files; pack: { manifest: Manifest } | undefined };

export type FindParts = {
  packs(): Promise<readonly TemplatePack[]>;
  filesAt(root: vscode.Uri): Files;
  /** Whether a publisher may write, by the person's word. */
  isTrusted(publisher: { root: vscode.Uri; origin: string; title: string; publisher: string }): Promise<boolean>;
  /** Waits for the network with progress; undefined where the person cancelled or it was refused and told. */
  waiting<T>(title: string, work: (ports: SourcePorts) => Promise<T>): Promise<T | undefined>;
};

/** Finds templates where a person, or a project's record, says that they are. */
export type FindTemplate = {
  ofPack(pack: TemplatePack, name: string): TemplateSource | undefined;
  /** A folder that the person chose: what they chose themselves is trusted. Throws `ScaffoldRefused`. */
  ofFolder(folder: vscode.Uri, name?: string): Promise<TemplateSource>;
  /** What a person wrote, such as `owner/repo/path@tag`. Undefined where they cancelled. */
  ofSource(written: string): Promise<TemplateSource | undefined>;
  /** The newest of what a project was made from. */
  again(record: Scaffolded, project: vscode.Uri): Promise<TemplateSource | undefined>;
  /** The very version that a project was made from; undefined where nobody can give it again. */
  old(record: Scaffolded, project: vscode.Uri): Promise<Files | undefined>;
};

export function findTemplate({ packs, filesAt, isTrusted, waiting }: FindParts): FindTemplate {
  const ofPack = (found: TemplatePack, name: string): TemplateSource | undefined => {
    const { pack, files, root, origin } = found;
    if (pack === undefined) return undefined;
    return packTemplate({ files, pack }, name, () => isTrusted({ root, origin, ...pack.manifest }));
  };
  const ofFolder = async (folder: vscode.Uri, name?: string): Promise<TemplateSource> => {
    const path = folder.scheme === 'file' ? folder.fsPath : folder.toString();
    const found = await templateIn(filesAt(folder), name, path);
    const origin = { source: found.pack ? `${path}#${found.name}` : path, pinned: false };
    return { name: found.name, files: found.files, origin, isTrusted: async () => true };
  };
  const ofSource = async (written: string): Promise<TemplateSource | undefined> => {
    const [path, name] = apart(written);
    const read = readSource(path);
    if ('problem' in read) throw new PackRefused(read.problem);
    return fetched(read.source, name, written);
  };
  const fetched = (source: Source, name: string | undefined, written: string) =>
    waiting(vscode.l10n.t('Getting {0}', written), async (ports): Promise<TemplateSource> => {
      const isPack = source.kind === 'npm' || name !== undefined;
      const { files, version, pin, origin } = isPack ? await openSource(source, ports) : await openFolder(source, ports);
      const found = await templateIn(files, name, writeSource(source));
      const [kept, ref] = unversioned(source);
      const known = source.kind === 'npm' ? version : ref;
      const publisher = source.kind === 'github' ? source.owner : origin;
      return {
        name: found.name,
        files: found.files,
        origin: {
          source: `${writeSource(kept)}${found.pack ? `#${found.name}` : ''}`,
          ...(known === undefined ? {} : { version: known }),
          pinned: pin !== undefined && known !== undefined,
        },
        isTrusted: () =>
          isTrusted({ root: vscode.Uri.from({ scheme: 'onramp-source', path: `/${origin}` }), origin, title: written, publisher }),
      };
    });
  const installed = async (source: string): Promise<TemplateSource | undefined> => {
    const [path, name] = apart(source);
    const found = (await packs()).find(({ pack }) => pack?.manifest.name === path.replace(/^npm:/, ''));
    return found === undefined || name === undefined ? undefined : ofPack(found, name);
  };
  const again = async (record: Scaffolded, project: vscode.Uri): Promise<TemplateSource | undefined> => {
    const known = await installed(record.source);
    if (known !== undefined) return known;
    const [path, name] = apart(record.source);
    const folder = localFolder(path, project);
    if (folder !== undefined) {
      const { origin, ...found } = await ofFolder(folder, name);
      return { ...found, origin: { ...origin, source: record.source } };
    }
    const read = readSource(path);
    if ('problem' in read) throw new PackRefused(read.problem);
    const { source } = read;
    if (record.version === undefined || source.kind !== 'github') return fetched(source, name, record.source);
    const newest = await waiting(vscode.l10n.t('Looking for a newer {0}', record.source), (ports) => newestTag(source, false, ports));
    return fetched(newest === undefined ? source : { ...source, ref: newest }, name, record.source);
  };
  return {
    ofPack,
    ofFolder,
    ofSource,
    again,
    old: async ({ source, version, base }, project) => {
      const [path, name] = apart(source);
      if (base !== undefined || version === undefined || localFolder(path, project) !== undefined) return undefined;
      return (await ofSource(`${path}@${version}${name === undefined ? '' : `#${name}`}`).catch(() => undefined))?.files;
    },
  };
}

/** A source and the template's name that stands behind it: `./pack#starter`. */
function apart(written: string): [string, string | undefined] {
  const [, path = written, name] = /^(.*?)#([\w.-]+)$/.exec(written) ?? [];
  return [path, name];
}

/** A folder as a record names it: seen from the project, whole, or with its scheme. */
function localFolder(path: string, project: vscode.Uri): vscode.Uri | undefined {
  if (/^\.{1,2}([/\\]|$)/.test(path)) return vscode.Uri.joinPath(project, path);
  if (/^[/\\]|^[a-z]:[/\\]/i.test(path)) return vscode.Uri.file(path);
  return /^(?!https?:)[a-z][\w+.-]+:\/\//i.test(path) ? vscode.Uri.parse(path) : undefined;
}

/** A source without its version, and the version. */
function unversioned(source: Source): [Source, string | undefined] {
  if (source.kind === 'npm') return [{ ...source, range: 'latest' }, source.range];
  return source.kind === 'github' ? [{ ...source, ref: undefined }, source.ref] : [source, undefined];
}
