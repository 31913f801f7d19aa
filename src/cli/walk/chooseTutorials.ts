import { filesIn } from '../../core/filesIn.ts';
import { readPack } from '../../core/pack/pack.ts';
import type { Files } from '../../core/ports.ts';
import { readTemplate } from '../../core/scaffold/template.ts';
import { parseTutorial } from '../../core/tutorial/parse.ts';
import { diskFiles } from '../diskFiles.ts';

/** What a person chose of a pack: tutorials and a step by id, and the parameters that they answer. */
export type Choice = { only: readonly string[] | undefined; step: string | undefined; set: readonly string[] };

/** What is wrong with a choice, in a sentence that says what there is; undefined where nothing is. */
export async function assertChoice(folder: string, { only, step, set }: Choice): Promise<string | undefined> {
  const files = diskFiles(folder);
  const { pack } = await readPack(files);
  if (pack === undefined) return undefined;
  const ids = pack.tutorials.map(({ id }) => id);
  const unknown = only?.find((id) => !ids.includes(id));
  if (unknown !== undefined) return `${folder} has no tutorial “${unknown}”. It has: ${ids.join(', ')}.`;
  if (step !== undefined) {
    const chosen = pack.tutorials.filter(({ id }) => only?.includes(id) ?? true);
    const steps = await Promise.all(
      chosen.map(async ({ path }) => parseTutorial((await files.readText(path)) ?? '', path).steps.map(({ id }) => id)),
    );
    if (!steps.flat().includes(step)) return `There is no step “${step}”. The steps are: ${steps.flat().join(', ')}.`;
  }
  const parameters = set.length === 0 ? [] : await parametersIn(files);
  const unasked = set.find((name) => !parameters.includes(name));
  return unasked === undefined
    ? undefined
    : `No template of ${folder} asks for “${unasked}”. They ask for: ${parameters.join(', ') || 'nothing'}.`;
}

async function parametersIn(files: Files): Promise<string[]> {
  const folders = (await files.list('templates')).filter(({ kind }) => kind === 'folder');
  const asked = await Promise.all(
    folders.map(async ({ name }) => (await readTemplate(filesIn(files, `templates/${name}`), name)).template?.parameters ?? []),
  );
  return [...new Set(asked.flat().map(({ name }) => name))].sort();
}
