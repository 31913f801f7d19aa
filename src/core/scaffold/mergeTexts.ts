import { diff3Merge, diffComm } from 'node-diff3';

/** What became of two people's changes to one text. `text` has each conflict between markers, as Git writes them. */
export type Merged = { kind: 'clean'; text: string } | { kind: 'conflict'; text: string; conflicts: number };

export type Sides = { mine: string; theirs: string };

/**
 * Merges line by line what both made of a base. Without a base every difference is a conflict. Line ends are those of `mine`, whatever the
 * others have: Git may have written them. `labels` stand behind the markers.
 */
export function mergeTexts(base: string | undefined, { mine, theirs }: Sides, labels: Sides): Merged {
  const end = usualEnd(mine) ?? usualEnd(theirs) ?? '\n';
  const [own, other] = [linesOf(mine), linesOf(withEnds(theirs, end))];
  const regions = base === undefined ? differing(own, other) : merging(own, linesOf(withEnds(base, end)), other);
  let conflicts = 0;
  const text = regions
    .map((region) => {
      if (region.kind === 'same') return region.lines.join('');
      conflicts++;
      const side = (lines: readonly string[]) => lines.map((line) => (/[\r\n]$/.test(line) ? line : line + end)).join('');
      return [
        `<<<<<<< ${labels.mine}${end}`,
        side(region.mine),
        `=======${end}`,
        side(region.theirs),
        `>>>>>>> ${labels.theirs}${end}`,
      ].join('');
    })
    .join('');
  return conflicts === 0 ? { kind: 'clean', text } : { kind: 'conflict', text, conflicts };
}

type Region = { kind: 'same'; lines: readonly string[] } | { kind: 'conflict'; mine: readonly string[]; theirs: readonly string[] };

function merging(own: string[], base: string[], other: string[]): Region[] {
  const merged: { ok?: string[]; conflict?: { a: string[]; b: string[] } }[] = diff3Merge(own, base, other, {
    excludeFalseConflicts: true,
  });
  return merged.map(({ ok = [], conflict }) =>
    conflict === undefined ? { kind: 'same', lines: ok } : { kind: 'conflict', mine: conflict.a, theirs: conflict.b },
  );
}

function differing(own: string[], other: string[]): Region[] {
  const compared: { common?: string[]; buffer1?: string[]; buffer2?: string[] }[] = diffComm(own, other);
  return compared.map(({ common, buffer1 = [], buffer2 = [] }) =>
    common === undefined ? { kind: 'conflict', mine: buffer1, theirs: buffer2 } : { kind: 'same', lines: common },
  );
}

/** Lines with their ends. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

/** How most lines of a text end; undefined where it has one line. */
export function usualEnd(text: string): '\n' | '\r\n' | undefined {
  const all = text.split('\n').length - 1;
  if (all === 0) return undefined;
  return text.split('\r\n').length - 1 > all / 2 ? '\r\n' : '\n';
}

export function withEnds(text: string, end: '\n' | '\r\n'): string {
  return text.replace(/\r?\n/g, end);
}
