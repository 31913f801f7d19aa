import { checkSchemas } from '../../protocol/check.ts';
import { frontMatter } from '../../protocol/frontMatter.ts';
import { quiz } from '../../protocol/quiz.ts';
import { folderOf } from '../path.ts';
import type { KnownParts } from './knownParts.ts';
import { type WrittenPlace, writtenPlace } from './writtenPlace.ts';

/** What may be written at a place. `insert` takes the place of the last `replaces` characters; `$0` in it is where the cursor goes. */
export type Completion = { label: string; insert: string; replaces: number; kind: 'language' | 'word' | 'key' | 'value' | 'path' };

/** What may be written at a line and a column of a tutorial, both from 0. */
export function completionsAt(text: string, path: string, line: number, column: number, known: KnownParts): Completion[] {
  const place = writtenPlace(text, line, column);
  switch (place.kind) {
    case 'fence':
      return inFence(place, known);
    case 'check':
      return inCheck(place, known);
    case 'quiz':
      return inQuiz(place);
    case 'frontMatter':
      return keys(place, Object.keys(frontMatter.shape), keysOf(place.body));
    case 'link':
      return inLink(place, path, known);
    case 'none':
      return [];
  }
}

type At<K extends WrittenPlace['kind']> = Extract<WrittenPlace, { kind: K }>;
type Block = At<'check' | 'quiz' | 'frontMatter'>;

const languages = [
  'sh',
  'yaml',
  'ts',
  'tsx',
  'js',
  'jsx',
  'json',
  'python',
  'go',
  'rust',
  'java',
  'csharp',
  'html',
  'css',
  'diff',
  'md',
  'text',
];
const whole = ['sh run', 'yaml check', 'yaml quiz'];
const shells = ['sh', 'bash', 'shell', 'zsh', 'console', 'powershell', 'pwsh'];

function inFence({ info, typed, isFirst, inTitle }: At<'fence'>, known: KnownParts): Completion[] {
  const replaces = typed.length;
  if (inTitle) return known.learnerPaths.map((path) => ({ label: path, insert: path, replaces, kind: 'path' }));
  if (isFirst) return [...whole, ...languages].map((label) => ({ label, insert: label, replaces, kind: 'language' }));
  const word = (label: string, insert = label): Completion => ({ label, insert, replaces, kind: 'word' });
  if (info.values.has('title')) {
    if (info.language === 'diff' || ['append', 'after', 'before'].some((how) => info.flags.has(how) || info.values.has(how))) return [];
    return [word('append'), word('after=""', 'after="$0"'), word('before=""', 'before="$0"')];
  }
  if (info.flags.has('run') || info.flags.has('check') || info.flags.has('quiz')) return [];
  const title = word('title=""', 'title="$0"');
  if (shells.includes(info.language)) return [word('run'), title];
  return info.language === 'yaml' ? [word('check'), word('quiz'), title] : [title];
}

/** A key stands at the begin of a line, perhaps behind the dash of a list. */
const keyStart = /^(\s*(?:- *)?)([\w$]*)$/;
const valueStart = /^\s*(?:- *)?(\w+):\s+(\S*)$/;

function keys({ before }: Block, all: readonly string[], used: ReadonlySet<string>): Completion[] {
  const [, , typed] = keyStart.exec(before) ?? [];
  if (typed === undefined) return [];
  return all.filter((key) => !used.has(key)).map((key) => ({ label: key, insert: `${key}: $0`, replaces: typed.length, kind: 'key' }));
}

function keysOf(lines: readonly string[]): Set<string> {
  return new Set(lines.flatMap((line) => /^\s*(?:- *)?(\w+):/.exec(line)?.[1] ?? []));
}

const subjects = Object.keys(checkSchemas) as (keyof typeof checkSchemas)[];
const paths = new Set(['file', 'diagnostics', 'in']);

function inCheck(place: At<'check' | 'quiz' | 'frontMatter'>, known: KnownParts): Completion[] {
  const [, key, typed] = valueStart.exec(place.before) ?? [];
  if (key !== undefined && typed !== undefined) {
    const value = (label: string, kind: Completion['kind']): Completion => ({ label, insert: label, replaces: typed.length, kind });
    if (paths.has(key)) return known.learnerPaths.map((path) => value(path, 'path'));
    if (key === 'exists' || key === 'success' || key === 'gate') return [value('true', 'value'), value('false', 'value')];
    return key === 'git' ? [value('clean', 'value')] : [];
  }
  const used = keysOf(entryAround(place.body, place.at));
  const subject = subjects.find((name) => used.has(name));
  return keys(place, subject === undefined ? subjects : Object.keys(checkSchemas[subject].shape), used);
}

/** The lines of the list's entry that a line lies in, that line left out; all of the block where it is no list. */
function entryAround(body: readonly string[], at: number): string[] {
  const begins = (line: string | undefined) => /^\s*-(\s|$)/.test(line ?? '');
  let from = at;
  while (from > 0 && !begins(body[from])) from--;
  let to = at + 1;
  while (to < body.length && !begins(body[to])) to++;
  return body.slice(from, to).filter((_, index) => from + index !== at);
}

function inQuiz(place: Block): Completion[] {
  const choice = quiz.shape.choices.def.element.shape;
  const [, key, typed] = valueStart.exec(place.before) ?? [];
  if (key !== undefined && typed !== undefined) {
    if (key !== 'correct' && key !== 'multiple') return [];
    return ['true', 'false'].map((label) => ({ label, insert: label, replaces: typed.length, kind: 'value' }));
  }
  const isInside = /^(\s+|\s*-)/.test(place.before);
  if (isInside) return keys(place, Object.keys(choice), keysOf(entryAround(place.body, place.at)));
  return keys(place, Object.keys(quiz.shape), keysOf(place.body.filter((line) => !/^\s/.test(line))));
}

function inLink({ image, typed }: At<'link'>, path: string, known: KnownParts): Completion[] {
  const up = '../'.repeat(folderOf(path).split('/').length);
  const from = (target: string) => {
    const folder = `${folderOf(path)}/`;
    return encodeURI(target.startsWith(folder) ? target.slice(folder.length) : `${up}${target}`);
  };
  const targets = image
    ? known.images.map(from)
    : [
        ...known.templates.map((name) => from(`templates/${name}`)),
        ...known.snippets.map(({ file, name }) => `${from(file)}#${encodeURIComponent(name)}`),
        ...known.tutorials.filter((other) => other !== path).map(from),
      ];
  return targets.map((label) => ({ label, insert: label, replaces: typed.length, kind: 'path' }));
}
