import { type Project, project, type Scaffolded } from '../../protocol/project.ts';
import { readJson } from '../jsonFile.ts';
import { inEnglish, message } from '../message.ts';
import type { Files } from '../ports.ts';
import { ScaffoldRefused } from './scaffoldRefused.ts';

/** Where a project keeps which templates it was made from. */
export const projectFile = '.onramp.json';

/** What a project was made from; nothing where it has no such file. Throws `ScaffoldRefused` where that cannot be understood. */
export async function readProject(files: Files): Promise<Project> {
  const text = await files.readText(projectFile);
  if (text === undefined) return { templates: [] };
  const { value, problems } = readJson(text, project);
  const [first] = problems;
  if (value === undefined)
    throw new ScaffoldRefused(message('scaffold.badProject', projectFile, first?.line ?? 1, first === undefined ? '' : inEnglish(first)));
  return value;
}

/** A project with one more template, or with a newer record of one that it has: of `before`, where that is known. */
export function withScaffolded(kept: Project, made: Scaffolded, before?: Scaffolded): Project {
  const at = kept.templates.findIndex((one) => isSame(one, before ?? made));
  return { ...kept, templates: at < 0 ? [...kept.templates, made] : kept.templates.with(at, made) };
}

/** The same template twice is one where it writes the same files again; in other files, such as those of a second component, it is another. */
function isSame(one: Scaffolded, other: Scaffolded): boolean {
  return one.source === other.source && Object.keys(other.files).some((path) => Object.hasOwn(one.files, path));
}

export function projectText(value: Project): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
