import { message } from '../../message.ts';
import { closest } from '../../schemaMessage.ts';
import { splitFrontMatter } from '../../tutorial/frontMatter.ts';
import { readYaml } from '../../tutorial/yamlPlaces.ts';
import { type Finding, finding, fixAt, offsetOf, type Place, tellerOf } from './finding.ts';
import type { LintedPack } from './lintedPack.ts';
import type { LintedTutorial } from './lintedTutorial.ts';
import { pathOfNamed } from './manifestRules.ts';
import { theOnlyClosest } from './meant.ts';

/** What is wrong with a tutorial's front matter, headings, commands and questions. */
export function textFindings(linted: LintedTutorial, pack: LintedPack): Finding[] {
  return [...frontMatterFindings(linted, pack), ...headingFindings(linted), ...commandFindings(linted), ...quizFindings(linted)];
}

function frontMatterFindings(linted: LintedTutorial, { tutorials }: LintedPack): Finding[] {
  const { path, tutorial, headings, source } = linted;
  const tell = tellerOf(path);
  const found: Finding[] = [];
  const { value, at } = frontMatterOf(linted);
  const start = { line: 1, column: 1 };
  const firstStep = tutorial.steps[0]?.line ?? Number.POSITIVE_INFINITY;
  const hasTitle = headings.some(({ level, line }) => level === 1 && line < firstStep);
  if (value.title === undefined && !hasTitle) found.push(tell('warning', start, 'tutorial.noTitle', tutorial.id));
  if (tutorial.description === undefined || tutorial.description.trim() === '') found.push(tell('info', start, 'tutorial.noDescription'));
  const { next } = value;
  if (typeof next !== 'string') return found;
  const place = at('next');
  const ids = tutorials.map(({ tutorial: { id } }) => id);
  const id = pathOfNamed(next).replace(/^tutorials\/|\.md$/g, '');
  if (id === tutorial.id) found.push(tell('warning', place, 'tutorial.nextSelf'));
  else if (!ids.includes(id)) {
    const others = ids.filter((one) => one !== tutorial.id);
    const meant = closest(id, others);
    const only = theOnlyClosest(id, others);
    const told = meant === undefined ? message('tutorial.next', next) : message('tutorial.nextDidYouMean', next, meant);
    const written = source.slice(offsetOf(source, place)).indexOf(id);
    const idPlace = { line: place.line, column: place.column + written };
    found.push(finding('error', path, place, told, only === undefined || written > 12 ? undefined : fixAt(source, idPlace, id, only)));
  }
  return found;
}

/** What a tutorial's front matter holds, and where. */
export function frontMatterOf({ source }: LintedTutorial): { value: Record<string, unknown>; at(key: string): Place } {
  const { yaml = '' } = splitFrontMatter(source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'));
  const { value, places } = readYaml(yaml, { line: 2, column: 1 });
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return { value: isMap ? { ...value } : {}, at: (key) => places.at([key]) };
}

function headingFindings({ path, headings, tutorial, lines }: LintedTutorial): Finding[] {
  const tell = tellerOf(path);
  const found: Finding[] = [];
  // What stands on the cover is no part of a step yet.
  const first = tutorial.steps[0]?.line ?? lines.length;
  const own = headings.filter(({ line }) => line >= first);
  for (const [index, { line, level }] of own.entries()) {
    const above = own[index - 1]?.level ?? 1;
    if (level <= above + 1) continue;
    found.push(tell('warning', columnIn(lines, line), 'step.headingJumps', '#'.repeat(level), '#'.repeat(above + 1)));
  }
  for (const step of tutorial.steps) {
    if (step.tokens.length === 0) found.push(tell('warning', columnIn(lines, step.line), 'step.empty', step.title));
  }
  return found;
}

function columnIn(lines: readonly string[], line: number): Place {
  return { line, column: Math.max(0, lines[line - 1]?.search(/\S/) ?? 0) + 1 };
}

function commandFindings({ path, sections, lines, source }: LintedTutorial): Finding[] {
  const runs = sections.flatMap(({ blocks }) => blocks.filter(({ kind }) => kind === 'run'));
  return runs.flatMap(({ line, text }): Finding[] => {
    if (text.trim() === '') return [tellerOf(path)('error', columnIn(lines, line), 'run.empty')];
    const commands = text.split('\n').filter((one) => one.trim() !== '');
    if (!commands.every((command) => /^\s*\$ \S/.test(command))) return [];
    const first = line + text.split('\n').findIndex((one) => one.trim() !== '') + 1;
    const last = line + text.split('\n').length;
    const place = { line: first, column: (lines[first - 1] ?? '').indexOf('$ ') + 1 };
    const [from, to] = [offsetOf(source, place), offsetOf(source, { line: last, column: (lines[last - 1] ?? '').length + 1 })];
    const fix = { from, to, text: source.slice(from, to).replace(/(^|[\r\n])([ \t>]*)\$ /g, '$1$2') };
    return [finding('warning', path, place, message('run.prompt'), fix)];
  });
}

function quizFindings({ path, sections, lines }: LintedTutorial): Finding[] {
  const tell = tellerOf(path);
  return sections.flatMap(({ blocks }) =>
    blocks.flatMap((block): Finding[] => {
      if (block.kind !== 'quiz') return [];
      const texts = block.quiz.choices.map(({ text }) => text);
      const twice = texts.find((text, index) => texts.indexOf(text) < index);
      const place = columnIn(lines, block.line);
      if (twice !== undefined) return [tell('warning', place, 'quiz.sameChoice', twice)];
      return block.quiz.choices.every(({ correct }) => correct) ? [tell('warning', place, 'quiz.allRight')] : [];
    }),
  );
}
