import { decoded, resolvePath } from '../path.ts';
import { allowedCommands } from '../tutorial/allowedCommands.ts';
import type { Importing, LeaveOut } from './draft.ts';
import type { JsonSource } from './jsonSource.ts';
import { inlineCode, lineOfPattern, literalOf, referenceText } from './reference.ts';

type JsonPath = (string | number)[];

/** The commands that show the views a tour can point to. */
export const viewCommands: Readonly<Record<string, string | undefined>> = {
  debug: 'workbench.view.debug',
  explorer: 'workbench.view.explorer',
  extensions: 'workbench.view.extensions',
  output: 'workbench.action.output.toggleOutput',
  problems: 'workbench.actions.view.problems',
  scm: 'workbench.view.scm',
  search: 'workbench.view.search',
  terminal: 'workbench.action.terminal.focus',
};

/** What a step of a tour points to, as Markdown; undefined where it points to nothing. */
export async function placeOfStep(json: JsonSource, index: number, importing: Importing): Promise<string | undefined> {
  const at: JsonPath = ['steps', index];
  const value = (key: string) => {
    const found = json.value([...at, key]);
    return typeof found === 'string' && found.trim() !== '' ? found : undefined;
  };
  const [file, directory, uri, view] = [value('file'), value('directory'), value('uri'), value('view')];
  const { leaveOut } = importing;
  if (file !== undefined) return filePlace(json, at, file, importing);
  for (const key of ['selection', 'pattern']) {
    const unused = json.value([...at, key]);
    if (unused !== undefined) leaveOut(json.place([...at, key]), 'import.meta', key, JSON.stringify(unused));
  }
  if (directory !== undefined) {
    const there =
      importing.workspace === undefined || (await importing.workspace.list(directory.replace(/\/+$/, '')).catch(() => [])).length > 0;
    if (!there) leaveOut(json.place([...at, 'directory']), 'import.noFile', directory);
    return `[Explorer](command:workbench.view.explorer): ${inlineCode(directory.replaceAll('\\', '/').replace(/\/*$/, '/'))}`;
  }
  if (uri !== undefined) {
    if (/^https?:\/\//i.test(uri)) return `<${uri.replace(/[\s<>]/g, encodeURIComponent)}>`;
    leaveOut(json.place([...at, 'uri']), 'import.link', uri);
    return inlineCode(uri);
  }
  if (view !== undefined) {
    const command = viewCommands[Object.hasOwn(viewCommands, view) ? view : (view.split(':')[0] ?? view)];
    if (command !== undefined && !view.includes(':')) return `[Show: ${view}](command:${command})`;
    leaveOut(json.place([...at, 'view']), 'import.view', view);
    return command === undefined ? `View: ${inlineCode(view)}` : `[Show: ${view}](command:${command})`;
  }
  return undefined;
}

async function filePlace(json: JsonSource, at: JsonPath, file: string, importing: Importing): Promise<string> {
  const { workspace, leaveOut } = importing;
  const path = decoded(file)
    .replaceAll('\\', '/')
    .replace(/^(?:\.?\/)+/, '');
  const inside = resolvePath('', path);
  const key = (name: string) => json.place([...at, name]);
  const content = inside === undefined ? undefined : await workspace?.readText(inside).catch(() => undefined);
  if (workspace !== undefined && content === undefined && typeof json.value([...at, 'contents']) !== 'string')
    leaveOut(key('file'), 'import.noFile', path);
  const lines = await linesOfStep(json, at, path, content, importing);
  const reference = referenceText(path, lines);
  if (reference !== undefined) return reference;
  leaveOut(key('file'), 'import.reference', path);
  const where = 'text' in lines ? `/${lines.text}/` : lines.from === lines.to ? String(lines.from) : `${lines.from}-${lines.to}`;
  return `${inlineCode(path)} ${inlineCode(where)}`;
}

type Lines = Parameters<typeof referenceText>[1];

async function linesOfStep(
  json: JsonSource,
  at: JsonPath,
  path: string,
  content: string | undefined,
  importing: Importing,
): Promise<Lines> {
  const { workspace, leaveOut } = importing;
  const number = (...keys: string[]) => {
    const found = Number(json.value([...at, ...keys]));
    return Number.isInteger(found) && found > 0 ? found : undefined;
  };
  const from = number('selection', 'start', 'line');
  const line = number('line');
  const pattern = json.value([...at, 'pattern']);
  if (from !== undefined) {
    const to = number('selection', 'end', 'line') ?? from;
    const columns = [number('selection', 'start', 'character') ?? 1, number('selection', 'end', 'character') ?? 1];
    if ((columns[0] ?? 1) > 1) leaveOut(json.place([...at, 'selection']), 'import.columns', `${from}:${columns[0]}-${to}:${columns[1]}`);
    if (line !== undefined && (line < from || line > to)) leaveOut(json.place([...at, 'line']), 'import.meta', 'line', line);
    checkLine(content, Math.max(from, to), () => leaveOut(json.place([...at, 'selection']), 'import.noLine', path, to));
    return { from: Math.min(from, to), to: Math.max(from, to) };
  }
  if (line !== undefined) {
    if (typeof pattern === 'string') leaveOut(json.place([...at, 'pattern']), 'import.meta', 'pattern', pattern);
    checkLine(content, line, () => leaveOut(json.place([...at, 'line']), 'import.noLine', path, line));
    return { from: line, to: line };
  }
  if (typeof pattern === 'string' && pattern !== '') return patternLines(json, at, { path, pattern, content }, importing);
  const marker = json.value(['stepMarker']);
  if (typeof marker === 'string' && workspace !== undefined && content !== undefined) {
    const marked = content
      .split('\n')
      .findIndex((each) => new RegExp(`${marker.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\.${Number(at[1]) + 1}(?!\\d)`).test(each));
    if (marked >= 0) return { from: marked + 1, to: marked + 1 };
  }
  return { from: 1, to: 1 };
}

function checkLine(content: string | undefined, line: number, missing: () => void): void {
  if (content !== undefined && line > content.split('\n').length) missing();
}

type Pattern = { path: string; pattern: string; content: string | undefined };

async function patternLines(json: JsonSource, at: JsonPath, { path, pattern, content }: Pattern, importing: Importing): Promise<Lines> {
  const place = json.place([...at, 'pattern']);
  const found =
    content === undefined || importing.workspace === undefined ? undefined : await lineOfPattern(importing.workspace, path, pattern);
  const literal = literalOf(pattern);
  if (found !== undefined) {
    // The text of the line finds it again when it moves, if it is the first to hold it.
    const first = content?.split('\n').findIndex((each) => each.includes(found.text));
    if (found.text.length > 2 && first === found.line - 1) return { text: found.text };
    return { from: found.line, to: found.line };
  }
  if (content !== undefined) importing.leaveOut(place, 'import.noPattern', pattern, path);
  if (literal === undefined || referenceText(path, literal) === undefined) {
    importing.leaveOut(place, 'import.pattern', pattern, '1');
    return { from: 1, to: 1 };
  }
  if (!literal.whole) importing.leaveOut(place, 'import.pattern', pattern, literal.text);
  return { text: literal.text };
}

/** The commands that a tour runs by itself when a step is reached, as links where a tutorial may have them. */
export function commandsOfStep(json: JsonSource, at: JsonPath, leaveOut: LeaveOut): string | undefined {
  const links: string[] = [];
  for (let index = 0; index < json.length([...at, 'commands']); index++) {
    const command = json.value([...at, 'commands', index]);
    const place = json.place([...at, 'commands', index]);
    const name = typeof command === 'string' ? command.replace(/^command:/, '').replace(/\?.*$/s, '') : '';
    if (allowedCommands.includes(name)) {
      links.push(`[${name}](command:${name})`);
      leaveOut(place, 'import.offered', String(command));
    } else leaveOut(place, 'import.stepCommand', typeof command === 'string' ? command : JSON.stringify(command));
  }
  return links.length === 0 ? undefined : links.join(' · ');
}
