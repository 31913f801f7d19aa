import { filesIn } from '../filesIn.ts';
import { message } from '../message.ts';
import type { Files } from '../ports.ts';
import { ScaffoldRefused } from './scaffoldRefused.ts';
import { templateFile } from './template.ts';

/** A template's own files. `pack`: it is one of a pack's `templates`. */
export type TemplateFound = { name: string; files: Files; pack: boolean };

/**
 * Finds the template that a person means: a folder with a `template.json`, one of a pack's `templates`, or any folder that is no pack: it
 * asks nothing. `written` is what they wrote. Throws `ScaffoldRefused`.
 */
export async function templateIn(files: Files, name: string | undefined, written: string): Promise<TemplateFound> {
  const own = { name: /([^/\\]*)[/\\]*$/.exec(written)?.[1] ?? written, files, pack: false };
  if (name === undefined && (await files.stat(templateFile)) !== undefined) return own;
  if (name === undefined && (await files.stat('onramp.json')) === undefined) return own;
  const there = await templateNames(files);
  const [only] = there;
  const chosen = name ?? (there.length === 1 ? only : undefined);
  if (chosen !== undefined && there.includes(chosen)) return { name: chosen, files: filesIn(files, `templates/${chosen}`), pack: true };
  if (there.length === 0) throw new ScaffoldRefused(message('template.none', written));
  const names = there.join(', ');
  throw new ScaffoldRefused(
    name === undefined ? message('template.several', written, names) : message('template.other', written, name, names),
  );
}

/** The names of a pack's templates. */
export async function templateNames(pack: Files): Promise<string[]> {
  return (await pack.list('templates'))
    .filter(({ kind }) => kind === 'folder')
    .map(({ name }) => name)
    .sort();
}
