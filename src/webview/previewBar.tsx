import type { PreviewShown } from '../protocol/preview.ts';

export type Theme = 'dark' | 'light';

type Bar = { shown: PreviewShown; theme: Theme; onTutorial: (id: string) => void; onTheme: () => void };

/** What stands above the guide in the preview: which tutorial, in which light, and what is wrong in the pack. */
export function PreviewBar({ shown: { pack, tutorials, tutorial, problems }, theme, onTutorial, onTheme }: Bar) {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return (
    <>
      <div class="bar">
        <span class="name">{pack}</span>
        {tutorials.length > 0 && (
          <select aria-label="Tutorial" value={tutorial} onChange={(event) => onTutorial(event.currentTarget.value)}>
            {tutorials.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        )}
        <span class="gap" />
        <button type="button" class="quiet" onClick={onTheme}>
          {theme === 'dark' ? 'Light theme' : 'Dark theme'}
        </button>
      </div>
      {problems.length > 0 && (
        <details class="found" open={errors > 0}>
          <summary>{problems.length === 1 ? '1 problem' : `${problems.length} problems`} in this pack</summary>
          <ul>
            {problems.map(({ severity, text }) => (
              <li key={text} class={severity}>
                {text}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
