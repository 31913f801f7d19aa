import { type Message, message } from '../message.ts';
import type { FileProblem } from '../pack/pack.ts';
import { folderOf } from '../path.ts';
import type { Entry, Files } from '../ports.ts';
import { bytesOf, sameBytes } from './content.ts';
import type { PlannedFile, ScaffoldPlan } from './plan.ts';
import { folded } from './targetNames.ts';

/** A planned file beside what is there: nothing, the same, or something else that a person must decide about. */
export type ComparedFile = PlannedFile & { state: 'new' | 'same' | 'conflict' };

/** A problem's file is one of the folder; every one is an error. */
export type Compared = { files: ComparedFile[]; problems: FileProblem[] };

/** Looks what a plan would meet in a folder. */
export async function compareWithFolder(files: Files, { files: planned }: Pick<ScaffoldPlan, 'files'>): Promise<Compared> {
  const there = thereIn(files);
  const problems: FileProblem[] = [];
  const compared: ComparedFile[] = [];
  for (const file of planned) {
    const met = await there(file.path);
    if (met.kind === 'blocked') problems.push({ ...met.why, severity: 'error', line: 1, column: 1, file: file.path });
    else if (met.kind === 'nothing') compared.push({ ...file, state: 'new' });
    else compared.push({ ...file, state: (await isSame(files, file)) ? 'same' : 'conflict' });
  }
  return { files: compared, problems };
}

/** What lies where a file is to go: nothing, a file, or what lets none go there. */
export type Met = { kind: 'nothing' } | { kind: 'file' } | { kind: 'blocked'; why: Message };

/** Looks where files are to go; each folder is listed once. */
export function thereIn(files: Files): (path: string) => Promise<Met> {
  const listed = new Map<string, Promise<Map<string, Entry>>>();
  const list = (folder: string) => {
    const known = listed.get(folder) ?? entriesOf(files, folder);
    listed.set(folder, known);
    return known;
  };
  const met = new Map<string, Promise<Met | { kind: 'folder' }>>();
  const look = (path: string): Promise<Met | { kind: 'folder' }> => {
    const known = met.get(path) ?? lookAt(path);
    met.set(path, known);
    return known;
  };
  const lookAt = async (path: string): Promise<Met | { kind: 'folder' }> => {
    const folder = folderOf(path);
    if (folder !== '') {
      const above = await look(folder);
      if (above.kind === 'file') return { kind: 'blocked', why: message('scaffold.fileThere', folder) };
      if (above.kind !== 'folder') return above;
    }
    const entries = await list(folder);
    const name = path.slice(folder === '' ? 0 : folder.length + 1);
    const entry = entries.get(name) ?? entries.get(folded(name));
    if (entry === undefined) return { kind: 'nothing' };
    if (entry.name !== name) {
      return { kind: 'blocked', why: message('scaffold.otherCase', path, folder === '' ? entry.name : `${folder}/${entry.name}`) };
    }
    return entry.kind === 'link' ? { kind: 'blocked', why: message('scaffold.linkThere', path) } : { kind: entry.kind };
  };
  return async (path) => {
    const { ...found } = await lookAt(path);
    return found.kind === 'folder' ? { kind: 'blocked', why: message('scaffold.folderThere', path) } : found;
  };
}

/** A folder's entries by their names, and by what disks may take for their names. */
async function entriesOf(files: Files, folder: string): Promise<Map<string, Entry>> {
  const entries = await files.list(folder);
  const byName = new Map(entries.map((entry) => [folded(entry.name), entry]));
  for (const entry of entries) byName.set(entry.name, entry);
  return byName;
}

/** A length that differs says enough; reading does the rest. */
async function isSame(files: Files, { path, content }: PlannedFile): Promise<boolean> {
  const there = await files.stat(path);
  if (typeof content === 'object' && 'source' in content) {
    const given = await content.source.stat(content.path);
    if (given?.size !== there?.size) return false;
  }
  const bytes = await files.readBytes(path);
  return bytes !== undefined && sameBytes(bytes, await bytesOf(content));
}
