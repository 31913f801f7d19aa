import type { Token } from 'markdown-it';
import { type Message, message, type Problem, problem } from '../message.ts';
import { isProtected, resolvePath } from '../path.ts';
import { closest } from '../schemaMessage.ts';
import { allowedCommands } from './allowedCommands.ts';
import { parseChecks } from './checkBlock.ts';
import { type FenceInfo, isClosedFence, parseFence } from './fence.ts';
import { parseFrontMatter, splitFrontMatter } from './frontMatter.ts';
import { tutorialId } from './head.ts';
import { codeReference, tutorialLink } from './inline.ts';
import { markdown, plainText } from './markdown.ts';
import { diffProblem } from './patch.ts';
import { parseQuiz } from './quizBlock.ts';
import { foldSummaries } from './sanitizeHtml.ts';
import type { Block, Place, Section, Step, Tutorial } from './tutorial.ts';

/**
 * Understands a tutorial's Markdown. Never throws: what is wrong becomes a problem with its line and column.
 * `path` is the file seen from the pack's root, such as `tutorials/start.md`.
 */
export function parseTutorial(source: string, path: string): Tutorial {
  const problems: Problem[] = [];
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const { yaml, body } = splitFrontMatter(text);
  const meta = parseFrontMatter(yaml, problems);
  const lines = text.split('\n');
  const [coverTokens, ...stepTokens] = splitAtSteps(markdown().parse(body, {}));

  const readSection = (tokens: Token[]) => collectSection(tokens, { path, lines, problems });
  const cover = readSection(withoutTitle(coverTokens));
  const slugs = new Map<string, number>();
  const steps = stepTokens.map(([open, inline, , ...rest]): Step => {
    const line = (open?.map?.[0] ?? 0) + 1;
    const { title, id } = readHeading(inline);
    return { id: uniqueId(id, slugs, line, problems), title, line, ...readSection(rest) };
  });
  if (steps.length === 0) problems.push(problem(1, 1, 'tutorial.noSteps'));

  const id = tutorialId(path);
  const title = meta.title || titleOf(coverTokens) || id;
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { id, path, ...meta, title, cover, steps, problems };
}

/** Cuts the tokens before each heading of the second level that stands at the top of the text, not in a fold. The first piece is the cover. */
function splitAtSteps(tokens: Token[]): [Token[], ...Token[][]] {
  const pieces: [Token[], ...Token[][]] = [[]];
  const folds = foldsIn(tokens);
  tokens.forEach((token, index) => {
    const isStep = token.type === 'heading_open' && token.tag === 'h2' && token.level === 0;
    if (isStep && !folds.some(({ from, to }) => from < index && index < to)) pieces.push([]);
    pieces.at(-1)?.push(token);
  });
  return pieces;
}

/** From which token to which a fold goes on. One that nobody ends is none: it would take all steps with it. */
function foldsIn(tokens: readonly Token[]): { from: number; to: number }[] {
  const folds: { from: number; to: number }[] = [];
  const open: number[] = [];
  tokens.forEach(({ type, content }, index) => {
    if (type !== 'html_block') return;
    for (const [tag] of content.matchAll(/<!--[\s\S]*?-->|<\/?details\b/gi)) {
      if (/^<details/i.test(tag)) open.push(index);
      const from = tag.startsWith('</') ? open.pop() : undefined;
      if (from !== undefined) folds.push({ from, to: index });
    }
  });
  return folds;
}

function isTitle(token: Token | undefined): boolean {
  return token?.type === 'heading_open' && token.tag === 'h1' && token.level === 0;
}

function titleOf(tokens: Token[]): string | undefined {
  const at = tokens.findIndex(isTitle);
  return at < 0 ? undefined : plainText(tokens[at + 1]);
}

function withoutTitle(tokens: Token[]): Token[] {
  const at = tokens.findIndex(isTitle);
  return at < 0 ? tokens : [...tokens.slice(0, at), ...tokens.slice(at + 3)];
}

