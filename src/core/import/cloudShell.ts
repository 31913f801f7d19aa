import { attributeLists } from './codelab.ts';
import { codelabHead, minutesOf, readMeta } from './codelabHead.ts';
import { codeRanges, isInside } from './codeRanges.ts';
import type { Draft, Importing, LeaveOut, Source } from './draft.ts';
import { type Element, elementsIn } from './html.ts';
import { infoBoxes } from './infoBoxes.ts';
import { type Edit, edited, type Placed, placeAt, placed, type SourcePlace } from './placed.ts';
import { inlineCode, literalOf, referenceText } from './reference.ts';
import { madeBlock } from './tidyFences.ts';

const levels: Readonly<Record<string, string>> = {
  '1': 'beginner',
  '2': 'beginner',
  '3': 'intermediate',
  '4': 'advanced',
  '5': 'advanced',
};

/** A tutorial of Google's Cloud Shell as one of ours: its directives in our terms, where there are some. */
export async function cloudShellDraft({ path, text }: Source, { leaveOut }: Importing): Promise<Draft> {
  const { meta, body } = codelabHead(placed(text, { file: path, line: 1, column: 1 }));
  const told = readMeta(meta, leaveOut);
  const found: Found = {
    title: told.title,
    description: told.summary,
    minutes: told.minutes,
    level: told.level,
    constants: new Map(),
    times: [],
  };
  const read = directives(body, found, leaveOut);
  const [first] = found.times;
  if (first !== undefined) {
    found.minutes = found.times.reduce((sum, { minutes }) => sum + minutes, 0);
    if (found.times.length > 1) leaveOut(first.place, 'import.durations', found.times.map(({ minutes }) => minutes).join(', '));
  }
  const filled = projectIds(constants(read, found.constants), leaveOut);
  return {
    key: path,
    path,
    name: told.id ?? nameOf(path),
    title: found.title,
    description: found.description,
    minutes: found.minutes,
    level: found.level,
    tags: told.tags,
    author: told.author,
    body: attributeLists(infoBoxes(filled, leaveOut), leaveOut),
  };
}

/** A file that every folder has says less than its folder. */
function nameOf(path: string): string {
  const [file = '', folder] = path.split('/').reverse();
  const name = file.replace(/\.\w+$/, '');
  return /^(?:readme|tutorial|walkthrough|index|cloud-?shell(?:-tutorial)?|docs?)$/i.test(name) && folder !== undefined
    ? `${folder} ${name}`
    : name;
}

type Found = {
  title: string | undefined;
  description: string | undefined;
  minutes: number | undefined;
  level: string | undefined;
  constants: Map<string, string>;
  times: { minutes: number; place: SourcePlace }[];
};

const directive = /^(?:walkthrough|bootkon)-[\w-]+$/;

function directives(source: Placed, found: Found, leaveOut: LeaveOut): Placed {
  const code = codeRanges(source.text);
  const edits: Edit[] = [];
  for (const element of elementsIn(source.text, directive)) {
    if (isInside(code, element.from)) continue;
    const text = directiveText(source, element, found, leaveOut);
    if (text !== undefined) edits.push({ from: element.from, to: element.to, text });
  }
  // One that stood inside of another is seen once the other is gone.
  return edits.length === 0 ? source : directives(edited(source, edits), found, leaveOut);
}

function directiveText(source: Placed, { open, from, inner }: Element, found: Found, leaveOut: LeaveOut): string {
  const place = placeAt(source, from);
  const content = source.text.slice(inner.from, inner.to);
  const flat = content.replace(/\s*\n\s*/g, ' ').trim();
  const attribute = (name: string) => open.attributes.get(name.toLowerCase());
  const words = flat === '' ? (attribute('text') ?? '') : flat;
  const listed = () => {
    leaveOut(place, 'import.tag', open.raw.replace(/\s+/g, ' '));
    return content.includes('\n\n') ? content : words;
  };
  const indent = /(?:^|\n)([ \t]*)(?:[-*+]|\d+[.)])?[ \t]*$/.exec(source.text.slice(0, from))?.[1];
  switch (open.name.replace(/^walkthrough-/, '')) {
    case 'tutorial-duration': {
      const minutes = minutesOf(attribute('duration') ?? flat);
      if (minutes === undefined) return listed();
      found.times.push({ minutes, place });
      return '';
    }
    case 'tutorial-difficulty':
      if (attribute('difficulty') === undefined) return listed();
      found.level ??= levels[attribute('difficulty') ?? ''] ?? attribute('difficulty');
      leaveOut(place, 'import.level', 'difficulty', attribute('difficulty') ?? '', found.level ?? '');
      return '';
    case 'metadata':
      return metadata(content, found, (raw) => leaveOut(place, 'import.tag', raw));
    case 'editor-open-file':
      return pointer(words, fileOf(attribute('filePath') ?? attribute('path')), { from: 1, to: 1 }, listed);
    case 'editor-select-line': {
      // The lines count from 0 here; a selection that ends before a line's first letter is not of that line.
      const [first, last] = [attribute('startLine') ?? attribute('line'), attribute('endLine')].map((line) =>
        line === undefined || line === '' ? undefined : Number(line),
      );
      if (first === undefined || !Number.isInteger(first)) return pointer(words, fileOf(attribute('filePath')), { from: 1, to: 1 }, listed);
      const end = last !== undefined && Number.isInteger(last) ? last : first;
      const to = end > first && Number(attribute('endCharacterOffset') ?? 1) === 0 ? end - 1 : Math.max(first, end);
      return pointer(words, fileOf(attribute('filePath')), { from: first + 1, to: to + 1 }, listed);
    }
    case 'editor-select-regex': {
      const regex = attribute('regex') ?? '';
      const literal = regex === '' ? undefined : literalOf(regex);
      const file = fileOf(attribute('filePath'));
      const ok = literal !== undefined && file !== undefined && referenceText(file, literal) !== undefined;
      if (regex !== '' && (!ok || !literal.whole)) leaveOut(place, 'import.pattern', regex, ok ? literal.text : '1');
      return pointer(words, file, ok ? literal : { from: 1, to: 1 }, listed);
    }
    case 'enable-apis': {
      const apis = (attribute('apis') ?? '').split(/[\s,]+/).filter((api) => api !== '');
      if (apis.length === 0) return listed();
      const command = `gcloud services enable ${apis.map((api) => (api.includes('.') ? api : `${api}.googleapis.com`)).join(' ')}`;
      const block = indent === undefined ? `\n\n${madeBlock('run', command)}\n\n` : `\n\n${madeBlock('run', command, indent)}\n\n${indent}`;
      return `${words}${block}`;
    }
    case 'watcher-constant': {
      const [key, value] = [attribute('key'), attribute('value')];
      if (key === undefined || value === undefined) return listed();
      found.constants.set(key, value);
      return words;
    }
    case 'project-id':
    case 'project-name':
    case 'project-number':
      return `{{${open.name.replace('walkthrough-', '')}}}`;
    case 'footnote':
      return content;
    case 'alert':
    case 'info-message':
    case 'inline-feedback':
      return open.name.endsWith('feedback') ? listed() : `\n\n> [!NOTE]\n> ${content.trim().replace(/\n[ \t]*/g, '\n> ')}\n\n`;
    default:
      return listed();
  }
}

