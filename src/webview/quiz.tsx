import { useState } from 'preact/hooks';
import type { BlockView } from '../protocol/guide.ts';
import { Icon } from './icon.tsx';
import type { Send } from './send.ts';
import { useWords } from './words.ts';

type QuizBlock = Extract<BlockView, { kind: 'quiz' }>;

/** A question with choices. It can be answered as often as one likes; why a choice is right or wrong stands below it once it was chosen. */
export function Quiz({ block, index, send }: { block: QuizBlock; index: number; send: Send }) {
  const word = useWords();
  const { question, multiple, choices, answer } = block;
  const [chosen, setChosen] = useState<number[]>(answer?.chosen ?? []);
  const choose = (at: number, on: boolean) => {
    const others = multiple ? chosen.filter((other) => other !== at) : [];
    setChosen(on ? [...others, at] : others);
  };
  const name = `quiz-${index}`;
  return (
    <form
      class="quiz"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen.length > 0) send({ type: 'answer', index, chosen });
      }}
    >
      <fieldset>
        <legend>{question}</legend>
        {multiple && <p class="fact">{word('chooseAll')}</p>}
        {choices.map(({ text, why }, at) => (
          <div key={text} class="choice">
            <label>
              <input
                type={multiple ? 'checkbox' : 'radio'}
                name={name}
                checked={chosen.includes(at)}
                onInput={(event) => choose(at, event.currentTarget.checked)}
              />
              <span>{text}</span>
            </label>
            {why !== undefined && <p class="hint">{why}</p>}
          </div>
        ))}
      </fieldset>
      <p class="buttons">
        <button type="submit" aria-disabled={chosen.length === 0}>
          {word(answer === undefined ? 'answer' : 'answerAgain')}
        </button>
        {answer !== undefined && (
          <span class={`status ${answer.right ? 'good' : 'bad'}`} role="status">
            <Icon name={answer.right ? 'pass-filled' : 'error'} /> {word(answer.right ? 'right' : 'wrong')}
          </span>
        )}
      </p>
    </form>
  );
}
