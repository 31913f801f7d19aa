import type { Send } from './send.ts';
import { useWords } from './words.ts';

/** Asked once, in place, beside what the person is doing: it blocks nothing and can be left unanswered. */
export function Consent({ address, send }: { address: string; send: Send }) {
  const word = useWords();
  return (
    <section class="card" aria-label={word('consentTitle')}>
      <h2>{word('consentTitle')}</h2>
      <p>{word('consentText', address)}</p>
      <p class="buttons">
        <button type="button" onClick={() => send({ type: 'consent', answer: 'yes' })}>
          {word('consentYes')}
        </button>
        <button type="button" onClick={() => send({ type: 'consent', answer: 'no' })}>
          {word('consentNo')}
        </button>
        <button type="button" class="quiet" onClick={() => send({ type: 'consent', answer: 'preview' })}>
          {word('consentPreview')}
        </button>
      </p>
    </section>
  );
}
