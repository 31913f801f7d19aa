/** What each number means, in one sentence. Whoever shows a number shows this with it. */
export const definitions = {
  Starts: 'People who opened the tutorial. Each counts once, however often they come back.',
  Completions: 'People of those who reached the end.',
  'Completion rate': 'Completions as a share of starts.',
  'Time to first success':
    'From opening the tutorial to the first check its author marked as a success. Half of the people took no longer than the median, nine in ten no longer than p90.',
  Feedback: 'Thumbs up and down, on any step.',
  'Saw it': 'People who opened the step.',
  Completed: 'People of those who finished the step.',
  Skipped: 'People of those who went past the step without finishing it.',
  'Left here': 'People who saw the step and have, so far, neither finished nor skipped it. Someone who is in it right now counts too.',
  'Drop-off': 'Left here as a share of saw it.',
  'Failed checks': 'How often a check of the step did not pass.',
  'Hints opened': 'How often a hint of the step was opened.',
} as const;

export type Term = keyof typeof definitions;

/** The list of definitions that belongs under a table. */
export function Definitions({ terms }: { terms: readonly Term[] }) {
  return (
    <section class="definitions" aria-label="What the numbers mean">
      <dl>
        {terms.map((term) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{definitions[term]}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
