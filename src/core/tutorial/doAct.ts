import { filesIn } from '../filesIn.ts';
import { type Message, message } from '../message.ts';
import type { Files } from '../ports.ts';
import { readAnswer } from '../scaffold/answers.ts';
import { applyScaffold } from '../scaffold/apply.ts';
import { compareWithFolder } from '../scaffold/compare.ts';
import { planScaffold } from '../scaffold/plan.ts';
import { errorsIn } from '../scaffold/scaffoldRefused.ts';
import { settleAnswers } from '../scaffold/settleAnswers.ts';
import { readTemplate } from '../scaffold/template.ts';
import { importsByName } from '../snippet/imports/addImports.ts';
import { plainText } from '../snippet/plainText.ts';
import { readSnippets } from '../snippet/snippetFile.ts';
import { patchText } from './patch.ts';
import { placeText } from './place.ts';
import type { Block, Link } from './tutorial.ts';

/** What came of an act that writes: the file that an editor would show now, and why it could not be done where it could not. */
export type Done = { shown: string | undefined; refused?: Message };

type Given = Readonly<Record<string, unknown>>;

/** Scaffolds a template of a pack; what is not given, as it would be typed or as a value, its defaults answer. What is there with other content is replaced. */
export async function scaffoldTemplate(pack: Files, files: Files, name: string, given: Given = {}): Promise<Done> {
  const source = filesIn(pack, `templates/${name}`);
  const { template } = await readTemplate(source, name);
  if (template === undefined) return { shown: undefined, refused: message('template.missing', name) };
  const known = Object.fromEntries(
    (template.parameters ?? []).flatMap((parameter) => {
      const value = Object.hasOwn(given, parameter.name) ? given[parameter.name] : undefined;
      return value === undefined ? [] : [[parameter.name, typeof value === 'string' ? readAnswer(parameter, value) : value]];
    }),
  );
  const { answers, problems: wrong } = settleAnswers(template, known);
  if (wrong[0] !== undefined) return { shown: undefined, refused: wrong[0] };
  const { plan, problems } = await planScaffold(source, template, answers);
  const [refused] = plan === undefined ? errorsIn(problems) : (await compareWithFolder(files, plan)).problems;
  if (plan === undefined || refused !== undefined) return { shown: undefined, ...(refused && { refused }) };
  await applyScaffold(files, plan, { decisions: new Map(plan.files.map(({ path }) => [path, 'replace'])) });
  return { shown: plan.open.at(-1) };
}

/** A snippet goes into the file that was spoken of last, at its end. */
export async function insertSnippet(
  pack: Files,
  files: Files,
  { file, name }: Extract<Link, { kind: 'snippet' }>,
  shown: string | undefined,
): Promise<Done> {
  const snippet = readSnippets((await pack.readText(file)) ?? '{}').snippets.find((one) => one.name === name);
  if (snippet === undefined) return { shown, refused: message('snippet.missing', file, name) };
  if (shown === undefined) return { shown, refused: message('snippet.noEditor') };
  const text = plainText(snippet.body).replace(/\t/g, '  ');
  const content = await files.readText(shown);
  const placed = placeText(content, text, { how: 'append' });
  if (placed.kind !== 'edit') return { shown };
  const whole = edited(content ?? '', placed.edit);
  await files.write(shown, importsByName(whole, shown, snippet.imports, await files.readText('package.json')));
  return { shown };
}

type Written = Extract<Block, { kind: 'file' | 'diff' }>;

/** Writes, inserts or patches what a block says. One that is in already is done. */
export async function writeBlock(files: Files, block: Written): Promise<Done> {
  const made = placeBlock(await files.readText(block.path), block);
  if (typeof made === 'object') return { shown: block.path, refused: made };
  if (made !== undefined) await files.write(block.path, made);
  return { shown: block.path };
}

/** The text that a block makes of its file; undefined where it is in already, or why it has no place. */
export function placeBlock(content: string | undefined, block: Written): string | Message | undefined {
  if (block.kind === 'diff') {
    const patched = patchText(content, block.text);
    if (patched.kind === 'changed') return patched.text;
    return patched.kind === 'none' ? undefined : message('write.noPlace', block.path);
  }
  const placed = placeText(content, block.text, block.place);
  if (placed.kind === 'noAnchor') {
    return content === undefined ? message('write.noFile', block.path) : message('write.noAnchor', block.path, placed.anchor);
  }
  return placed.kind === 'edit' ? edited(content ?? '', placed.edit) : undefined;
}

function edited(content: string, { at, remove, insert }: { at: number; remove: number; insert: string }): string {
  return content.slice(0, at) + insert + content.slice(at + remove);
}
