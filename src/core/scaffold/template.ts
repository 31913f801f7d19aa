import { type Template, template } from '../../protocol/template.ts';
import { placeInJson, readJson } from '../jsonFile.ts';
import { message } from '../message.ts';
import type { FileProblem } from '../pack/pack.ts';
import type { Files } from '../ports.ts';
import { parameterProblems } from './parameterProblems.ts';

/** What describes a template, in its folder. */
export const templateFile = 'template.json';

export type TemplateRead = { template: Template | undefined; problems: FileProblem[] };

/** Reads the `template.json` of a template's folder. `name` is what messages call the template by. */
export async function readTemplate(source: Files, name: string): Promise<TemplateRead> {
  const text = await source.readText(templateFile);
  if (text === undefined) {
    return {
      template: undefined,
      problems: [{ ...message('template.missing', name), severity: 'error', line: 1, column: 1, file: templateFile }],
    };
  }
  const { value, problems } = readJson(text, template);
  if (value === undefined) return { template: undefined, problems: problems.map((told) => ({ ...told, file: templateFile })) };
  const found = parameterProblems(value.parameters ?? []).map(
    ({ message: told, path }): FileProblem => ({
      ...told,
      severity: 'error',
      ...placeInJson(text, ['parameters', ...path]),
      file: templateFile,
    }),
  );
  return { template: found.length > 0 ? undefined : value, problems: found };
}
