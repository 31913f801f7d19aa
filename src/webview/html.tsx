import { useLayoutEffect, useRef } from 'preact/hooks';
import type { BlockView } from '../protocol/guide.ts';
import { pieceEnd } from '../protocol/pieceEnd.ts';
import { memo } from './memo.tsx';

type HtmlParts = { html: string; blocks: readonly BlockView[]; onWhole: () => void };

/**
 * HTML that core has sanitised. Set once: the blocks live inside it, so it is never written again for the same text. Of a long text the
 * first screen comes at once, so that nobody waits for what they do not see, and the rest below it when that is painted, each piece laid out when it
 * comes into sight; `onWhole` is then called.
 */
export const Html = memo(
  ({ html, blocks, onWhole }: HtmlParts) => {
    const place = useRef<HTMLDivElement>(null);
    const begun = useRef(false);
    useLayoutEffect(() => {
      const pieces = html.split(pieceEnd);
      const first = begun.current ? pieces.length : piecesInSight(pieces, blocks);
      begun.current = true;
      if (place.current !== null) place.current.innerHTML = pieces.slice(0, first).join('');
      if (first === pieces.length) return;
      return afterPaint(() => {
        const rest = pieces.slice(first).map((piece) => `<div class="piece">${piece}</div>`);
        place.current?.insertAdjacentHTML('beforeend', rest.join(''));
        onWhole();
      });
    }, [html]);
    return <div class="prose" ref={place} />;
  },
  ['html'],
);

/** A character takes more room than this, in square pixels, whatever it is part of. */
const smallestCharacter = 100;

/** How many pieces have more text than fills the panel, marks left aside. `blocks` are those that the HTML leaves places for. */
function piecesInSight(pieces: readonly string[], blocks: readonly BlockView[]): number {
  const screenful = (window.innerWidth * window.innerHeight) / smallestCharacter;
  let shown = 0;
  const enough = pieces.findIndex((piece) => {
    shown += piece.replace(/<[^>]*>/g, '').length;
    for (const [, index] of piece.matchAll(/data-block="(\d+)"/g)) shown += blocks[Number(index)]?.text.length ?? 0;
    return shown > screenful;
  });
  return enough < 0 ? pieces.length : enough + 1;
}

/** Gives the way to call it off. */
function afterPaint(work: () => void): () => void {
  let timer: number | undefined;
  const frame = requestAnimationFrame(() => {
    timer = window.setTimeout(work, aFrame);
  });
  return () => {
    cancelAnimationFrame(frame);
    window.clearTimeout(timer);
  };
}

const aFrame = 16;
