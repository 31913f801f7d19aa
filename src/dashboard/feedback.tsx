import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { FeedbackAnswer, FeedbackEntry, StepMetrics } from '../protocol/metrics.ts';
import { csvAddress, readFeedback, type TutorialPlace } from './backend.ts';
import { Comment } from './comment.tsx';
import { isolated, Name } from './name.tsx';
import { Failure, Placeholder } from './notice.tsx';
import { useResource } from './resource.ts';
import { tutorialAddress } from './route.ts';
import { Thumb } from './thumb.tsx';
import { agoText, countText, momentText } from './words.ts';

type Props = {
  place: TutorialPlace;
  steps: readonly StepMetrics[];
  step: string | undefined;
  version: number;
  onFailure: (failure: Error) => void;
};

/** What people said, newest first, of all steps or of one. */
export function Feedback({ place, steps, step, version, onFailure }: Props) {
  const section = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const key = `${place.pack}/${place.tutorial}/${step ?? ''}`;
  const { value: newest, failure, retry } = useResource(() => readFeedback(place, step), key, version, onFailure);
  const older = useOlder(place, step, key, newest, onFailure);
  const now = useNow();
  const opened = useRef(step);
  useEffect(() => {
    if (opened.current === step) return;
    opened.current = step;
    section.current?.scrollIntoView({ block: 'start' });
    // Who came by a link is taken along; who uses the list of steps stays in it.
    if (!section.current?.contains(document.activeElement)) heading.current?.focus({ preventScroll: true });
  }, [step]);

  const entries = newest === undefined ? [] : merged(newest.feedback, older.entries);
  return (
    <section ref={section} class="feedback" aria-labelledby="feedback">
      <div class="heading">
        <h2 id="feedback" ref={heading} tabIndex={-1}>
          What do people say?
        </h2>
        {entries.length > 0 && (
          <a class="download" href={csvAddress('feedback', { ...place, step })} download>
            Download CSV
          </a>
        )}
      </div>
      <StepFilter place={place} steps={steps} step={step} />
      {failure !== undefined && <Failure failure={failure} onRetry={retry} />}
      {newest === undefined && failure === undefined && <Placeholder rows={3} label="Loading the feedback" />}
      {newest !== undefined && entries.length === 0 && <NothingSaid place={place} step={step} />}
      {entries.length > 0 && (
        <ol class="entries" aria-label="Feedback">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} now={now} title={steps.find(({ id }) => id === entry.step)?.title ?? entry.stepTitle} />
          ))}
        </ol>
      )}
      {older.failure !== undefined && <Failure failure={older.failure} onRetry={older.read} />}
      {older.next !== null && older.failure === undefined && (
        <button type="button" class="more" onClick={older.read} disabled={older.busy}>
          {older.busy ? 'Loading…' : 'Show older feedback'}
        </button>
      )}
    </section>
  );
}

function StepFilter({ place, steps, step }: Pick<Props, 'place' | 'steps' | 'step'>) {
  return (
    <p class="filter">
      <label for="step-filter">Step</label>
      <select
        id="step-filter"
        value={step ?? ''}
        onChange={(event) => {
          location.hash = tutorialAddress(place, event.currentTarget.value || undefined);
        }}
      >
        <option value="">All steps</option>
        {step !== undefined && steps.every(({ id }) => id !== step) && <option value={step}>{isolated(step)} (unknown)</option>}
        {steps.map(({ id, title, thumbsUp, thumbsDown }) => (
          <option key={id} value={id}>
            {isolated(title)} ({countText(thumbsUp + thumbsDown)})
          </option>
        ))}
      </select>
    </p>
  );
}

function Entry({ entry, title, now }: { entry: FeedbackEntry; title: string; now: number }) {
  const { thumbs, comment, time, version } = entry;
  return (
    <li class="entry">
      <Thumb way={thumbs} label={thumbs === 'up' ? 'Thumbs up' : 'Thumbs down'} />
      <div>
        {comment !== null && <Comment text={comment} />}
        <p class="about">
          <span class="about-step">
            <Name text={title} />
          </span>{' '}
          ·{' '}
          <time dateTime={new Date(time).toISOString()} title={momentText(time)}>
            {agoText(time, now)}
          </time>{' '}
          · version <Name text={version} />
        </p>
      </div>
    </li>
  );
}

function NothingSaid({ place, step }: Pick<Props, 'place' | 'step'>) {
  if (step === undefined) {
    return <p class="empty-line">Nobody has said anything yet. Learners do it with the thumbs at the end of each step.</p>;
  }
  return (
    <p class="empty-line">
      Nobody has said anything about this step yet. <a href={tutorialAddress(place)}>Show all steps</a>
    </p>
  );
}

type Older = { entries: readonly FeedbackEntry[]; next: string | null; busy: boolean; failure: Error | undefined; read(): void };

/** What was read beyond the newest; `next` is undefined until then, `reading` while nothing is being read. */
type Kept = {
  of: string;
  entries: readonly FeedbackEntry[];
  next: string | null | undefined;
  reading: symbol | undefined;
  failure: Error | undefined;
};

/** The portions that were asked for beyond the newest. */
function useOlder(
  place: TutorialPlace,
  step: string | undefined,
  key: string,
  newest: FeedbackAnswer | undefined,
  onFailure: (failure: Error) => void,
): Older {
  const empty: Kept = { of: key, entries: [], next: undefined, reading: undefined, failure: undefined };
  const [kept, setKept] = useState(empty);
  const state = kept.of === key ? kept : empty;
  // Before anybody can press the button, who would go on from what no longer joins.
  useLayoutEffect(() => {
    if (newest === undefined) return;
    setKept((before) => {
      if (before.of !== key || before.entries.length === 0) return before;
      return goesOn(newest, before.entries) ? { ...before, entries: merged(newest.feedback, before.entries) } : empty;
    });
  }, [newest, key]);
  // Until something older was read, the newest portion knows where it goes on.
  const next = state.next === undefined ? (newest?.next ?? null) : state.next;
  async function read(): Promise<void> {
    if (next === null || state.reading !== undefined) return;
    const reading = Symbol();
    // What comes meanwhile may not join it, and then the answer is of no use.
    const end = (change: (before: Kept) => Partial<Kept>) =>
      setKept((before) => (before.reading === reading ? { ...before, ...change(before), reading: undefined } : before));
    setKept({ ...state, entries: merged(newest?.feedback ?? [], state.entries), next, reading, failure: undefined });
    try {
      const answer = await readFeedback(place, step, next);
      end(({ entries }) => ({ entries: merged(entries, answer.feedback), next: answer.next }));
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      end(() => ({ failure }));
      onFailure(failure);
    }
  }
  return { entries: state.entries, next, busy: state.reading !== undefined, failure: state.failure, read: () => void read() };
}

/** Whether nothing can be missing between the newest portion and what was read before. */
function goesOn({ feedback, next }: FeedbackAnswer, before: readonly FeedbackEntry[]): boolean {
  return next === null || feedback.some(({ id }) => before.some((known) => known.id === id));
}

function merged(some: readonly FeedbackEntry[], more: readonly FeedbackEntry[]): FeedbackEntry[] {
  const all = new Map([...more, ...some].map((entry) => [entry.id, entry]));
  return [...all.values()].sort((a, b) => b.time - a.time || (a.id < b.id ? 1 : -1));
}

/** The time, twice a minute anew. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
