import type { Send } from './send.ts';
import { useWords } from './words.ts';

/** Where something was begun, to go on with it is the one clear next thing. */
export function Empty({ goesOn, send }: { goesOn: boolean; send: Send }) {
  const word = useWords();
  return (
    <section class="empty">
      <h1>{word('emptyTitle')}</h1>
      <p>{word('emptyText')}</p>
      <p class="buttons">
        {goesOn && (
          <button type="button" class="primary" onClick={() => send({ type: 'goOn' })}>
            {word('continue')}
          </button>
        )}
        <button type="button" class={goesOn ? '' : 'primary'} onClick={() => send({ type: 'browse' })}>
          {word('browse')}
        </button>
      </p>
    </section>
  );
}

export function Failed({ message, send }: { message: string; send: Send }) {
  const word = useWords();
  return (
    <section class="empty" role="alert">
      <h1>{word('failedTitle')}</h1>
      <p>{message}</p>
      <button type="button" class="primary" onClick={() => send({ type: 'browse' })}>
        {word('browse')}
      </button>
    </section>
  );
}
