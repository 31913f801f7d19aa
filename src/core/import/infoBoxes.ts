import { codeRanges, isInside, replaced } from './codeRanges.ts';
import type { LeaveOut } from './draft.ts';
import { elementsIn } from './html.ts';
import { type Edit, edited, type Placed, placeAt } from './placed.ts';

/** The alerts that boxes of other tools' names are. */
const tones: Readonly<Record<string, string>> = {
  positive: 'TIP',
  special: 'NOTE',
  negative: 'WARNING',
  warning: 'WARNING',
  note: 'NOTE',
  info: 'NOTE',
  information: 'NOTE',
  tip: 'TIP',
  hint: 'TIP',
  success: 'TIP',
  important: 'IMPORTANT',
  caution: 'CAUTION',
  danger: 'CAUTION',
  error: 'CAUTION',
};
const names = Object.keys(tones).join('|');
const toneOf = (name: string) => tones[name.toLowerCase()] ?? 'NOTE';

/** Boxes of text, however their tool writes them, as alerts. */
export function infoBoxes(source: Placed, leaveOut: LeaveOut): Placed {
  return shortBoxes(fencedBoxes(admonitions(definitions(asides(asideElements(source)))), leaveOut));
}

/** `<aside class="positive">`. */
function asideElements(source: Placed): Placed {
  const code = codeRanges(source.text);
  const edits: Edit[] = [];
  for (const { open, from, to, inner } of elementsIn(source.text, /^(?:aside|ql-infobox|infobox)$/)) {
    const kind = [...open.attributes.values()]
      .join(' ')
      .split(/\s+/)
      .find((word) => Object.hasOwn(tones, word.toLowerCase()));
    if (isInside(code, from) || (kind === undefined && open.attributes.size > 0)) continue;
    const lines = source.text
      .slice(inner.from, inner.to)
      .replace(/^\s*\n|\s+$/g, '')
      .split('\n');
    const quoted = lines.map((line) => `>${line.trim() === '' ? '' : ` ${line.replace(/^[ \t]{0,4}/, '')}`}`);
    edits.push({ from, to, text: `\n\n> [!${toneOf(kind ?? 'note')}]\n${quoted.join('\n')}\n\n` });
  }
  return edited(source, edits);
}

/** `> aside positive` is the first line of a quote. */
function asides(source: Placed): Placed {
  const pattern = new RegExp(`^([ \\t]*(?:>[ \\t]?)+)aside(?:[ \\t]+(${names})\\b)?[ \\t]*(.*)$`, 'gim');
  return replaced(source, pattern, ([, quote = '> ', name = 'note', rest = '']) => {
    const mark = quote.trimEnd();
    return `${mark} [!${toneOf(name)}]${rest.trim() === '' ? '' : `\n${mark} ${rest.trim()}`}`;
  });
}

/** `Positive` with `: text` in the lines below it. */
function definitions(source: Placed): Placed {
  const pattern =
    /^([ \t]*)(?:[*_]{0,2})(positive|negative|warning|note|tip|info|important|caution)(?:[*_]{0,2})[ \t]*:?[ \t]*\n(?:[ \t]*\n)?([ \t]*:[ \t]*(?=\S))/gim;
  const code = codeRanges(source.text);
  const edits: Edit[] = [];
  let end = 0;
  for (const { index, 0: head, 1: indent = '', 2: name = '' } of source.text.matchAll(pattern)) {
    if (index < end || isInside(code, index)) continue;
    const from = index + head.length;
    const to = endOfDefinition(source.text, from);
    const lines = dedented(source.text.slice(from, to).replace(/\s+$/, ''));
    const quoted = lines.map((line) => `${indent}>${line === '' ? '' : ` ${line.replace(/^[ \t]{0,3}:[ \t]+/, '')}`}`);
    edits.push({ from: index, to: to, text: `${indent}> [!${toneOf(name)}]\n${quoted.join('\n')}\n\n` });
    end = to;
  }
  return edited(source, edits);
}

