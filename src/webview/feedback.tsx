import { useState } from 'preact/hooks';
import type { FeedbackView } from '../protocol/guide.ts';
import { Icon } from './icon.tsx';
import type { Send } from './send.ts';
import { useWords } from './words.ts';

type Draft = { thumbs: 'up' | 'down' | undefined; comment: string };

/** What was said of each page and not sent yet: who looks at another step on the way does not write it again. */
const drafts = new Map<string, Draft>();

/** A thumb and a comment; sent by Send alone, below a list of all that goes. `about` names the page. */
export function Feedback({ about, feedback, send }: { about: string; feedback: FeedbackView; send: Send }) {
  const word = useWords();
  const [{ thumbs, comment }, setDraft] = useState<Draft>(drafts.get(about) ?? { thumbs: undefined, comment: '' });
  const write = (changed: Partial<Draft>) => {
    const draft = { thumbs, comment, ...changed };
    drafts.set(about, draft);
    setDraft(draft);
  };
  if (feedback.sent !== undefined) {
    drafts.delete(about);
    return (
      <p class="feedback" role="status">
        <Icon name={feedback.sent === 'up' ? 'thumbsup-filled' : 'thumbsdown-filled'} /> {word('feedbackThanks')}
      </p>
    );
  }
  const thumb = (which: 'up' | 'down') => {
    const label = word(which === 'up' ? 'feedbackUp' : 'feedbackDown');
    return (
      <button
        type="button"
        class="icon"
        aria-label={label}
        title={label}
        aria-pressed={thumbs === which}
        onClick={() => write({ thumbs: which })}
      >
        <Icon name={thumbs === which ? filled[which] : outlined[which]} />
      </button>
    );
  };
  return (
    <section class="feedback" aria-label={word('feedbackAsk')}>
      <p class="ask">
        {word('feedbackAsk')} {thumb('up')} {thumb('down')}
      </p>
      {thumbs !== undefined && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!feedback.sending) send({ type: 'feedback', thumbs, comment });
          }}
        >
          <label for="comment">{word('feedbackComment')}</label>
          <textarea
            id="comment"
            rows={3}
            maxLength={4000}
            value={comment}
            onInput={(event) => write({ comment: event.currentTarget.value })}
          />
          <p class="goes">{word('feedbackGoes', feedback.address)}</p>
          <dl class="goes">
            <dt>{word('feedbackVerdict')}</dt>
            <dd>{word(thumbs === 'up' ? 'feedbackUp' : 'feedbackDown')}</dd>
            {comment.trim() !== '' && (
              <>
                <dt>{word('feedbackText')}</dt>
                <dd>{comment.trim()}</dd>
              </>
            )}
            {feedback.goes.map(({ name, value }) => [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>])}
          </dl>
          <p class="buttons">
            <button type="submit" aria-disabled={feedback.sending}>
              {word('feedbackSend')}
            </button>
            <button type="button" class="quiet" onClick={() => write({ thumbs: undefined })}>
              {word('feedbackCancel')}
            </button>
          </p>
        </form>
      )}
    </section>
  );
}

/** Whole names: the build keeps the icons that it finds. */
const outlined = { up: 'thumbsup', down: 'thumbsdown' };
const filled = { up: 'thumbsup-filled', down: 'thumbsdown-filled' };
