import { render } from 'preact';
import { useContext, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { BlockView, CodeColours, GuidePage } from '../protocol/guide.ts';
import { Block } from './block.tsx';
import { ColoursContext } from './coloured.tsx';
import { Html } from './html.tsx';
import type { Send } from './send.ts';
import { useWords, WordsContext } from './words.ts';

/** The section's HTML, made and sanitised by core, with its blocks come alive where the HTML leaves a place for each. */
export function Prose({ page, colours, send }: { page: GuidePage; colours: readonly (CodeColours | null)[]; send: Send }) {
  const word = useWords();
  const words = useContext(WordsContext);
  const root = useRef<HTMLDivElement>(null);
  const [isWhole, setWhole] = useState(false);
  const primaryCheck = page.navigation.nextOpen ? -1 : page.blocks.findIndex(isToDo);

  // A fold's own event does not bubble, so it is caught on its way down.
  const toggle = (event: Event) => {
    const fold = event.target;
    if (!(fold instanceof HTMLDetailsElement) || !fold.open || fold.dataset.hint === undefined || fold.dataset.told !== undefined) return;
    fold.dataset.told = 'yes';
    send({ type: 'hint', index: Number(fold.dataset.hint) });
  };

  useLayoutEffect(() => {
    for (const place of root.current?.querySelectorAll<HTMLElement>('[data-block]') ?? []) {
      const index = Number(place.dataset.block);
      const block = page.blocks[index];
      if (block === undefined) continue;
      render(
        <WordsContext.Provider value={words}>
          <ColoursContext.Provider value={colours[index] ?? null}>
            <Block block={block} index={index} primary={index === primaryCheck} send={send} />
          </ColoursContext.Provider>
        </WordsContext.Provider>,
        place,
      );
    }
  });
  useLayoutEffect(() => {
    for (const alert of root.current?.querySelectorAll<HTMLElement>('[data-alert]') ?? []) {
      const tone = alert.dataset.alert;
      if (isTone(tone)) alert.dataset.title = word(tone);
    }
  }, [page.key, page.html, isWhole]);
  useLayoutEffect(() => {
    root.current?.addEventListener('toggle', toggle, true);
    return () => {
      root.current?.removeEventListener('toggle', toggle, true);
      // What is on its way out is taken apart when it is out: the next step is not kept waiting for it.
      const places = [...(root.current?.querySelectorAll('[data-block]') ?? [])];
      window.setTimeout(() => {
        for (const place of places) render(null, place);
      });
    };
  }, [page.key]);

  useLayoutEffect(() => {
    for (const box of root.current?.querySelectorAll<HTMLInputElement>('input[data-task]') ?? []) {
      box.checked = page.ticks.includes(Number(box.dataset.task));
    }
  });

  const tick = (event: Event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || box.dataset.task === undefined) return;
    send({ type: 'tick', index: Number(box.dataset.task), on: box.checked });
  };
  const click = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-reference], [data-link]') : null;
    if (target === null) return;
    event.preventDefault();
    const { reference, link } = target.dataset;
    if (reference !== undefined) send({ type: 'reference', index: Number(reference) });
    else if (link !== undefined) send({ type: 'link', index: Number(link) });
  };
  // A reference is a button, and a button answers the space bar as well.
  const press = (event: KeyboardEvent) => {
    const reference = event.key === ' ' && event.target instanceof Element ? event.target.closest<HTMLElement>('[data-reference]') : null;
    if (reference === null) return;
    event.preventDefault();
    reference.click();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the clicks come from the links and buttons inside
    <div ref={root} onClick={click} onKeyDown={press} onChange={tick}>
      <Html html={page.html} blocks={page.blocks} onWhole={() => setWhole(true)} />
    </div>
  );
}

function isToDo(block: BlockView): boolean {
  return block.kind === 'check' && block.checks.some(({ result }) => result?.state !== 'passed');
}

const tones = ['note', 'tip', 'important', 'warning', 'caution'] as const;

function isTone(tone: string | undefined): tone is (typeof tones)[number] {
  return tones.some((known) => known === tone);
}
