import Mustache from 'mustache';
import { placeInJson, placesIn } from '../../jsonFile.ts';
import { message } from '../../message.ts';
import { namesIn, readCondition } from '../../scaffold/condition.ts';
import { planScaffold } from '../../scaffold/plan.ts';
import { settleAnswers } from '../../scaffold/settleAnswers.ts';
import { closest } from '../../schemaMessage.ts';
import { textOfUtf8 } from '../../utf8.ts';
import { type Finding, finding, tellerOf } from './finding.ts';
import type { LintedPack, LintedTemplate } from './lintedPack.ts';

/** What is wrong with a pack's templates: what describes them, their files, and what would be made with the answers that stand. */
export async function templateFindings(pack: LintedPack): Promise<Finding[]> {
  const found = await Promise.all([...pack.templates.values()].map((template) => findingsOf(template, pack)));
  return found.flat();
}

async function findingsOf(linted: LintedTemplate, { files, entries }: LintedPack): Promise<Finding[]> {
  const { name, source, template, problems } = linted;
  const folder = `templates/${name}`;
  const file = `${folder}/template.json`;
  const text = await files.readText(file);
  if (text === undefined || template === undefined) return problems;
  const { answers, problems: unanswered } = settleAnswers(template, {});
  const at = (...path: (string | number)[]) => placeInJson(text, path);
  const found: Finding[] = unanswered.map((told) => finding('error', file, at('parameters'), told));
  const { plan, problems: wrong } = await planScaffold(source, template, answers);
  found.push(...wrong.map((told): Finding => ({ ...told, file: `${folder}/${told.file}` })));
  const made = plan?.files.map(({ path }) => path) ?? [];
  for (const [index, path] of (plan?.open ?? []).entries()) {
    if (made.includes(path)) continue;
    const meant = closest(path, made);
    const told = meant === undefined ? message('template.opensNothing', path) : message('template.opensDidYouMean', path, meant);
    found.push(finding('error', file, at('open', index), told));
  }
  const inside = [...entries]
    .filter(([path, kind]) => kind === 'file' && path.startsWith(`${folder}/`) && path !== file)
    .map(([path]) => path);
  if (inside.length === 0) found.push(tellerOf(file)('error', { line: 1, column: 1 }, 'template.empty'));
  const parameters = template.parameters ?? [];
  const used = new Set<string>();
  for (const path of inside) {
    for (const one of namesInText(path.slice(folder.length))) used.add(one);
    const content = await smallText(path, files);
    if (content === undefined) continue;
    if (path.endsWith('.mustache')) for (const one of namesInText(content)) used.add(one);
    else found.push(...notRendered(path, content, parameters));
  }
  for (const written of [...(template.open ?? []), ...(template.run ?? [])]) for (const one of namesInText(written)) used.add(one);
  for (const { when } of parameters) {
    const read = when === undefined ? undefined : readCondition(when);
    if (read !== undefined && 'condition' in read) for (const one of namesIn(read.condition)) used.add(one);
  }
  for (const [index, { name: parameter }] of parameters.entries()) {
    if (!used.has(parameter)) found.push(tellerOf(file)('warning', at('parameters', index, 'name'), 'template.unused', parameter));
  }
  return found;
}

/** A file that is copied as it is, though it names a parameter as only rendered ones may. */
function notRendered(path: string, content: string, parameters: readonly { name: string }[]): Finding[] {
  for (const { name } of parameters) {
    const at = content.indexOf(`{{${name}}}`);
    if (at >= 0) return [tellerOf(path)('info', placesIn(content)(at), 'template.notRendered', `{{${name}}}`)];
  }
  return [];
}

/** Beyond this many bytes a file is no text that somebody wrote. */
const longestText = 1024 * 1024;

async function smallText(path: string, files: LintedPack['files']): Promise<string | undefined> {
  try {
    const { size } = (await files.stat(path)) ?? { size: 0 };
    if (size > longestText) return undefined;
    const text = textOfUtf8((await files.readBytes(path)) ?? new Uint8Array());
    return text?.includes('\0') ? undefined : text;
  } catch {
    // What cannot be read is told where the template is planned.
    return undefined;
  }
}

function namesInText(text: string): string[] {
  if (!text.includes('{{')) return [];
  try {
    return namesOf(new Mustache.Writer().parse(text));
  } catch {
    // What cannot be read is told where the template is planned.
    return [...text.matchAll(/\{\{[{#^&]?\s*(\w+)/g)].map(([, name = '']) => name);
  }
}

function namesOf(tokens: ReturnType<typeof Mustache.parse>): string[] {
  return tokens.flatMap(([type, name, , , inner]) => [...(type === 'text' ? [] : [name]), ...(Array.isArray(inner) ? namesOf(inner) : [])]);
}
