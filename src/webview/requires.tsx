import type { GuidePage } from '../protocol/guide.ts';
import { CheckRow } from './check.tsx';
import { Icon } from './icon.tsx';
import type { Send } from './send.ts';
import { useWords } from './words.ts';

type Wanted = NonNullable<GuidePage['requires']>;

/** What the tutorial needs before it is begun. It tells what is missing and keeps nobody from starting. */
export function Requires({ requires: { checks, state, missing }, send }: { requires: Wanted; send: Send }) {
  const word = useWords();
  const running = state === 'running';
  const tried = checks.every(({ result }) => result !== undefined);
  return (
    <section class="check requires" aria-labelledby="requires">
      <h2 id="requires">{word('requires')}</h2>
      <ul>
        {checks.map((check) => (
          <CheckRow key={check.expected} check={check} waiting={running && check.result === undefined} />
        ))}
      </ul>
      <p class="missing" role="status">
        {missing}
      </p>
      <p class="buttons">
        <button type="button" aria-disabled={running} onClick={() => !running && send({ type: 'require' })}>
          <Icon name={running ? 'loading' : 'beaker'} spin={running} />
          {running ? word('checking') : word(tried ? 'checkAgain' : 'check')}
        </button>
        {running && (
          <button type="button" onClick={() => send({ type: 'stopRequiring' })}>
            {word('cancel')}
          </button>
        )}
      </p>
    </section>
  );
}