type Lines = Parameters<typeof referenceText>[1];

/** Words that open a file: the words, and the place in code. */
function pointer(words: string, file: string | undefined, lines: Lines, listed: () => string): string {
  if (file === undefined) return listed();
  const reference = referenceText(file, lines);
  if (reference === undefined) {
    const text = listed();
    return text.includes(file) ? text : `${text} (${inlineCode(file)})`.trimStart();
  }
  const plain = words.replace(/[`*_]/g, '').trim();
  return plain === '' || plain === file || plain === file.replace(/^.*\//, '') ? reference : `${words} (${reference})`;
}

/** A path as the learner's folder has it: Cloud Shell clones into a folder of its own. */
function fileOf(path: string | undefined): string | undefined {
  if (path === undefined || path.trim() === '') return undefined;
  const clean = path
    .trim()
    .replaceAll('"', '')
    .replaceAll('\\', '/')
    .replace(/^(?:~|\$HOME|\/home\/\w+)\//, '')
    .replace(/^(?:\.?\/)+/, '');
  return clean.replace(/^cloudshell_open\/[^/]+\//, '').replace(/\/{2,}/g, '/');
}

/** `<meta name="title" content="…">` and the like. */
function metadata(content: string, found: Found, listed: (raw: string) => void): string {
  for (const { open } of elementsIn(content, 'meta')) {
    const [name, value] = [
      open.attributes.get('name') ?? open.attributes.get('key'),
      open.attributes.get('content') ?? open.attributes.get('value'),
    ];
    if (name === 'title' && value !== undefined) found.title ??= value;
    else if (name === 'description' && value !== undefined) found.description ??= value;
    else if (name === 'duration' && value !== undefined && minutesOf(value) !== undefined) found.minutes ??= minutesOf(value);
    else listed(open.raw);
  }
  return '';
}

/** `{{name}}` of a constant that the tutorial gives itself, in code as well. */
function constants(source: Placed, values: ReadonlyMap<string, string>): Placed {
  if (values.size === 0) return source;
  const edits: Edit[] = [];
  for (const { 0: whole, 1: name = '', index } of source.text.matchAll(/\{\{\s*([\w.-]+)\s*\}\}/g)) {
    const value = values.get(name);
    if (value !== undefined) edits.push({ from: index, to: index + whole.length, text: value });
  }
  return edited(source, edits);
}

const projectPattern =
  /\{\{\s*(project[-_ ]?(?:id|name|number))\s*\}\}|\[\[\s*(project[-_ ]?(?:id|name|number))\s*\]\]|<walkthrough-(project-(?:id|name|number))\s*\/?>(?:\s*<\/walkthrough-project-(?:id|name|number)>)?/gi;

/** The learner's own project is filled in by Cloud Shell alone. */
function projectIds(source: Placed, leaveOut: LeaveOut): Placed {
  const edits: Edit[] = [];
  for (const { 0: whole, 1: curly, 2: square, 3: tag, index } of source.text.matchAll(projectPattern)) {
    const name = (curly ?? square ?? tag ?? '')
      .toUpperCase()
      .replace(/[- ]/g, '_')
      .replace(/^PROJECT_?/, 'PROJECT_');
    leaveOut(placeAt(source, index), 'import.projectId', name);
    edits.push({ from: index, to: index + whole.length, text: name });
  }
  return edited(source, edits);
}
