import type { Template } from '../../protocol/template.ts';
import { type Message, message } from '../message.ts';
import type { FileProblem } from '../pack/pack.ts';
import { isProtected, resolvePath } from '../path.ts';
import type { Files } from '../ports.ts';
import { textOfUtf8 } from '../utf8.ts';
import type { Answers } from './answers.ts';
import type { Content } from './content.ts';
import { projectFile } from './project.ts';
import { render } from './render.ts';
import { errorsIn } from './scaffoldRefused.ts';
import { collisions, windowsRefuses } from './targetNames.ts';
import { templateFile } from './template.ts';

/** What a template would write, worked out before anything is written. */
export type ScaffoldPlan = {
  files: PlannedFile[];
  answers: Answers;
  /** Files to open afterwards. */
  open: string[];
  /** Commands to offer afterwards. */
  run: string[];
};

export type PlannedFile = {
  path: string;
  /** The template's file that it is made from. */
  from: string;
  /** The text where it is rendered; else the template's own file, byte for byte. */
  content: Content;
  executable: boolean;
};

/** Without a plan where a problem is an error. A problem's file is one of the template. */
export type Planned = { plan: ScaffoldPlan | undefined; problems: FileProblem[] };

/** The biggest file that a template may hold, in bytes: what GitHub takes. What is rendered may be a tenth of that. */
export const biggestFile = 100 * 1024 * 1024;
const biggestRendered = biggestFile / 10;

/**
 * Works out every file of a template that lies at the root of `source`: `*.mustache` is rendered with the answers and loses the suffix, all
 * else goes byte for byte, `{{name}}` in names is put in. Nothing big is read: a file that is copied is looked at only when it is written.
 */
export async function planScaffold(source: Files, { open = [], run = [] }: Template, answers: Answers): Promise<Planned> {
  const problems: FileProblem[] = [];
  const files: PlannedFile[] = [];
  const tell = (file: string, told: Message, severity: 'error' | 'warning' = 'error') =>
    void problems.push({ ...told, severity, line: 1, column: 1, file });

  for (const { path: from, kind } of await below(source, '')) {
    if (kind === 'link') tell(from, message('template.link', from));
    if (kind !== 'file') continue;
    const name = render(from.replace(/\.mustache$/, ''), answers);
    problems.push(...name.problems.map((told) => ({ ...told, file: from, line: 1, column: 1 })));
    const path = targetOf(name.text, from);
    const read = await contentOf(source, from, answers);
    problems.push(...read.problems);
    if (typeof path === 'object') tell(from, path);
    else if (read.content !== undefined) files.push({ path, from, content: read.content, executable: read.executable });
  }
  for (const [index, told] of collisions(files.map(({ path }) => path))) tell(files[index]?.from ?? templateFile, told);
  for (const { path, from } of files) {
    const name = windowsRefuses(path);
    if (name !== undefined) tell(from, message('scaffold.windowsName', path, name), 'warning');
  }
  const [opened, offered] = [open, run].map((texts) =>
    texts.map((text) => {
      const rendered = render(text, answers);
      problems.push(...rendered.problems.map((told) => ({ ...told, file: templateFile, line: 1, column: 1 })));
      return rendered.text;
    }),
  );
  const shown = (opened ?? []).flatMap((path, index) => {
    const inside = targetOf(path, open[index] ?? path);
    if (typeof inside === 'string') return [inside];
    tell(templateFile, inside);
    return [];
  });
  const plan = { files, answers, open: shown, run: offered ?? [] };
  return { plan: errorsIn(problems).length > 0 ? undefined : plan, problems };
}

/** Where a file goes, or why it may not go there. */
function targetOf(path: string, from: string): string | Message {
  const target = resolvePath('', path);
  if (target === undefined || target === '') return message('scaffold.outside', from, path);
  if (isProtected(target)) return message('scaffold.protected', from, path);
  return target.toLowerCase() === projectFile ? message('scaffold.ownFile', target) : target;
}

type ContentRead = { content: Content | undefined; executable: boolean; problems: FileProblem[] };

async function contentOf(source: Files, from: string, answers: Answers): Promise<ContentRead> {
  const refused = (told: Message): ContentRead => ({
    content: undefined,
    executable: false,
    problems: [{ ...told, severity: 'error', line: 1, column: 1, file: from }],
  });
  try {
    const stat = await source.stat(from);
    if (stat === undefined) return refused(message('template.unreadable', from, 'it is not there any more'));
    const { size, executable } = stat;
    const isRendered = from.endsWith('.mustache');
    const biggest = isRendered ? biggestRendered : biggestFile;
    if (size > biggest) return refused(message('template.tooBig', from, megabytes(size), megabytes(biggest)));
    if (!isRendered) return { content: { source, path: from }, executable, problems: [] };
    const text = textOfUtf8((await source.readBytes(from)) ?? new Uint8Array());
    if (text === undefined || text.includes('\0')) return refused(message('template.notText', from));
    const rendered = render(text, answers);
    return { content: rendered.text, executable, problems: rendered.problems.map((told) => ({ ...told, file: from })) };
  } catch (error) {
    return refused(message('template.unreadable', from, error instanceof Error ? error.message : String(error)));
  }
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / (1024 * 1024));
}

/** The files and links of a template by path, without what describes it and the repository that it may be. */
async function below(source: Files, folder: string): Promise<{ path: string; kind: 'file' | 'link' }[]> {
  const found: { path: string; kind: 'file' | 'link' }[] = [];
  for (const { name, kind } of await source.list(folder)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (path === templateFile || path === '.git') continue;
    if (kind === 'folder') found.push(...(await below(source, path)));
    else found.push({ path, kind });
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}
