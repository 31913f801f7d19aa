import { filesIn } from '../../filesIn.ts';
import { placeInJson } from '../../jsonFile.ts';
import { message } from '../../message.ts';
import { namesIn, readCondition } from '../../scaffold/condition.ts';
import { planScaffold } from '../../scaffold/plan.ts';
import { settleAnswers } from '../../scaffold/settleAnswers.ts';
import { readTemplate, templateFile } from '../../scaffold/template.ts';
import { checkSnippets } from '../../snippet/checkSnippets.ts';
import { readSnippets } from '../../snippet/snippetFile.ts';
import type { FileProblem } from '../pack.ts';
import { inFile, type LintedPack, type Rule } from './lintedPack.ts';

/** Each template can be scaffolded with its defaults, asks for nothing in vain, and opens what it makes. */
export const templateRule: Rule = async (pack) => {
  const names = [...pack.folders].flatMap((folder) => /^templates\/([^/]+)$/.exec(folder)?.[1] ?? []);
  const found = await Promise.all(names.sort().map((name) => lintTemplate(pack, name)));
  return found.flat();
};

async function lintTemplate({ files, paths }: LintedPack, name: string): Promise<FileProblem[]> {
  const folder = `templates/${name}`;
  const source = filesIn(files, folder);
  const placed = (problems: readonly FileProblem[]) => problems.map((told) => ({ ...told, file: `${folder}/${told.file}` }));
  const { template, problems } = await readTemplate(source, name);
  if (template === undefined) return placed(problems);
  const { answers } = settleAnswers(template, {});
  const planned = await planScaffold(source, template, answers);
  const found = placed(planned.problems);
  const text = (await source.readText(templateFile)) ?? '';
  const tell = (told: Parameters<typeof message>, path: (string | number)[]) =>
    found.push(inFile(`${folder}/${templateFile}`, { ...message(...told), ...placeInJson(text, path) }));
  const made = new Set(planned.plan?.files.map(({ path }) => path));
  planned.plan?.open.forEach((path, index) => {
    if (!made.has(path)) tell(['template.opensNothing', path], ['open', index]);
  });
  const used = await textsOf(pathsBelow(paths, folder), files, folder, text);
  (template.parameters ?? []).forEach((parameter, index) => {
    const asked = (template.parameters ?? []).some(({ when }) => when !== undefined && conditionNames(when).includes(parameter.name));
    if (!asked && !new RegExp(`\\{\\{\\{?[#^&]?\\s*${parameter.name}\\s*\\}`).test(used))
      tell(['template.unused', parameter.name], ['parameters', index, 'name']);
  });
  return found;
}

function pathsBelow(paths: ReadonlySet<string>, folder: string): string[] {
  return [...paths].filter((path) => path.startsWith(`${folder}/`));
}

/** Everything in which a parameter may be put in: names, rendered files, what is opened and offered. */
async function textsOf(paths: readonly string[], files: LintedPack['files'], folder: string, description: string): Promise<string> {
  const rendered = paths.filter((path) => path.endsWith('.mustache'));
  const contents = await Promise.all(rendered.map(async (path) => (await files.readText(path)) ?? ''));
  return [...paths.map((path) => path.slice(folder.length)), description, ...contents].join('\n');
}

function conditionNames(when: string): string[] {
  const read = readCondition(when);
  return 'condition' in read ? namesIn(read.condition) : [];
}

/** Every file of snippets is in order. */
export const snippetRule: Rule = async ({ files, paths }) => {
  const all = [...paths].filter((path) => /^snippets\/.*\.(code-snippets|json)$/.test(path)).sort();
  const read = await Promise.all(all.map(async (file) => ({ file, text: (await files.readText(file)) ?? '' })));
  const names = new Map(read.map(({ file, text }) => [file, readSnippets(text).snippets.map(({ name }) => name)]));
  return read.flatMap(({ file, text }) => {
    const others = [...names].flatMap(([other, own]) => (other === file ? [] : own));
    return checkSnippets(text, others).map((told): FileProblem => ({ ...told, file }));
  });
};
