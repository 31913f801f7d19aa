import { existsSync } from 'node:fs';
import { basename, relative, resolve, sep } from 'node:path';
import { inEnglish } from '../core/message.ts';
import { newestTag } from '../core/pack/gitHubSource.ts';
import { openFolder, openSource } from '../core/pack/openSource.ts';
import { readPack } from '../core/pack/pack.ts';
import { readSource, type Source, writeSource } from '../core/pack/source.ts';
import type { Cancel, Files } from '../core/ports.ts';
import type { Origin } from '../core/scaffold/record.ts';
import { templateIn } from '../core/scaffold/templateIn.ts';
import type { Scaffolded } from '../protocol/project.ts';
import { diskFiles } from './diskFiles.ts';
import { sourcePorts } from './sourcePorts.ts';

/** A template as it was found: its own folder, and what a project keeps of where it came from. */
export type OpenedTemplate = { name: string; files: Files; origin: Origin };

/** Where a person says that a template is, seen from a folder. */
type Place = { written: string; from: string; signal: Cancel };

/**
 * Opens a template: a folder of this machine, a pack's (`./pack#name`, `pack/templates/name`), a folder of a repository (`owner/repo/path@tag`),
 * or one of a pack on npm (`name@range#template`). `project` is the folder that its record is for. Throws where there is none, in a sentence.
 */
export async function openTemplate(place: Place, project: string): Promise<OpenedTemplate> {
  const [, path = place.written, name] = /^(.*?)#([\w.-]+)$/.exec(place.written) ?? [];
  const folder = resolve(place.from, path);
  if (existsSync(folder) && !path.endsWith('.tgz')) return openLocal(folder, name, project);
  const read = readSource(path);
  if ('problem' in read) throw new Error(inEnglish(read.problem));
  const { source } = read;
  if (source.kind === 'folder' || source.kind === 'file') {
    if (!existsSync(folder))
      throw new Error(`There is no ${place.written}. Name a folder that is a template, or a pack's template as in ./pack#name.`);
  }
  return openRemote(source, name, place);
}

/** The newest version of what a project was made from. */
export async function openAgain(record: Scaffolded, project: string, signal: Cancel): Promise<OpenedTemplate> {
  const newest = await newestOf(record, project, signal);
  return openTemplate({ written: newest, from: project, signal }, project);
}

/** The very version that a project was made from, where its source can give it again; undefined where it cannot, such as without a network. */
export async function openOld(record: Scaffolded, project: string, signal: Cancel): Promise<Files | undefined> {
  const { source, version, base } = record;
  if (base !== undefined || version === undefined) return undefined;
  try {
    return (await openTemplate({ written: withVersion(source, version), from: project, signal }, project)).files;
  } catch {
    // Without it every difference is shown as a conflict: nothing is lost.
    return undefined;
  }
}

async function newestOf({ source, version }: Scaffolded, project: string, signal: Cancel): Promise<string> {
  const read = readSource(source.replace(/#[\w.-]+$/, ''));
  if (version === undefined || !('source' in read) || read.source.kind !== 'github' || existsSync(resolve(project, source))) return source;
  const newest = await newestTag(read.source, false, await sourcePorts(project, signal));
  return newest === undefined ? source : withVersion(source, newest);
}

function withVersion(source: string, version: string): string {
  const [, path = source, name = ''] = /^(.*?)(#[\w.-]+)?$/.exec(source) ?? [];
  return `${path}@${version}${name}`;
}

async function openLocal(folder: string, name: string | undefined, project: string): Promise<OpenedTemplate> {
  const found = await templateIn(diskFiles(folder), name, folder);
  const at = relative(project, folder).split(sep).join('/');
  // With a dot before it, it can be no repository's.
  const path = at.startsWith('.') || /^([A-Za-z]:|\/)/.test(at) ? at : `./${at}`;
  const pack = found.pack ? diskFiles(folder) : diskFiles(resolve(folder, '../..'));
  const version = found.pack || basename(resolve(folder, '..')) === 'templates' ? (await readPack(pack)).pack?.manifest.version : undefined;
  const source = `${path}${name === undefined && !found.pack ? '' : `#${found.name}`}`;
  return { name: found.name, files: found.files, origin: { source, ...(version === undefined ? {} : { version }), pinned: false } };
}

async function openRemote(source: Source, name: string | undefined, { from, signal }: Place): Promise<OpenedTemplate> {
  const ports = await sourcePorts(from, signal);
  const isPack = source.kind === 'npm' || name !== undefined;
  const { files, version, pin } = isPack ? await openSource(source, ports) : await openFolder(source, ports);
  const found = await templateIn(files, name, writeSource(source));
  const [kept, ref] = unversioned(source);
  const known = source.kind === 'npm' ? version : ref;
  return {
    name: found.name,
    files: found.files,
    origin: {
      source: `${writeSource(kept)}${found.pack ? `#${found.name}` : ''}`,
      ...(known === undefined ? {} : { version: known }),
      pinned: pin !== undefined && known !== undefined,
    },
  };
}

/** A source without its version, and the version. */
function unversioned(source: Source): [Source, string | undefined] {
  if (source.kind === 'npm') return [{ ...source, range: 'latest' }, source.range];
  return source.kind === 'github' ? [{ ...source, ref: undefined }, source.ref] : [source, undefined];
}
