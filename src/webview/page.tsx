import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { CodeColours, GuidePage } from '../protocol/guide.ts';
import { Consent } from './consent.tsx';
import { Feedback } from './feedback.tsx';
import { Navigation } from './navigation.tsx';
import { Prose } from './prose.tsx';
import { Requires } from './requires.tsx';
import type { Send } from './send.ts';
import { StepBar, StepList } from './steps.tsx';
import { useWords } from './words.ts';

/** One step, or the cover: its text, its blocks, and one clear next thing. */
export function Page({ page, colours, send }: { page: GuidePage; colours: readonly (CodeColours | null)[]; send: Send }) {
  const word = useWords();
  const scroller = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const held = useRef(false);
  const shown = useRef(page.key);
  useLayoutEffect(() => {
    // The first page stands at its top: to say so would have it laid out once more before it is painted.
    if (shown.current !== page.key) scroller.current?.scrollTo(0, 0);
    shown.current = page.key;
  }, [page.key]);
  // What had the focus may be gone with the step, the question or the form it belonged to; where it is not, it keeps it.
  useLayoutEffect(() => {
    if (held.current && isLost(document.activeElement)) heading.current?.focus({ preventScroll: true });
  }, [page.key, page.consent === undefined, page.feedback?.sent]);
  useEffect(() => {
    const hold = ({ target }: FocusEvent) => {
      held.current = !isLost(target);
    };
    const letGo = () => {
      held.current = false;
    };
    document.addEventListener('focusin', hold);
    window.addEventListener('blur', letGo);
    return () => {
      document.removeEventListener('focusin', hold);
      window.removeEventListener('blur', letGo);
    };
  }, []);
  const { position, steps } = page;
  const finished = steps.length > 0 && steps.every(({ status }) => status === 'completed' || status === 'skipped');
  return (
    <>
      <header>
        <div class="where">
          <span class="tutorial">{position === 0 ? page.pack : page.tutorial}</span>
          {steps.length > 0 && <StepList page={page} send={send} />}
        </div>
        <StepBar page={page} send={send} />
      </header>
      <div class="scroll" ref={scroller}>
        <article aria-labelledby="title">
          <h1 id="title" ref={heading} tabIndex={-1}>
            {page.title}
          </h1>
          {page.facts.map((fact) => (
            <p key={fact} class="fact">
              {fact}
            </p>
          ))}
          {page.consent !== undefined && <Consent address={page.consent.address} send={send} />}
          {page.problems.length > 0 && <Problems problems={page.problems} />}
          {page.requires !== undefined && <Requires requires={page.requires} send={send} />}
          <Prose key={page.key} page={page} colours={colours} send={send} />
          {finished && position === steps.length && (
            <p class="finished" role="status">
              {word('completed')}
            </p>
          )}
          {page.feedback !== undefined && <Feedback key={page.key} about={page.key} feedback={page.feedback} send={send} />}
        </article>
      </div>
      <Navigation page={page} send={send} />
      <p class="unseen" aria-live="polite">
        {position > 0 ? `${word('progress', position, steps.length)}: ${page.title}` : ''}
      </p>
    </>
  );
}

function isLost(focused: EventTarget | null): boolean {
  return focused === null || focused === document.body || focused === document || !(focused instanceof Node) || !focused.isConnected;
}

function Problems({ problems }: { problems: string[] }) {
  const word = useWords();
  return (
    <details class="problems">
      <summary>{word('problems')}</summary>
      <ul>
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </details>
  );
}
