/** Where lines were found: the first and the last that match, and how similar they are, from 0 to 1. */
export type Aligned = { from: number; to: number; score: number };

/** What a line that has come between others takes off. */
const gapCost = 0.15;
/** Lines less similar than this do not match at all. */
const matchFrom = 0.5;

type Cell = { sum: number; from: number; to: number };
const nothing: Cell = { sum: 0, from: -1, to: -1 };

/**
 * Lays lines along a text's lines, in order, so that as much as possible matches: some may be gone, others have come between. Gives the
 * best place for each line of the text at which one can end.
 */
export function alignLines(lines: readonly string[], all: readonly string[]): Aligned[] {
  const weights = lines.map((line) => Math.max(weightOf(line), 0.02));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const alike = similarityTo(lines);
  // By the number of lines laid so far: the best that ends at the line before, and at this one.
  let above: Cell[] = [nothing, ...lines.map(() => nothing)];
  return all.flatMap((text, at) => {
    const here: Cell[] = [nothing];
    lines.forEach((_, index) => {
      const like = alike(index, text);
      const before = above[index] ?? nothing;
      const kept = above[index + 1] ?? nothing;
      const options: Cell[] = [here[index] ?? nothing, { ...kept, sum: kept.from < 0 ? 0 : kept.sum - gapCost }];
      if (like >= matchFrom) {
        options.push({ sum: before.sum + like * (weights[index] ?? 0), from: before.from < 0 ? at : before.from, to: at });
      }
      here.push(options.reduce((best, option) => (option.sum > best.sum ? option : best), nothing));
    });
    above = here;
    const { sum, from, to } = here.at(-1) ?? nothing;
    return to === at ? [{ from, to, score: sum / whole }] : [];
  });
}

/** How similar two lines are, from 0 to 1, whatever their indentation: the share of pairs of characters that they have in common. */
export function similarity(a: string, b: string): number {
  return similarityTo([a])(0, b);
}

/** How much a line says, from 0 (nothing but brackets) to 1. */
export function weightOf(line: string): number {
  return Math.min(1, (line.match(/[\p{L}\p{N}]/gu)?.length ?? 0) / 8);
}

type Known = { text: string; pairs: Map<number, number> };

function similarityTo(lines: readonly string[]): (index: number, other: string) => number {
  const known = lines.map(pairsOf);
  let asked = '';
  let theirs = pairsOf(asked);
  return (index, other) => {
    if (other !== asked) theirs = pairsOf(other);
    asked = other;
    const mine = known[index];
    if (mine === undefined) return 0;
    if (mine.text === theirs.text) return 1;
    const size = mine.text.length + theirs.text.length - 2;
    const shorter = Math.min(mine.text.length, theirs.text.length) - 1;
    if (shorter < 1 || (2 * shorter) / size < matchFrom) return 0;
    let common = 0;
    for (const [pair, count] of mine.pairs) common += Math.min(count, theirs.pairs.get(pair) ?? 0);
    return (2 * common) / size;
  };
}

function pairsOf(line: string): Known {
  const text = line.trim().replace(/\s+/g, ' ');
  const pairs = new Map<number, number>();
  for (let at = 0; at + 1 < text.length; at++) {
    const pair = text.charCodeAt(at) * 0x10000 + text.charCodeAt(at + 1);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return { text, pairs };
}
