import { placeAllInlines } from './inlinePlaces.ts';
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
  const places = placeAllInlines(tokens, lines);
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
    return (places.get(token) ?? []).flatMap(({ token: child, line, column }): Act[] => {
      const place = { line, column, fold };
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