const ownId = /\s*\{#([\w-]+)\}\s*$/;

function readHeading(inline: Token | undefined): { title: string; id: string } {
  const given = ownId.exec(inline?.content ?? '')?.[1];
  const text = plainText(inline);
  const title = given === undefined ? text : text.replace(ownId, '');
  const id = speakable(given ?? (slug(title) || 'step'));
  return { title: title || id, id };
}

/** Progress is kept by ids, and this one name no stored record can have. */
function speakable(id: string): string {
  return id === '__proto__' ? 'proto' : id;
}

/** A heading's id as GitHub makes it. */
export function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replace(/ /g, '-');
}

function uniqueId(id: string, seen: Map<string, number>, line: number, problems: Problem[]): string {
  const first = seen.get(id);
  if (first === undefined) {
    seen.set(id, line);
    return id;
  }
  problems.push(problem(line, 1, 'step.duplicateId', id, first));
  for (let n = 1; ; n++) {
    const other = `${id}-${n}`;
    if (!seen.has(other)) return uniqueId(other, seen, line, problems);
  }
}

type Surroundings = { path: string; lines: string[]; problems: Problem[] };

/** Finds what is live in a section and marks its tokens with the index that the renderer needs. */
function collectSection(tokens: Token[], around: Surroundings): Section {
  const section: Section = { tokens, blocks: [], references: [], links: [], hints: [], tasks: [] };
  let line = 0;
  for (const token of tokens) {
    // What is in a table has no lines of its own; its row has.
    line = token.map?.[0] ?? line;
    if (token.type === 'fence') {
      token.meta = { block: section.blocks.length };
      section.blocks.push(readFence(token, around));
    } else if (token.type === 'html_block') {
      token.meta = { hint: section.hints.length };
      section.hints.push(...foldSummaries(token.content));
    } else if (token.type === 'inline') {
      if (token.meta?.task === true) token.meta = { task: section.tasks.push(plainText(token)) - 1 };
      collectInline(token, line, section, around);
    }
  }
  return section;
}

function collectInline({ children }: Token, line: number, section: Section, { path, lines, problems }: Surroundings): void {
  const tokens = children ?? [];
  const alone = tokens[0]?.type === 'link_open' && tokens.findIndex(({ type }) => type === 'link_close') === tokens.length - 1;
  let at = { line, column: 0 };
  tokens.forEach((token, index) => {
    if (token.type === 'code_inline') {
      const reference = codeReference(token.content);
      if (reference === undefined) return;
      token.meta = { reference: section.references.push(reference) - 1 };
    } else if (token.type === 'link_open') {
      const link = tutorialLink(String(token.attrGet('href') ?? ''), path);
      if (link.kind === 'command' && !allowedCommands.includes(link.command)) {
        at = linkAfter(lines, at, `command:${link.command}`);
        problems.push(problem(at.line + 1, at.column + 1, 'link.command', link.command, allowedCommands.join(', ')));
        makePlain(token, tokens.slice(index));
      } else {
        token.meta = { link: section.links.push(link) - 1, alone };
      }
    }
  });
}

/** Where the next link to an address begins, from a place on (lines and columns from 0); that place where it is written in another way. */
function linkAfter(lines: readonly string[], from: { line: number; column: number }, address: string): { line: number; column: number } {
  for (let line = from.line; line < lines.length && (line === from.line || lines[line]?.trim() !== ''); line++) {
    const text = lines[line] ?? '';
    const at = text.indexOf(address, line === from.line ? from.column + 1 : 0);
    const open = Math.max(text.lastIndexOf('[', at), text.lastIndexOf('<', at));
    if (at >= 0) return { line, column: Math.max(0, open) };
  }
  return from;
}

/** A link that may not be followed is shown as the text it has. */
function makePlain(open: Token, rest: readonly Token[]): void {
  open.attrs = null;
  open.tag = 'span';
  const close = rest.find(({ type }) => type === 'link_close');
  if (close !== undefined) close.tag = 'span';
}

