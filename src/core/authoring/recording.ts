import { structuredPatch } from 'diff';
import { slug } from '../tutorial/parse.ts';

/** What the author did while it was recorded. Paths are seen from the workspace; lines count from 1, both ends included. */
export type Recorded =
  /** `text` is what the whole file held. */
  | { kind: 'lines'; path: string; from: number; to: number; text: string }
  | { kind: 'command'; command: string }
  /** A file that was saved: what it held before, undefined where it was not there, and what it holds now. */
  | { kind: 'file'; path: string; before: string | undefined; after: string };

/** The acts with one more. What belongs to the last act becomes one with it: another save of the same file is one change. */
export function record(acts: readonly Recorded[], act: Recorded): Recorded[] {
  const last = acts.at(-1);
  if (act.kind !== 'file' || last?.kind !== 'file' || last.path !== act.path) return isNothing(act) ? [...acts] : [...acts, act];
  const one: Recorded = { ...act, before: last.before };
  return isNothing(one) ? acts.slice(0, -1) : [...acts.slice(0, -1), one];
}

function isNothing(act: Recorded): boolean {
  return act.kind === 'command' ? act.command.trim() === '' : act.kind === 'file' && plain(act.before) === plain(act.after);
}

/** How many steps the acts make. */
export function stepCount(acts: readonly Recorded[]): number {
  return stepsOf(acts).length;
}

/** The files that were there before, as far as the steps need them, by path: a template gives them to who has none. */
export function filesBefore(acts: readonly Recorded[]): Map<string, string> {
  const known = new Set<string>();
  const there = new Map<string, string>();
  for (const act of acts) {
    if (act.kind === 'command' || known.has(act.path)) continue;
    known.add(act.path);
    const text = act.kind === 'lines' ? act.text : act.before;
    // These two mean something else in a template.
    if (text !== undefined && act.path !== 'template.json' && !act.path.endsWith('.mustache')) there.set(act.path, text);
  }
  return there;
}

/**
 * A tutorial in which a learner does what was recorded. Each step has what it takes; the words around are the author's to write. With a
 * `template` of the pack it begins with the files of that.
 */
export function recordedTutorial(title: string, acts: readonly Recorded[], template?: string): string {
  const ids = new Set<string>(['begin']);
  const [begin] = filesBefore(acts).keys();
  const steps = stepsOf(acts).map((step) => `## ${headingOf(step, ids)}\n\n${bodyOf(step).join('\n\n')}\n`);
  if (template !== undefined && begin !== undefined) {
    const link = `[Get the files](../templates/${template})`;
    steps.unshift(`## Get the files {#begin}\n\n${link}\n\n${fence('yaml check', `file: ${yamlText(begin)}`)}\n`);
  }
  return `# ${oneLine(title)}\n\n${steps.join('\n')}`;
}

type RecordedStep =
  | { kind: 'lines'; path: string; acts: Extract<Recorded, { kind: 'lines' }>[] }
  | { kind: 'commands'; acts: Extract<Recorded, { kind: 'command' }>[] }
  | Extract<Recorded, { kind: 'file' }>;

/** Commands that follow each other are one step, and so are lines of the same file. */
function stepsOf(acts: readonly Recorded[]): RecordedStep[] {
  const steps: RecordedStep[] = [];
  for (const act of acts) {
    const last = steps.at(-1);
    if (act.kind === 'file') steps.push(act);
    else if (act.kind === 'command') {
      if (last?.kind === 'commands') last.acts.push(act);
      else steps.push({ kind: 'commands', acts: [act] });
    } else if (last?.kind === 'lines' && last.path === act.path) last.acts.push(act);
    else steps.push({ kind: 'lines', path: act.path, acts: [act] });
  }
  return steps;
}

function headingOf(step: RecordedStep, ids: Set<string>): string {
  const title = titleOf(step);
  const id = slug(title.replaceAll('`', '')) || 'step';
  for (let n = 1; ; n++) {
    const own = n === 1 ? id : `${id}-${n}`;
    if (ids.has(own)) continue;
    ids.add(own);
    return n === 1 ? title : `${title} {#${own}}`;
  }
}

const longestTitle = 60;

function titleOf(step: RecordedStep): string {
  if (step.kind === 'lines') return `Look at ${code(step.path)}`;
  if (step.kind === 'file') return `${step.before === undefined ? 'Create' : 'Change'} ${code(step.path)}`;
  const [first = ''] = (step.acts[0]?.command ?? '').trim().split('\n');
  return first.length > longestTitle || first.includes('`') ? 'Run a command' : `Run ${code(first)}`;
}

function bodyOf(step: RecordedStep): string[] {
  switch (step.kind) {
    case 'lines':
      return step.acts.map(({ path, from, to }) => `Look at ${code(`${path}:${from === to ? from : `${from}-${to}`}`)}.`);
    case 'commands':
      return step.acts.map(({ command }) => fence('sh run', command.trim()));
    case 'file':
      return fileBody(step);
  }
}

function fileBody({ path, before, after }: Extract<Recorded, { kind: 'file' }>): string[] {
  const title = `title="${path.replace(/["\\]/g, '\\$&')}"`;
  const whole = fence(`${languageOf(path)} ${title}`, plain(after));
  const there = `file: ${yamlText(path)}`;
  if (before === undefined) return [whole, fence('yaml check', there)];
  const change = diffOf(plain(before), plain(after));
  // Where little of the file stays, the whole of it is easier to read.
  const body = change.split('\n').length > plain(after).split('\n').length * 2 ? whole : fence(`diff ${title}`, change);
  const telling = tellingLine(plain(before), plain(after));
  return telling === undefined ? [body] : [body, fence('yaml check', `${there}\ncontains: ${yamlText(telling)}`)];
}

function diffOf(before: string, after: string): string {
  const { hunks } = structuredPatch('a', 'b', before, after, undefined, undefined, { context: 3 });
  return hunks
    .map(({ oldStart, oldLines, newStart, newLines, lines }) =>
      [`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`, ...lines].join('\n'),
    )
    .join('\n');
}

/** The longest line that is new: by it a check tells the file after from the file before. */
function tellingLine(before: string, after: string): string | undefined {
  const lines = after.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !before.includes(line)).sort((a, b) => b.length - a.length)[0];
}

/** The fence is longer than any in the text, so that none of them ends it. */
function fence(info: string, text: string): string {
  const inside = Math.max(2, ...[...text.matchAll(/^ {0,3}(`{3,})/gm)].map(([, mark = '']) => mark.length));
  const mark = '`'.repeat(inside + 1);
  const body = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return `${mark}${info}\n${body}${mark}`;
}

/** What a fence is marked with: an extension reads as the name of its language. A patch that is to be a file is no change of one. */
function languageOf(path: string): string {
  const extension = /\.([a-z][a-z0-9]*)$/.exec(path)?.[1] ?? 'text';
  return extension === 'diff' ? 'text' : extension;
}

function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function yamlText(text: string): string {
  return /^[A-Za-z][\w./-]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}

function oneLine(title: string): string {
  return title.replace(/\s+/g, ' ').trim() || 'Recorded';
}

function plain(text: string | undefined): string {
  return (text ?? '\0').replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
}
