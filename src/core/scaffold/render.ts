import Mustache from 'mustache';
import { placesIn } from '../jsonFile.ts';
import { type Problem, problem } from '../message.ts';
import type { Answers } from './answers.ts';

/** A rendered text, or what Mustache cannot read in it, at its place. `unknown` are names that no parameter has: they render to nothing. */
export type Rendered = { text: string; problems: Problem[] };

/** Renders logic-less, and without HTML's escapes: what is written is code. */
export function render(source: string, answers: Answers): Rendered {
  if (!source.includes('{{')) return { text: source, problems: [] };
  const { before, tagged, after } = aroundTags(source);
  const rendered = renderWhole(tagged, answers);
  if (rendered.problems.length > 0) return renderWhole(source, answers);
  return { text: before + rendered.text + after, problems: [] };
}

/** The lines from the first tag to the last: Mustache looks at every character, and most of a file has no tags. */
function aroundTags(source: string): { before: string; tagged: string; after: string } {
  if (source.includes('{{=')) return { before: '', tagged: source, after: '' };
  const from = source.lastIndexOf('\n', source.indexOf('{{')) + 1;
  const end = source.indexOf('\n', Math.max(source.lastIndexOf('{{'), source.lastIndexOf('}}')));
  const to = end < 0 ? source.length : end + 1;
  return { before: source.slice(0, from), tagged: source.slice(from, to), after: source.slice(to) };
}

function renderWhole(source: string, answers: Answers): Rendered {
  // One of our own: Mustache's keeps every text it has ever parsed.
  const writer = new Mustache.Writer();
  const at = placesIn(source);
  const problems: Problem[] = [];
  try {
    for (const { name, offset, kind } of namesIn(writer.parse(source))) {
      const { line, column } = at(offset);
      if (kind === 'partial') problems.push(problem(line, column, 'template.partial', name));
      else if (!Object.hasOwn(answers, name))
        problems.push({ ...problem(line, column, 'template.unknownName', name), severity: 'warning' });
    }
    if (problems.some(({ severity }) => severity === 'error')) return { text: '', problems };
    // Without a prototype, or `constructor` would be a name, too.
    const view = Object.assign(Object.create(null), answers);
    return { text: writer.render(source, view, undefined, { escape: String }), problems };
  } catch (error) {
    // Mustache ends its messages with an offset: “Unclosed tag at 12”.
    const [, why = String(error), offset] = /^(.*?)(?: at (\d+))?$/s.exec(error instanceof Error ? error.message : String(error)) ?? [];
    const { line, column } = at(Number(offset ?? 0));
    return { text: '', problems: [problem(line, column, 'template.broken', why)] };
  }
}

type Named = { kind: 'name' | 'partial'; name: string; offset: number };

function namesIn(tokens: ReturnType<typeof Mustache.parse>): Named[] {
  return tokens.flatMap((token): Named[] => {
    const [type, name, offset, , inner] = token;
    if (type === '>') return [{ kind: 'partial', name, offset }];
    if (!['name', '&', '{', '#', '^'].includes(type)) return [];
    const own: Named[] = name === '.' ? [] : [{ kind: 'name', name, offset }];
    return Array.isArray(inner) ? [...own, ...namesIn(inner)] : own;
  });
}