function readFence(token: Token, { lines, problems }: Surroundings): Block {
  const line = (token.map?.[0] ?? 0) + 1;
  const column = Math.max(0, lines[line - 1]?.search(/[`~]/) ?? 0) + 1;
  const info = parseFence(token.info);
  const { language, flags, values, unread } = info;
  const base = { line, language, text: token.content };
  const inFile = placeInFile(lines, line + 1, token.content.split('\n'));
  const broken = (why: Message): Block => {
    problems.push({ ...why, severity: 'error', line, column });
    return { ...base, kind: 'broken', why };
  };
  if (token.level === 0 && !isClosedFence(token, lines)) return broken(message('fence.unclosed', token.markup));
  if (unread !== '') return broken(message('fence.unread', unread));

  if (flags.has('check')) {
    const found: Problem[] = [];
    const checks = parseChecks(token.content, { line: line + 1, column: 1 }, found).map(inFile);
    const refused = found.map(inFile);
    problems.push(...refused);
    return { ...base, kind: 'check', checks, refused };
  }
  if (flags.has('run')) return { ...base, kind: 'run', text: token.content.trimEnd() };

  if (flags.has('quiz')) {
    const found: Problem[] = [];
    const quiz = parseQuiz(token.content, { line: line + 1, column: 1 }, found);
    problems.push(...found.map(inFile));
    return quiz === undefined ? { ...base, kind: 'broken', why: found[0] ?? message('quiz.noAnswer') } : { ...base, kind: 'quiz', quiz };
  }
  const title = values.get('title');
  if (title === undefined) {
    const mistyped = mistypedWord(info);
    if (mistyped !== undefined) problems.push({ ...mistyped, severity: 'warning', line, column });
    return { ...base, kind: 'code' };
  }
  const path = resolvePath('', title);
  if (path === undefined || path === '') return broken(message('path.outside', title));
  if (isProtected(path)) return broken(message('path.protected', title));
  if (language === 'diff') {
    const unreadable = diffProblem(token.content);
    return unreadable === undefined ? { ...base, kind: 'diff', path } : broken(message('fence.diff', unreadable));
  }
  const place = readPlace(info);
  return 'how' in place ? { ...base, kind: 'file', path, place } : broken(place);
}

/**
 * Where in the file something stands that is known by its line in the file and its column in a block's text. What indents the block, or quotes
 * it, may differ from line to line; what would stand behind the file's end, such as what an empty block lacks, stands at its end.
 */
function placeInFile(lines: readonly string[], first: number, content: readonly string[]) {
  return <T extends { line: number; column: number }>(placed: T): T => {
    const line = Math.min(placed.line, lines.length);
    const source = lines[line - 1] ?? '';
    const text = line < placed.line ? '' : (content[placed.line - first] ?? source);
    const column = Math.max(0, source.length - text.length) + placed.column;
    return { ...placed, line, column: Math.min(column, source.length + 1) };
  };
}

const placeWords = ['after', 'before', 'append'];

/** A word that all but makes a block one of ours, which would be plain code without a word said. Other tools have words of their own. */
function mistypedWord({ flags, values }: FenceInfo): Message | undefined {
  const ofOurs = [
    ...[...flags].map((word) => [word, ['run', 'check', 'quiz']] as const),
    ...[...values.keys()].map((word) => [word, ['title']] as const),
  ];
  for (const [word, known] of ofOurs) {
    const meant = closest(word, known);
    if (meant !== undefined) return message('schema.didYouMean', word, meant);
  }
  return undefined;
}

/** Where a file block goes. A mistyped word is told and not passed by: without it the block would replace the whole file. */
function readPlace({ flags, values }: FenceInfo): Place | Message {
  const words = [...flags, ...values.keys()];
  for (const word of words) {
    const meant = word === 'title' || placeWords.includes(word) ? undefined : closest(word, placeWords);
    if (meant !== undefined) return message('schema.didYouMean', word, meant);
  }
  const [how, second] = placeWords.filter((word) => words.includes(word));
  if (second !== undefined) return message('fence.twoPlaces');
  if (how === 'append') return { how };
  if (how !== 'after' && how !== 'before') return { how: 'whole' };
  const anchor = values.get(how) ?? '';
  return anchor.trim() === '' ? message('fence.emptyAnchor') : { how, anchor };
}
