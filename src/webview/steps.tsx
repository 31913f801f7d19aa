import { useEffect, useRef } from 'preact/hooks';
import type { GuidePage } from '../protocol/guide.ts';
import { Icon } from './icon.tsx';
import type { Send } from './send.ts';
import { useWords } from './words.ts';

type StepLine = GuidePage['steps'][number];

/** Every step, in a bar that shows how far the person is and in a list that unfolds over the text. Each is a way to its step. */
export function StepBar({ page: { steps, position }, send }: { page: GuidePage; send: Send }) {
  const word = useWords();
  const bar = useRef<HTMLDivElement>(null);
  const name = useStepName(position);
  // One stop for the Tab key, however many steps there are: the arrows go on from it.
  const walk = (event: KeyboardEvent) => {
    const all = [...(bar.current?.querySelectorAll('button') ?? [])];
    const at = all.findIndex((segment) => segment.matches(':focus'));
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || all[to] === undefined) return;
    event.preventDefault();
    all[to].focus();
  };
  return (
    <div class="progress" role="toolbar" aria-label={word('steps')} ref={bar} onKeyDown={walk}>
      {steps.map((step, index) => (
        <button
          key={step.id}
          type="button"
          class={`${step.status}${index + 1 === position ? ' current' : ''}`}
          tabIndex={index === Math.max(position - 1, 0) ? 0 : -1}
          title={name(step, index)}
          aria-label={name(step, index)}
          aria-current={index + 1 === position ? 'step' : undefined}
          onClick={() => send({ type: 'go', step: step.id })}
        />
      ))}
    </div>
  );
}

export function StepList({ page: { steps, position }, send }: { page: GuidePage; send: Send }) {
  const word = useWords();
  const fold = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (fold.current !== null) fold.current.open = false;
  };
  const go = (step: string | null) => {
    close();
    fold.current?.querySelector('summary')?.focus();
    send({ type: 'go', step });
  };
  useEffect(() => {
    const leave = ({ target }: Event) => {
      if (!(target instanceof Node) || !fold.current?.contains(target)) close();
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
    };
  }, []);
  const foldUp = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !fold.current?.open) return;
    close();
    fold.current.querySelector('summary')?.focus();
  };
  return (
    <details class="steps" ref={fold} onKeyDown={foldUp}>
      <summary>{position === 0 ? word('steps') : word('progress', position, steps.length)}</summary>
      <ol aria-label={word('steps')}>
        <li>
          <button type="button" aria-current={position === 0 ? 'step' : undefined} onClick={() => go(null)}>
            <Icon name="book" />
            {word('cover')}
          </button>
        </li>
        {steps.map((step, index) => (
          <li key={step.id}>
            <button
              type="button"
              aria-current={index + 1 === position ? 'step' : undefined}
              aria-label={`${step.title}, ${word(states[step.status])}`}
              onClick={() => go(step.id)}
            >
              <Icon name={index + 1 === position && step.status === 'entered' ? 'circle-filled' : looks[step.status]} />
              {step.title}
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}

const looks = {
  todo: 'circle-large-outline',
  entered: 'circle-large-outline',
  completed: 'pass-filled',
  skipped: 'debug-step-over',
} as const;
const states = { todo: 'stepTodo', entered: 'stepTodo', completed: 'stepCompleted', skipped: 'skipped' } as const;

function useStepName(position: number): (step: StepLine, index: number) => string {
  const word = useWords();
  return ({ title, status }, index) => {
    const current = index + 1 === position && status !== 'completed';
    return `${index + 1}. ${title}, ${word(current ? 'stepCurrent' : states[status])}`;
  };
}
