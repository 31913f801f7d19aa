import type { Token } from 'markdown-it';
import type { Block, Link, Section } from './tutorial.ts';

export type Thing = Block | Link | { kind: 'reference'; path: string };

/** A section's live things in the order of its text. */
export function thingsInOrder({ tokens, blocks, links, references }: Section): Thing[] {
  const ofInline = ({ meta }: Token): Thing[] => {
    const reference = references[Number(meta?.reference ?? -1)];
    return reference === undefined
      ? [links[Number(meta?.link ?? -1)]].flatMap((link) => link ?? [])
      : [{ kind: 'reference', path: reference.path }];
  };
  return tokens.flatMap((token) => {
    if (token.type === 'fence') return blocks[Number(token.meta?.block ?? -1)] ?? [];
    return token.type === 'inline' ? (token.children ?? []).flatMap(ofInline) : [];
  });
}

/** The file that a section speaks of last before one of its links: by a reference or by a block that writes it. */
export function fileSpokenOf(section: Section, link: Link): string | undefined {
  let spokenOf: string | undefined;
  for (const thing of thingsInOrder(section)) {
    if (thing === link) return spokenOf;
    if (thing.kind === 'reference' || thing.kind === 'file' || thing.kind === 'diff') spokenOf = thing.path;
  }
  return spokenOf;
}
