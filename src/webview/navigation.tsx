import type { GuidePage } from '../protocol/guide.ts';
import type { Send } from './send.ts';
import { useWords } from './words.ts';

/** Always at the foot, so that the eye and the focus stay where they are from step to step. */
export function Navigation({ page: { navigation }, send }: { page: GuidePage; send: Send }) {
  const word = useWords();
  const { back, next, nextOpen, skip } = navigation;
  return (
    <footer>
      {back && (
        <button type="button" class="quiet" onClick={() => send({ type: 'back' })}>
          {word('back')}
        </button>
      )}
      <span class="gap" />
      {skip && (
        <button type="button" class="quiet" title={word('skipTitle')} onClick={() => send({ type: 'skip' })}>
          {word('skip')}
        </button>
      )}
      {(back || nextOpen) && (
        <button
          type="button"
          class={nextOpen ? 'primary' : ''}
          aria-disabled={!nextOpen}
          title={nextOpen ? '' : word('lockedTitle')}
          // The second click of two is meant for the step that was there at the first.
          onClick={({ detail }) => nextOpen && detail < 2 && send({ type: 'next' })}
        >
          {word(next)}
        </button>
      )}
    </footer>
  );
}
