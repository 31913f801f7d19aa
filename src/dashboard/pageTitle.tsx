import { useEffect, useRef, useState } from 'preact/hooks';
import { isolated, Name } from './name.tsx';
import { scrollPlace } from './scrollPlace.ts';

type Props = { text: string; isWhole?: boolean };

/**
 * The heading of a page: it names the window too, and takes the focus when its page opens, so that it is read out. Who comes back finds the page
 * where they left it, as soon as it is whole.
 */
export function PageTitle({ text, isWhole = true }: Props) {
  const [place] = useState(scrollPlace);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${isolated(text)} · Onramp`;
  }, [text]);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => window.scrollTo(0, isWhole ? place : 0), [isWhole, place]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      <Name text={text} />
    </h1>
  );
}
