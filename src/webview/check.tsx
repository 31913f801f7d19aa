import type { BlockView, CheckView } from '../protocol/guide.ts';
import { Icon } from './icon.tsx';
import type { Send } from './send.ts';
import { useWords } from './words.ts';

type CheckBlock = Extract<BlockView, { kind: 'check' }>;

/** What is checked in this step, and what was found beside what was expected. */
export function Check({ block, index, primary, send }: { block: CheckBlock; index: number; primary: boolean; send: Send }) {
  const word = useWords();
  const { checks, refused, state } = block;
  const running = state === 'running';
  const tried = checks.some(({ result }) => result !== undefined);
  return (
    <section class="check" aria-label={word('check')}>
      <ul>
        {checks.map((check) => (
          <CheckRow key={check.expected} check={check} waiting={running && check.result === undefined} />
        ))}
        {refused.map((why) => (
          <li key={why} class="bad">
            <Icon name="warning" />
            <div>{why}</div>
          </li>
        ))}
      </ul>
      <p class="buttons">
        <button
          type="button"
          class={primary ? 'primary' : ''}
          aria-disabled={running || checks.length === 0}
          onClick={() => !running && checks.length > 0 && send({ type: 'check', index })}
        >
          <Icon name={running ? 'loading' : 'beaker'} spin={running} />
          {running ? word('checking') : word(tried ? 'checkAgain' : 'check')}
        </button>
        {running && (
          <button type="button" onClick={() => send({ type: 'cancel', index })}>
            {word('cancel')}
          </button>
        )}
      </p>
    </section>
  );
}

const looks = {
  passed: { icon: 'pass-filled', tone: 'good' },
  failed: { icon: 'error', tone: 'bad' },
  unavailable: { icon: 'circle-slash', tone: 'plain' },
  cancelled: { icon: 'circle-slash', tone: 'plain' },
} as const;

/** One check: what was expected, and what was found once it was tried. */
export function CheckRow({ check: { expected, result, hint }, waiting }: { check: CheckView; waiting: boolean }) {
  const word = useWords();
  if (result === undefined) {
    return (
      <li>
        <Icon name={waiting ? 'loading' : 'circle-large-outline'} spin={waiting} />
        <div>
          {expected}
          <span class="unseen">, {word(waiting ? 'checking' : 'notRun')}</span>
        </div>
      </li>
    );
  }
  const { icon, tone } = looks[result.state];
  if (result.state === 'passed') {
    return (
      <li class={tone}>
        <Icon name={icon} />
        <div>
          {expected}
          <span class="unseen">, {word('passed')}</span>
        </div>
      </li>
    );
  }
  return (
    <li class={tone}>
      <Icon name={icon} />
      <div>
        <dl>
          <dt>{word('expected')}</dt>
          <dd>{expected}</dd>
          <dt>{word('found')}</dt>
          <dd>{result.found}</dd>
        </dl>
        {hint !== undefined && result.state === 'failed' && <p class="hint">{hint}</p>}
        {result.output !== undefined && result.output !== '' && (
          <details class="output" open={result.output.length < 400}>
            <summary>{word('output')}</summary>
            <pre>{result.output.trimEnd()}</pre>
          </details>
        )}
      </div>
    </li>
  );
}