/** A definition goes on in lines that follow it without a gap, and behind one in lines that are indented. */
function endOfDefinition(text: string, from: number): number {
  let at = text.indexOf('\n', from);
  if (at < 0) return text.length;
  let gap = false;
  let fence: string | undefined;
  let end = at;
  while (at < text.length) {
    const next = text.indexOf('\n', at + 1);
    const line = text.slice(at + 1, next < 0 ? text.length : next);
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (line.trim() === '' && fence === undefined) gap = true;
    else if (gap && fence === undefined && !/^(?:[ ]{2,}|\t)\S|^[ \t]*:[ \t]/.test(line)) break;
    else if (fence === undefined && (/^#{1,6}\s/.test(line) || /^(?:positive|negative)[ \t]*$/i.test(line))) break;
    else {
      if (mark !== undefined) fence = fence === undefined ? mark : mark.startsWith(fence) ? undefined : fence;
      gap = false;
      end = next < 0 ? text.length : next;
    }
    if (next < 0) break;
    at = next;
  }
  return Math.min(text.length, end + 1);
}

/** Lines without the white space that all but the first have in common. */
function dedented(text: string): string[] {
  const [first = '', ...rest] = text.split('\n');
  const common = Math.min(...rest.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  return [first.trim(), ...rest.map((line) => (Number.isFinite(common) ? line.slice(common) : line).trimEnd())];
}

/** `!!! Note "Title":` with indented lines below. */
function admonitions(source: Placed): Placed {
  const pattern = new RegExp(
    `^([ \\t]*)(?:!!!|\\?\\?\\?\\+?)[ \\t]*(${names})\\b[ \\t]*:?[ \\t]*(?:"([^"\\n]*)")?[ \\t]*:?[ \\t]*([^\\n]*)((?:\\n(?:\\1[ ]{2,}|\\1\\t)[^\\n]*|\\n[ \\t]*(?=\\n(?:\\1[ ]{4}|\\1\\t)))*)`,
    'gim',
  );
  return replaced(source, pattern, ([, indent = '', name = '', title = '', rest = '', below = '']) => {
    const head = [title.trim() === '' || title.trim() === ':' ? '' : `**${title.trim()}**`, rest.trim()].filter((each) => each !== '');
    const lines = dedented(`\n${below.replace(/^\n/, '')}`).slice(1);
    const all = [...head, ...lines].map((line) => `${indent}>${line === '' ? '' : ` ${line}`}`);
    return `${indent}> [!${toneOf(name)}]\n${all.join('\n')}\n`;
  });
}

/** `::: tip Title` up to `:::`. */
function fencedBoxes(source: Placed, leaveOut: LeaveOut): Placed {
  const pattern = /^([ \t]*)(:{3,})[ \t]*\{?\.?([A-Za-z][\w-]*)\}?[ \t]*([^\n]*)\n([\s\S]*?)^[ \t]*\2[ \t]*$/gm;
  return replaced(source, pattern, (match) => {
    const [, indent = '', , name = '', title = '', inner = ''] = match;
    if (!Object.hasOwn(tones, name.toLowerCase())) {
      leaveOut(placeAt(source, match.index), 'import.text', `::: ${name}`);
      return `${title}\n\n${inner}`;
    }
    const head = title.trim() === '' ? [] : [`**${title.trim().replace(/^\[|\]$/g, '')}**`, ''];
    const lines = [...head, ...inner.replace(/^\n+|\s+$/g, '').split('\n')];
    return `${indent}> [!${toneOf(name)}]\n${lines.map((line) => `${indent}>${line.trim() === '' ? '' : ` ${line.startsWith(indent) ? line.slice(indent.length) : line}`}`).join('\n')}\n`;
  });
}

/** `[note]…[/note]`, as Ubuntu's forum has it. */
function shortBoxes(source: Placed): Placed {
  const pattern =
    /^([ \t]*)\[(note|tip|info|warning|caution|important|positive|negative)(?:[ \t]*(?:=|[ \t]+(?:type|status)=)[ \t]*"?([\w-]+)"?)?[^\]\n]*\][ \t]*\n?([\s\S]*?)\[\/\2\]/gim;
  return replaced(source, pattern, ([, indent = '', name = '', kind, inner = '']) => {
    const tone = kind !== undefined && Object.hasOwn(tones, kind.toLowerCase()) ? toneOf(kind) : toneOf(name);
    const lines = inner.replace(/^\n+|\s+$/g, '').split('\n');
    return `\n${indent}> [!${tone}]\n${lines.map((line) => `${indent}>${line.trim() === '' ? '' : ` ${line.trimStart()}`}`).join('\n')}\n\n`;
  });
}
