import { type Placed, part, placed, trimmed } from '../import/placed.ts';
import { patternOf } from '../import/reference.ts';
import { viewCommands } from '../import/tourPlace.ts';
import { placeInJson } from '../jsonFile.ts';
import type { FileProblem } from '../pack/pack.ts';
import type { Files } from '../ports.ts';
import { codeReference } from '../tutorial/inline.ts';
import type { Reference, Step } from '../tutorial/tutorial.ts';
import { type Dialect, plainMarkdown } from './plainText.ts';
import { coverText, type Exported, readTutorials, stepText, type Written } from './readTutorials.ts';

/** A pack's tutorials as tours of CodeTour, for the folder of the code they are about. Throws `NoPack`. */
export async function codeTourOf(files: Files): Promise<Exported> {
  const { manifest, tutorials } = await readTutorials(files);
  const leftOut: FileProblem[] = [];
  const tours = new Map<string, string>();
  const text = (await files.readText('onramp.json')) ?? '';
  for (const [key, value] of Object.entries({ links: manifest.links, feedback: manifest.feedback })) {
    if (value !== undefined)
      leftOut.push({ file: 'onramp.json', ...placeInJson(text, [key]), code: 'export.plain', args: [key], severity: 'warning' });
  }
  for (const written of tutorials) {
    const tour = tourOf(written, tutorials, (problem) => leftOut.push(problem));
    tours.set(`.tours/${written.tutorial.id}.tour`, `${JSON.stringify(tour, undefined, 2)}\n`);
  }
  for (const folder of ['templates', 'snippets']) {
    for (const { name } of await files.list(folder)) {
      leftOut.push({
        file: `${folder}/${name}`,
        line: 1,
        column: 1,
        code: 'export.plain',
        args: [`${folder}/${name}`],
        severity: 'warning',
      });
    }
  }
  return { files: tours, leftOut };
}

type TourStep = Record<string, unknown>;
type Out = (problem: FileProblem) => void;

