import { EncodedTokenMetadata, type IGrammar, type ITokenizeLineResult2, Registry, type StateStack } from '@shikijs/vscode-textmate';
import type { CodeColours, TextStyle, ThemeKind } from '../../protocol/guide.ts';
import { installedGrammars } from './grammars.ts';
import { translatedPatterns } from './patterns.ts';
import { readPersonTheme } from './personTheme.ts';

/** A piece of code, and the names its language may go by, the likeliest first. A difference has a mark before each line. */
export type Code = { text: string; names: readonly string[]; difference: boolean };

/** Colours code as the person's editor does: with the grammars and the theme that VS Code has. */
export type Colourist = {
  /** Reads the theme again, and gives its kind. Until it is called, nothing has a colour. */
  followTheme(): Promise<ThemeKind>;
  /** Undefined where no grammar takes the language, the text is beyond the limits, or it was cancelled: then it stays plain. */
  colours(code: Code, cancel: AbortSignal): Promise<CodeColours | undefined>;
};

/**
 * What is coloured at most: a longer text stays plain, in a text a longer line does. Times are in milliseconds, and far from what any
 * honest text takes: they are for one made to keep a regular expression busy.
 */
export const limits = { characters: 100_000, lines: 2_000, line: 1_000, timeOfLine: 500, time: 3_000 };

/** How long anything else in the extension host waits, in milliseconds. */
const slice = 8;

/** The colour of whatever no rule of the theme is for: the page gives such text its own. */
const plain = '#01020300';

export function openColourist(): Colourist {
  const grammars = installedGrammars();
  const patterns = translatedPatterns();
  const registry = new Registry({ onigLib: patterns.library, loadGrammar: grammars.get, getInjections: grammars.injectedInto });

  const linesOf = async (grammar: IGrammar, lines: readonly string[], styleOf: (metadata: number) => number, cancel: AbortSignal) => {
    const pause = pacing();
    let worked = 0;
    const coloured: CodeColours['lines'] = [];
    let state: StateStack | null = null;
    for (const line of lines) {
      if (line.length > limits.line) {
        coloured.push([]);
        continue;
      }
      const before = state;
      const read: ITokenizeLineResult2 = await patterns.whole(() => {
        const begun = performance.now();
        const result = grammar.tokenizeLine2(line, before, limits.timeOfLine);
        worked += performance.now() - begun;
        return result;
      }, pause);
      if (read.stoppedEarly || cancel.aborted || worked > limits.time) return undefined;
      state = read.ruleStack;
      coloured.push(runsOf(read.tokens, line.length, styleOf));
      await pause();
    }
    return coloured;
  };

  return {
    followTheme: async () => {
      const { kind, rules } = await readPersonTheme();
      registry.setTheme({ settings: [{ settings: { foreground: plain, background: plain } }, ...rules] });
      return kind;
    },
    colours: async ({ text, names, difference }, cancel) => {
      const lines = text.replace(/\n$/, '').split('\n');
      if (text.length > limits.characters || lines.length > limits.lines) return undefined;
      const scope = grammars.scopeOf(names);
      if (scope === undefined) return undefined;
      await grammars.read(scope);
      const grammar = registry.loadGrammar(scope);
      if (grammar === null) return undefined;
      const { styles, styleOf } = stylesOf(registry.getColorMap());
      const coloured = await linesOf(grammar, difference ? lines.map(withoutMark) : lines, styleOf, cancel);
      return coloured && { styles, lines: difference ? coloured.map(afterMark) : coloured };
    },
  };
}

/** The code of a difference's line; none of one that only says where it is. */
function withoutMark(line: string): string {
  return /^(@@|---|\+\+\+|\\)/.test(line) ? '' : line.slice(1);
}

function afterMark(runs: [number, number][]): [number, number][] {
  return runs.length === 0 ? runs : [[1, -1], ...runs];
}

/** Neighbours of one style are one run; `tokens` are the positions and the looks of a line's tokens, in turns. */
function runsOf(tokens: Uint32Array, length: number, styleOf: (metadata: number) => number): [number, number][] {
  const runs: [number, number][] = [];
  for (let at = 0; at < tokens.length; at += 2) {
    const end = Math.min(tokens[at + 2] ?? length, length);
    const size = end - (tokens[at] ?? 0);
    const style = styleOf(tokens[at + 1] ?? 0);
    const last = runs.at(-1);
    if (last?.[1] === style) last[0] += size;
    else if (size > 0) runs.push([size, style]);
  }
  if (runs.at(-1)?.[1] === -1) runs.pop();
  return runs;
}

const fontStyles = { italic: 1, bold: 2, underline: 4, strikethrough: 8 };

/** Gathers the looks that are met. A look is an index of `styles`, -1 where it is that of plain text. */
function stylesOf(colours: readonly string[]): { styles: TextStyle[]; styleOf: (metadata: number) => number } {
  const styles: TextStyle[] = [];
  const known = new Map<string, number>();
  const styleOf = (metadata: number) => {
    const font = EncodedTokenMetadata.getFontStyle(metadata);
    const colour = colours[EncodedTokenMetadata.getForeground(metadata)] ?? plain;
    const style: TextStyle = {
      ...(colour === plain ? {} : { colour }),
      ...(font & fontStyles.italic ? { italic: true } : {}),
      ...(font & fontStyles.bold ? { bold: true } : {}),
      ...(font & fontStyles.underline ? { underline: true } : {}),
      ...(font & fontStyles.strikethrough ? { strikethrough: true } : {}),
    };
    const key = JSON.stringify(style);
    const index = known.get(key) ?? (key === '{}' ? -1 : styles.push(style) - 1);
    known.set(key, index);
    return index;
  };
  return { styles, styleOf };
}

/** Lets others have their turn after each slice of work. */
function pacing(): () => Promise<void> {
  let begun = performance.now();
  return async () => {
    if (performance.now() - begun < slice) return;
    await new Promise((resolve) => setTimeout(resolve));
    begun = performance.now();
  };
}
