import { useEffect, useRef } from 'preact/hooks';
import { isolated, Name } from './name.tsx';

/** The heading of a page: it names the window too, and takes the focus when its page opens, so that it is read out. */
export function PageTitle({ text }: { text: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${isolated(text)} · Onramp`;
  }, [text]);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      <Name text={text} />
    </h1>
  );
}
