import type { Token } from 'markdown-it';
import { foldSummaries } from './sanitizeHtml.ts';
import type { Block, Link, Reference, Section } from './tutorial.ts';

/** One live thing of a section at its place in the tutorial's file. `fold` is the summary of the fold it is in. */
export type Act = { line: number; column: number; fold: string | undefined } & (
  | { kind: 'block'; block: Block; index: number }
  | { kind: 'link'; link: Link }
  | { kind: 'reference'; reference: Reference }
);

/** A section's live things in the order of its text. `source` is the text of the whole file. */
export function actsIn({ tokens, blocks, links, references }: Section, source: string): Act[] {
  const lines = source.replace(/\r\n?/g, '\n').split('\n');
  const folds: string[] = [];
  return tokens.flatMap((token): Act[] => {
    const fold = folds.at(-1);
    if (token.type === 'html_block') followFolds(token.content, folds);
    if (token.type === 'fence') {
      const index = Number(token.meta?.block ?? -1);
      const block = blocks[index];
      const column = Math.max(0, lines[(block?.line ?? 1) - 1]?.search(/[`~]/) ?? 0) + 1;
      return block === undefined ? [] : [{ kind: 'block', block, index, line: block.line, column, fold }];
    }
    if (token.type !== 'inline') return [];
    const find = finder(lines, token);
    return (token.children ?? []).flatMap((child): Act[] => {
      const place = { ...find(child), fold };
      const reference = references[Number(child.meta?.reference ?? -1)];
      if (reference !== undefined) return [{ ...place, kind: 'reference', reference }];
      const link = links[Number(child.meta?.link ?? -1)];
      return link === undefined ? [] : [{ ...place, kind: 'link', link }];
    });
  });
}

/** The file that a section speaks of last before one of its links: by a reference or by a block that writes it. */
export function fileSpokenOf(section: Section, link: Link): string | undefined {
  let spokenOf: string | undefined;
  for (const act of actsIn(section, '')) {
    if (act.kind === 'link' && act.link === link) return spokenOf;
    if (act.kind === 'reference') spokenOf = act.reference.path;
    if (act.kind === 'block' && (act.block.kind === 'file' || act.block.kind === 'diff')) spokenOf = act.block.path;
  }
  return spokenOf;
}

/** Opens and closes folds as a piece of HTML does. */
function followFolds(html: string, folds: string[]): void {
  const summaries = foldSummaries(html);
  for (const [tag] of html.matchAll(/<\/?details\b/gi)) {
    if (tag.startsWith('</')) folds.pop();
    else folds.push(summaries.shift() ?? '');
  }
}

/** Finds, one after the other, where the pieces of a paragraph stand: its tokens know only the lines of all of it. */
function finder(lines: readonly string[], { map }: Token): (child: Token) => { line: number; column: number } {
  const [from, to] = map ?? [0, 1];
  const text = lines.slice(from, to).join('\n');
  let at = 0;
  return ({ type, content }) => {
    const wanted = type === 'code_inline' ? content : type === 'link_open' ? '[' : '';
    const found = wanted === '' ? -1 : text.indexOf(wanted, at);
    if (found >= 0) at = found + wanted.length;
    const before = text.slice(0, Math.max(found, 0)).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1 - (type === 'code_inline' && found > 0 ? 1 : 0);
    return { line: from + before.length, column: Math.max(1, column) };
  };
}
