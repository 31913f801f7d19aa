import { type Quiz, quiz } from '../../protocol/quiz.ts';
import { type Message, message, type Problem } from '../message.ts';
import { readYaml } from './yamlPlaces.ts';

/** Reads the YAML of a `quiz` block that starts at a line and column of its file; undefined, and why in `problems`, where it is none. */
export function parseQuiz(yaml: string, start: { line: number; column: number }, problems: Problem[]): Quiz | undefined {
  const { value, places, problems: unreadable } = readYaml(yaml, start);
  problems.push(...unreadable);
  if (unreadable.length > 0) return undefined;
  const read = quiz.safeParse(value ?? {}, { reportInput: true });
  if (!read.success) {
    problems.push(...places.schemaProblems(read.error.issues, ['question', 'choices', 'multiple', 'text', 'correct', 'why']));
    return undefined;
  }
  const wrong = unanswerable(read.data);
  if (wrong === undefined) return read.data;
  problems.push(places.told(wrong, ['choices']));
  return undefined;
}

/** Whether the choices that a person made are all of the right ones and no other. Choices are numbers from 0. */
export function isRight({ choices }: Quiz, chosen: readonly number[]): boolean {
  return choices.every(({ correct = false }, index) => correct === chosen.includes(index));
}

function unanswerable({ choices, multiple = false }: Quiz): Message | undefined {
  const right = choices.filter(({ correct }) => correct === true).length;
  if (right === 0) return message('quiz.noAnswer');
  return right > 1 && !multiple ? message('quiz.severalAnswers') : undefined;
}
