import { useLayoutEffect, useRef } from 'preact/hooks';
import type { BlockView } from '../protocol/guide.ts';
import { memo } from './memo.tsx';

type HtmlParts = { html: string; blocks: readonly BlockView[]; onWhole: () => void };

/**
 * HTML that core has sanitised. Set once: the blocks live inside it, so it is never written again for the same text. Of a long text the
 * first screen comes at once, so that nobody waits for what they do not see, and the rest below it when that is painted; `onWhole` is then called.
 */
export const Html = memo(
  ({ html, blocks, onWhole }: HtmlParts) => {
    const place = useRef<HTMLDivElement>(null);
    const begun = useRef(false);
    useLayoutEffect(() => {
      const { content } = Object.assign(document.createElement('template'), { innerHTML: html });
      const rest = begun.current ? [] : takeBelowFirstScreen(content, blocks);
      begun.current = true;
      place.current?.replaceChildren(content);
      if (rest.length === 0) return;
      return afterPaint(() => {
        place.current?.append(...rest);
        onWhole();
      });
    }, [html]);
    return <div class="prose" ref={place} />;
  },
  ['html'],
);

/** A character takes more room than this, in square pixels, whatever it is part of. */
const smallestCharacter = 100;

/** Takes out the elements that follow more text than fills the panel. `blocks` are those that the HTML leaves places for. */
function takeBelowFirstScreen(content: DocumentFragment, blocks: readonly BlockView[]): Element[] {
  const screenful = Math.max(2000, (window.innerWidth * window.innerHeight) / smallestCharacter);
  let shown = 0;
  const below = [...content.children].filter((element) => {
    const isBelow = shown > screenful;
    const block = blocks[Number(element.getAttribute('data-block') ?? -1)];
    if (!isBelow) shown += element.textContent.length + (block?.text.length ?? 0);
    return isBelow;
  });
  for (const element of below) element.remove();
  return below;
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
