import type { Send } from './send.ts';
import { useWords } from './words.ts';

export function Empty({ send }: { send: Send }) {
  const word = useWords();
  return (
    <section class="empty">
      <h1>{word('emptyTitle')}</h1>
      <p>{word('emptyText')}</p>
      <button type="button" class="primary" onClick={() => send({ type: 'browse' })}>
        {word('browse')}
      </button>
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
