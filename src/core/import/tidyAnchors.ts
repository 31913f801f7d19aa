import { plainText } from '../tutorial/markdown.ts';
import { parseTutorial, slug as slugOf } from '../tutorial/parse.ts';
import { replaced } from './codeRanges.ts';
import type { LeaveOut } from './draft.ts';
import { edited, type Placed, placeAt } from './placed.ts';

/** Links within the text lead to the step that what they name is in, by its id; those that name nothing become their words, and are listed. */
export function tidyAnchors(source: Placed, leaveOut: LeaveOut): Placed {
  if (!/\]\(<?#/.test(source.text)) return ownIds(source);
  const named = ownIds(source);
  const { steps } = parseTutorial(named.text, 'tutorials/a.md');
  const ids = new Map<string, string>();
  const name = (slug: string, id: string) => {
    if (slug !== '' && !ids.has(slug)) ids.set(slug, id);
  };
  for (const { id } of steps) name(id, id);
  for (const { id, title, tokens } of steps) {
    name(slug(title), id);
    tokens.forEach((token, index) => {
      if (token.type === 'heading_open') name(slug(plainText(tokens[index + 1])), id);
    });
  }
  // Codelabs count their steps from 0.
  const step = (anchor: string) => (/^\d+$/.test(anchor) ? steps[Number(anchor)]?.id : undefined);
  const link = /(?<!!)\[((?:[^[\]\\]|\\.|\[[^\]]*\])*)\]\(<?#([^()\s<>]*)>?(\s+"[^"]*")?\)/g;
  return replaced(named, link, (match) => {
    const [, text = '', anchor = '', title = ''] = match;
    const id = ids.get(anchor) ?? ids.get(slug(anchor)) ?? step(anchor);
    if (id !== undefined) return `[${text}](#${id}${title})`;
    leaveOut(placeAt(named, match.index), 'import.link', `#${anchor}`);
    return text;
  });
}

/** A step that says nothing says its title, so that people do not stand before nothing; and it is listed. */
export function fillSteps(source: Placed, leaveOut: LeaveOut, rounds = 3): Placed {
  const lines = source.text.split('\n');
  const { steps } = parseTutorial(source.text.replace(/\s+$/, ''), 'tutorials/a.md');
  const edits = steps.flatMap(({ title, line, tokens }) => {
    if (tokens.length > 0) return [];
    const end = lines.slice(0, line).join('\n').length;
    leaveOut(placeAt(source, end - (lines[line - 1]?.length ?? 0)), 'import.emptyStep', title);
    const words = (lines[line - 1] ?? '').replace(/^#+\s*/, '').replace(/\s*\{#[\w-]+\}\s*$/, '') || title;
    return [{ from: end, to: end, text: `\n\n${words.startsWith('#') ? '\\' : ''}${words}\n` }];
  });
  // In a torn text other headings may come to light.
  return edits.length === 0 || rounds === 0 ? source : fillSteps(edited(source, edits), leaveOut, rounds - 1);
}

/** Gives each step whose heading another has, too, an id of its own. */
function ownIds(source: Placed): Placed {
  const lines = source.text.split('\n');
  const { steps, problems } = parseTutorial(source.text, 'tutorials/a.md');
  const taken = new Set(steps.map(({ id }) => id));
  const edits = problems.flatMap(({ code, line }) => {
    const step = steps.find((each) => each.line === line);
    if (code !== 'step.duplicateId' || step === undefined) return [];
    // An id that a heading gives itself is of plain letters; the one it got by itself need not be.
    const id = /^[\w-]+$/.test(step.id) ? step.id : freeId(taken);
    taken.add(id);
    const end = lines.slice(0, line).join('\n').length;
    return [{ from: end, to: end, text: ` {#${id}}` }];
  });
  return edited(source, edits);
}

function freeId(taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    if (!taken.has(`step-${n}`)) return `step-${n}`;
  }
}

/** A heading's anchor, without the id it may give itself. */
function slug(heading: string): string {
  return slugOf(heading.replace(/\s*\{#[\w-]+\}\s*$/, ''));
}