function tourOf(written: Written, all: readonly Written[], out: Out): Record<string, unknown> {
  const { tutorial, text } = written;
  const next = frontValue(text, 'next');
  const following = all.find(({ tutorial: other }) => other.id === next?.value.replace(/^.*\//, '').replace(/\.md$/, ''));
  for (const key of ['time', 'level', 'tags', 'requires', ...(following === undefined ? ['next'] : [])]) {
    const found = frontValue(text, key);
    if (found !== undefined)
      out({
        file: tutorial.path,
        line: found.line,
        column: 1,
        code: 'export.plain',
        args: [`${key}: ${found.value}`],
        severity: 'warning',
      });
  }
  const dialect = dialectOf(written, all);
  const cover = coverText(written);
  const coverMarkdown = trimmed(
    plainMarkdown(placed(cover.text, { file: tutorial.path, line: cover.line, column: 1 }), tutorial.path, dialect, out),
  ).text;
  const description = [tutorial.description, coverMarkdown].filter((each) => each !== undefined && each !== '').join('\n\n');
  return {
    $schema: 'https://aka.ms/codetour-schema',
    title: tutorial.title,
    ...(description === '' ? {} : { description }),
    ...(following === undefined ? {} : { nextTour: following.tutorial.title }),
    steps: tutorial.steps.map((step) => tourStep(written, step, dialect, out)),
  };
}

function frontValue(text: string, key: string): { value: string; line: number } | undefined {
  const front = /^---[ \t]*\n((?:[^\n]*\n)*?)---[ \t]*(?:\n|$)/.exec(text)?.[1];
  const lines = front?.split('\n') ?? [];
  const at = lines.findIndex((line) => line.startsWith(`${key}:`));
  if (at < 0) return undefined;
  const end = lines.findIndex((line, index) => index > at && /^\S/.test(line));
  const value = lines
    .slice(at, end < 0 ? undefined : end)
    .join(' ')
    .slice(key.length + 1)
    .replace(/\s+/g, ' ')
    .trim();
  return { value: value.replace(/^(["'])(.*)\1$/, '$2'), line: at + 2 };
}

function dialectOf(own: Written, all: readonly Written[]): Dialect {
  return {
    run: (commands) =>
      /\\\n|<<|\n[ \t]/.test(commands)
        ? undefined
        : commands
            .split('\n')
            .map((line) => (line.trim() === '' ? '' : `>> ${line}`))
            .join('\n'),
    tutorial: (text, path, anchor) => {
      const target = path === own.tutorial.path ? own : all.find(({ tutorial }) => tutorial.path === path);
      if (target === undefined || /[[\]#]/.test(target.tutorial.title)) return undefined;
      const step = anchor === '' ? 0 : target.tutorial.steps.findIndex(({ id }) => id === anchor) + 1;
      if (anchor !== '' && step === 0) return undefined;
      const number = step === 0 ? '' : `#${step}`;
      if (target === own) return number === '' ? undefined : text === number ? `[${number}]` : `[${text}][${number}]`;
      return `[${text}][${target.tutorial.title}${number}]`;
    },
    image: () => undefined,
  };
}

function tourStep(written: Written, step: Step, dialect: Dialect, out: Out): TourStep {
  const { tutorial } = written;
  const own = stepText(written, step);
  const source = trimmed(placed(own.text, { file: tutorial.path, line: own.line, column: 1 }));
  const { place, rest } = placeIn(source);
  const first = place ?? placeOf(step.references[0]);
  for (const { path, lines } of step.references.slice(1)) {
    const where = 'text' in lines ? `/${lines.text}/` : lines.from === lines.to ? `${lines.from}` : `${lines.from}-${lines.to}`;
    out({ file: tutorial.path, line: step.line, column: 1, code: 'export.plain', args: [`${path}:${where}`], severity: 'warning' });
  }
  const description = trimmed(plainMarkdown(rest, tutorial.path, dialect, out)).text.replace(/\n{3,}/g, '\n\n');
  // A step without words says its title.
  return { title: step.title, ...first, description: description === step.title ? '' : description };
}

/** What a step points to in its first paragraph, where that is all it says. */
function placeIn(source: Placed): { place: TourStep | undefined; rest: Placed } {
  const [first = ''] = source.text.split(/\n[ \t]*(?:\n|$)/);
  const rest = part(source, first.length, source.text.length);
  const [, code] = /^(?:`([^`\n]+)`|`` ?([^\n]+?) ?``)$/.exec(first)?.filter((each) => each !== undefined) ?? [];
  const reference = code === undefined ? undefined : codeReference(code);
  if (reference !== undefined) return { place: placeOf(reference), rest };
  const directory = /^\[Explorer\]\(command:workbench\.view\.explorer\): `([^`\n]+?)\/*`$/.exec(first)?.[1];
  if (directory !== undefined) return { place: { directory }, rest };
  const command = /^\[Show: [\w:.-]+\]\(command:([\w.-]+)\)$/.exec(first)?.[1];
  const view = Object.keys(viewCommands).find((name) => viewCommands[name] === command);
  if (command !== undefined && view !== undefined) return { place: { view }, rest };
  const uri = /^<(https?:\/\/[^<>\s]+)>$/.exec(first)?.[1];
  return uri === undefined ? { place: undefined, rest: source } : { place: { uri }, rest };
}

function placeOf(reference: Reference | undefined): TourStep | undefined {
  if (reference === undefined) return undefined;
  const { path: file, lines } = reference;
  if ('text' in lines) return { file, pattern: patternOf(lines.text) };
  if (lines.from === lines.to) return { file, line: lines.from };
  // A tour counts the characters of a line as well; this is the end of any line.
  const end = { line: lines.to, character: 1000 };
  return { file, line: lines.to, selection: { start: { line: lines.from, character: 1 }, end } };
}
