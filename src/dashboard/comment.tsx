import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** What somebody said: a dozen lines of it until all are asked for, so that nobody takes the page for themselves. */
export function Comment({ text }: { text: string }) {
  const paragraph = useRef<HTMLParagraphElement>(null);
  const [isLong, setLong] = useState(false);
  const [isOpen, setOpen] = useState(false);
  useLayoutEffect(() => {
    const shown = paragraph.current;
    if (shown === null || isOpen) return;
    const observer = new ResizeObserver(() => setLong(shown.scrollHeight > shown.clientHeight + 1));
    observer.observe(shown);
    return () => observer.disconnect();
  }, [text, isOpen]);
  return (
    <>
      <p ref={paragraph} class={isOpen ? 'comment' : 'comment folded'} dir="auto">
        {text}
      </p>
      {isLong && (
        <button type="button" class="fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Show less' : 'Show all'}
        </button>
      )}
    </>
  );
}
