import type { FormatPart, Part, Transform } from './body.ts';

/** The body that reads as these parts, in VS Code's grammar. */
export function printBody(parts: readonly Part[]): string {
  return printParts(parts, /[$\\]/g);
}

/** Text that a body may hold as it is. */
export function escapeText(text: string): string {
  return text.replace(/[$\\]/g, '\\$&');
}

/** `special` is what text escapes: a brace only where one is open. */
function printParts(parts: readonly Part[], special: RegExp): string {
  return parts.map((part, index) => printPart(part, parts[index + 1], special)).join('');
}

function printPart(part: Part, next: Part | undefined, special: RegExp): string {
  switch (part.kind) {
    case 'text':
      return part.text.replace(special, '\\$&');
    case 'tabStop':
      return part.transform === undefined ? bare(String(part.index), next, /^\d/) : `\${${part.index}${printTransform(part.transform)}}`;
    case 'placeholder':
      return `\${${part.index}:${inner(part.parts)}}`;
    case 'choice':
      return `\${${part.index}|${part.options.map((option) => option.replace(/[,|\\]/g, '\\$&')).join(',')}|}`;
    case 'variable':
      if (part.transform !== undefined) return `\${${part.name}${printTransform(part.transform)}}`;
      return part.parts === undefined ? bare(part.name, next, /^\w/) : `\${${part.name}:${inner(part.parts)}}`;
  }
}

function inner(parts: readonly Part[]): string {
  return printParts(parts, /[$}\\]/g);
}

/** Without braces where what follows cannot be taken for more of the name. */
function bare(name: string, next: Part | undefined, more: RegExp): string {
  return next?.kind === 'text' && more.test(next.text) ? `\${${name}}` : `$${name}`;
}

function printTransform({ pattern, options, format }: Transform): string {
  return `/${pattern.replaceAll('/', '\\/')}/${format.map(printFormat).join('')}/${options}`;
}

function printFormat(part: FormatPart): string {
  if (part.kind === 'text') return part.text.replace(/[\\/]/g, '\\$&');
  const { index, shorthand, filled, empty } = part;
  if (shorthand !== undefined) return `\${${index}:/${shorthand}}`;
  if (filled !== undefined && empty !== undefined) return `\${${index}:?${until(filled)}:${until(empty)}}`;
  if (filled !== undefined) return `\${${index}:+${until(filled)}}`;
  return empty === undefined ? `\${${index}}` : `\${${index}:-${until(empty)}}`;
}

function until(text: string): string {
  return text.replace(/[$}\\]/g, '\\$&');
}
