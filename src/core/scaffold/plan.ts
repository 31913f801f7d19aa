import Mustache from 'mustache';
import { type Parameter, type Template, template } from '../../protocol/template.ts';
import { readJson } from '../jsonFile.ts';
import { message } from '../message.ts';
import type { FileProblem } from '../pack/pack.ts';
import { isProtected, resolvePath } from '../path.ts';
import type { Files } from '../ports.ts';

export type Answers = Readonly<Record<string, string | number | boolean>>;

/** What a template would write, worked out before anything is written. */
export type ScaffoldPlan = {
  files: { path: string; content: Uint8Array | string }[];
  open: string[];
  run: string[];
};

/** Reads `templates/NAME/template.json`. */
export async function readTemplate(pack: Files, name: string): Promise<{ template: Template | undefined; problems: FileProblem[] }> {
  const file = `templates/${name}/template.json`;
  const text = await pack.readText(file);
  if (text === undefined) {
    return { template: undefined, problems: [{ ...message('template.missing', name), severity: 'error', line: 1, column: 1, file }] };
  }
  const { value, problems } = readJson(text, template);
  return { template: value, problems: problems.map((told) => ({ ...told, file })) };
}

/** Works out every file of a template: `*.mustache` is rendered with the answers and loses the suffix, all else goes byte for byte. */
export async function planScaffold(pack: Files, name: string, { open = [], run = [] }: Template, answers: Answers): Promise<ScaffoldPlan> {
  const root = `templates/${name}`;
  const files: ScaffoldPlan['files'] = [];
  for (const path of await filesBelow(pack, root)) {
    const inside = path.slice(root.length + 1);
    if (inside === 'template.json') continue;
    const target = insideFolder(render(inside.replace(/\.mustache$/, ''), answers, path), inside);
    if (inside.endsWith('.mustache')) files.push({ path: target, content: render((await pack.readText(path)) ?? '', answers, path) });
    else files.push({ path: target, content: (await pack.readBytes(path)) ?? new Uint8Array() });
  }
  const rendered = (texts: readonly string[]) => texts.map((text) => render(text, answers, `${root}/template.json`));
  return { files, open: rendered(open).map((path) => insideFolder(path, path)), run: rendered(run) };
}

function insideFolder(path: string, asWritten: string): string {
  const target = resolvePath('', path);
  if (target === undefined || target === '' || isProtected(target)) throw new PathRefused(asWritten);
  return target;
}

/** A file name that, with the answers in it, would leave the folder. */
export class PathRefused extends Error {
  readonly code = 'path.outside';
  constructor(path: string) {
    super(`The template’s file “${path}” would leave the folder`);
  }
}

/** A file of a template that Mustache cannot read. */
export class TemplateBroken extends Error {
  readonly code = 'template.broken';
  constructor(file: string, line: number, why: string) {
    super(`${file}:${line}  ${why}`);
  }
}

/** The answer that stands when nothing is typed. */
export function defaultAnswer({ type, default: value, choices }: Parameter): string | number | boolean {
  if (value !== undefined) return value;
  if (type === 'boolean') return false;
  if (type === 'number') return 0;
  return type === 'choice' ? (choices?.[0] ?? '') : '';
}

/** Logic-less, and without HTML's escapes: what is written is code. */
function render(text: string, answers: Answers, file: string): string {
  try {
    return Mustache.render(text, answers, undefined, { escape: String });
  } catch (error) {
    // Mustache ends its messages with an offset: “Unclosed tag at 12”.
    const [, why = String(error), offset] = /^(.*?)(?: at (\d+))?$/s.exec(error instanceof Error ? error.message : String(error)) ?? [];
    throw new TemplateBroken(file, text.slice(0, Number(offset ?? 0)).split('\n').length, why);
  }
}

async function filesBelow(files: Files, folder: string): Promise<string[]> {
  const entries = await files.list(folder);
  const found = await Promise.all(
    entries.map(({ name, kind }) => {
      const path = `${folder}/${name}`;
      if (kind === 'folder') return filesBelow(files, path);
      return kind === 'file' ? [path] : [];
    }),
  );
  return found.flat().sort();
}
