import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { CodeColours, TextStyle } from '../protocol/guide.ts';
import { memo } from './memo.tsx';

/** The colours of the block it is around; null as long as there are none. */
export const ColoursContext = createContext<CodeColours | null>(null);

/** Code in the colours of the block it is in. The text itself is the same with and without. */
export function ColouredText({ text }: { text: string }) {
  return <Lines text={text} colours={useContext(ColoursContext)} />;
}

/** One line of it, by its index. */
export function ColouredLine({ line, at }: { line: string; at: number }) {
  return <Line line={line} at={at} colours={useContext(ColoursContext)} />;
}

const Lines = memo(({ text, colours }: { text: string; colours: CodeColours | null }) => {
  if (colours === null) return <>{text}</>;
  const lines = text.split('\n');
  return <>{lines.map((line, at) => [<Line key={at} line={line} at={at} colours={colours} />, at + 1 < lines.length && '\n'])}</>;
});

function Line({ line, at, colours }: { line: string; at: number; colours: CodeColours | null }) {
  let begin = 0;
  const runs = (colours?.lines[at] ?? []).map(([length, style]) => {
    const text = line.slice(begin, begin + length);
    begin += length;
    const looks = colours?.styles[style];
    return looks === undefined ? (
      text
    ) : (
      <span key={begin} style={cssOf(looks)}>
        {text}
      </span>
    );
  });
  return (
    <>
      {runs}
      {line.slice(begin)}
    </>
  );
}

/** Set one by one through the DOM, which the page's policy allows and which takes nothing but a value. */
function cssOf({ colour, italic, bold, underline, strikethrough }: TextStyle) {
  const lines = [underline && 'underline', strikethrough && 'line-through'].filter(Boolean).join(' ');
  return {
    color: colour,
    fontStyle: italic && 'italic',
    fontWeight: bold && 'bold',
    textDecoration: lines || undefined,
  };
}
