import { decoded } from '../path.ts';
import { replaced } from './codeRanges.ts';
import { type LeaveOut, stepAddress } from './draft.ts';
import { type Placed, placeAt } from './placed.ts';
import { madeBlock } from './tidyFences.ts';
import { findTour, type Tour } from './tour.ts';

type Around = { tour: Tour; tours: readonly Tour[]; leaveOut: LeaveOut };

/** A step's text as Markdown of ours: CodeTour's own references, shell lines and commands in our terms. */
export function tourText(source: Placed, around: Around): Placed {
  return icons(tourLinks(tourCommands(shellLines(source), around), around), around.leaveOut);
}

/** `>> npm test` runs a command in the terminal; lines of them that follow each other are one block. */
function shellLines(source: Placed): Placed {
  return replaced(source, /^([ \t]*)>>[ \t]+\S[^\n]*(?:\n\1>>[ \t]+\S[^\n]*)*/gm, ([lines, indent = '']) => {
    const commands = lines.split('\n').map((line) => line.replace(/^[ \t]*>>[ \t]+/, '').trimEnd());
    return `\n${madeBlock('run', commands.join('\n'), indent)}\n`;
  });
}

const commandLink =
  /\[((?:[^[\]]|\[[^[\]]*\])*)\]\(command:([\w.-]+)\?(\[[^\n]*?\](?=(?:\s+"[^"]*")?\))|(?:[^()\s]|\([^()]*\))*)(?:\s+"[^"]*")?\)/g;

/** CodeTour's own commands; what other commands do is for the links to judge. */
function tourCommands(source: Placed, { tour, tours }: Around): Placed {
  return replaced(source, commandLink, (match) => {
    const [, text = '', name = '', query = ''] = match;
    const args = readArguments(query);
    const first = args[0];
    switch (name) {
      case 'codetour.navigateToStep':
        return isStep(tour, Number(first)) ? `[${text}](${stepAddress(tour.path, Number(first))})` : undefined;
      case 'codetour.startTourByTitle': {
        const other = typeof first === 'string' ? findTour(tours, first, tour.path) : undefined;
        return other && `[${text}](${stepAddress(other.path, Number(args[1] ?? 0))})`;
      }
      case 'codetour.sendTextToTerminal':
        return typeof first === 'string' ? `${text}\n\n${madeBlock('run', first)}\n\n` : undefined;
      case 'codetour.insertCodeSnippet':
        return typeof first === 'string' ? `${text}\n\n\`\`\`\n${first}\n\`\`\`\n\n` : undefined;
      case 'vscode.open':
        return typeof first === 'string' && /^https?:\/\//.test(first)
          ? `[${text}](${first.replace(/[()\s]/g, encodeURIComponent)})`
          : undefined;
      default:
        return undefined;
    }
  });
}

function readArguments(query: string): unknown[] {
  for (const text of [query, decoded(query)]) {
    try {
      const read: unknown = JSON.parse(text);
      return Array.isArray(read) ? read : [read];
    } catch {
      // It may be encoded, or be no JSON at all.
    }
  }
  return [query];
}

function isStep(tour: Tour, number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= tour.json.length(['steps']);
}

const tourReference = /(?:\[([^\]\n]+)\])?\[(?=\s*[^\]\s])([^\]#\n]+)?(?:#(\d+))?\](?![([:])/g;

/** `[#2]`, `[Tour]`, `[Tour#2]` and `[text][Tour#2]`. What names no tour is text. */
function tourLinks(source: Placed, { tour, tours, leaveOut }: Around): Placed {
  return replaced(source, tourReference, (match) => {
    const [whole, text, title, number] = match;
    if (title === undefined && number === undefined) return undefined;
    const target = title === undefined ? tour : findTour(tours, title, tour.path);
    const step = Number(number ?? 0);
    if (target === undefined || (number !== undefined && !isStep(target, step))) {
      if (number !== undefined) leaveOut(placeAt(source, match.index), 'import.tour', whole);
      return undefined;
    }
    return `[${text ?? labelOf(target, tour, step)}](${stepAddress(target.path, step)})`;
  });
}

function labelOf(target: Tour, own: Tour, step: number): string {
  if (target !== own) return step === 0 ? target.title : `${target.title}, ${step}`;
  return `#${step}`;
}

/** Icons of VS Code are for its own texts. */
export function icons(source: Placed, leaveOut: LeaveOut): Placed {
  return replaced(source, /\$\([a-z][a-z\d-]*(?:~[a-z]+)?\)[ ]?/g, (match) => {
    leaveOut(placeAt(source, match.index), 'import.icon', match[0].trim());
    return '';
  });
}
