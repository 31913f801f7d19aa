import { blockTokens, codeRanges, isInside, lineStarts } from '../import/codeRanges.ts';
import { type Edit, edited, type Placed, placeAt } from '../import/placed.ts';
import type { FileProblem } from '../pack/pack.ts';
import { allowedCommands } from '../tutorial/allowedCommands.ts';
import { parseFence } from '../tutorial/fence.ts';
import { tutorialLink } from '../tutorial/inline.ts';
import type { Link } from '../tutorial/tutorial.ts';

/** How another tool takes what is live in a tutorial. */
export type Dialect = {
  /** A block of commands to run; undefined for one that it can only show. */
  run: (commands: string) => string | undefined;
  /** A link to another tutorial or step, by its text; undefined where it knows none. */
  tutorial: (text: string, path: string, step: string) => string | undefined;
  /** Where an image of the pack is for it; undefined for nowhere. */
  image: (source: string) => string | undefined;
};

/** Lists what the other tool has no place for. */
export type Out = (problem: FileProblem) => void;

/** A stretch of a tutorial as Markdown that means something without us; `path` is the tutorial's. */
export function plainMarkdown(source: Placed, path: string, dialect: Dialect, out: Out): Placed {
  return links(images(alerts(blocks(source, dialect, out)), dialect, out), path, dialect, out);
}

function told(source: Placed, offset: number, what: string): FileProblem {
  return { ...placeAt(source, offset), code: 'export.plain', args: [what], severity: 'warning' };
}

function blocks(source: Placed, { run }: Dialect, out: Out): Placed {
  const starts = lineStarts(source.text);
  const edits: Edit[] = [];
  for (const { type, map, info, content, markup } of blockTokens(source.text)) {
    if (type !== 'fence' || map === null) continue;
    const { language, flags, values } = parseFence(info);
    const from = starts[map[0]] ?? 0;
    const to = starts[map[1]] ?? source.text.length;
    const line = source.text.slice(from, (starts[map[0] + 1] ?? source.text.length + 1) - 1);
    const infoFrom = from + line.indexOf(markup) + markup.length;
    const infoTo = from + line.length;
    if (flags.has('check') || flags.has('quiz')) {
      out(told(source, from, content.trim().replace(/\s*\n\s*/g, '; ')));
      edits.push({ from, to, text: '\n' });
    } else if (flags.has('run')) {
      const commands = run(content.trimEnd());
      if (commands === undefined) edits.push({ from: infoFrom, to: infoTo, text: language });
      else edits.push({ from, to, text: `${commands}\n` });
    } else if (values.has('title')) {
      out(told(source, from, info.trim()));
      edits.push({ from: infoFrom, to: infoTo, text: language });
    }
  }
  return edited(source, edits);
}

const toneNames: Record<string, string> = { note: 'Note', tip: 'Tip', important: 'Important', warning: 'Warning', caution: 'Caution' };

/** `> [!NOTE]` is GitHub's own. */
function alerts(source: Placed): Placed {
  const code = codeRanges(source.text);
  const edits: Edit[] = [];
  for (const { index, 0: line, 1: quote = '', 2: tone = '' } of source.text.matchAll(
    /^([ \t]*>[ \t]?)\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*$/gim,
  )) {
    if (!isInside(code, index))
      edits.push({ from: index, to: index + line.length, text: `${quote}**${toneNames[tone.toLowerCase()]}**  ` });
  }
  return edited(source, edits);
}

const image = /!\[([^\]]*)\]\((<[^>]*>|[^\s)]*)([^)]*)\)/g;

function images(source: Placed, dialect: Dialect, out: Out): Placed {
  const code = codeRanges(source.text);
  const edits: Edit[] = [];
  for (const { index, 0: whole, 1: alt = '', 2: target = '', 3: title = '' } of source.text.matchAll(image)) {
    const href = target.replace(/^<|>$/g, '');
    if (isInside(code, index) || /^https?:/i.test(href)) continue;
    const there = dialect.image(href);
    if (there === undefined) out(told(source, index, whole));
    edits.push({ from: index, to: index + whole.length, text: there === undefined ? `_${alt}_` : `![${alt}](${there}${title})` });
  }
  return edited(source, edits);
}

const link = /(?<!!)\[((?:[^[\]\\]|\\.|\[[^\]]*\])*)\]\((<[^>]*>|[^\s()]*(?:\([^()]*\)[^\s()]*)*)((?:\s+"[^"]*")?)\)/g;

function links(source: Placed, path: string, dialect: Dialect, out: Out): Placed {
  const code = codeRanges(source.text);
  const edits: Edit[] = [];
  for (const { index, 0: whole, 1: text = '', 2: target = '' } of source.text.matchAll(link)) {
    const href = target.replace(/^<|>$/g, '');
    const to = tutorialLink(href, path);
    if (isInside(code, index) || to.kind === 'web' || (to.kind === 'command' && allowedCommands.includes(to.command))) continue;
    const other = linked(to, href, path, text, dialect);
    if (other === undefined) out(told(source, index, whole));
    edits.push({ from: index, to: index + whole.length, text: other ?? text });
  }
  return edited(source, edits);
}

function linked(to: Link, href: string, path: string, text: string, { tutorial }: Dialect): string | undefined {
  const [, anchor = ''] = href.split('#');
  if (to.kind === 'tutorial') return tutorial(text, to.path, anchor);
  return to.kind === 'plain' && href.startsWith('#') ? tutorial(text, path, anchor) : undefined;
}
