import type { Template } from '../../protocol/template.ts';
import { type Message, message } from '../message.ts';
import { closest } from '../schemaMessage.ts';
import { type Answer, type Answers, answerProblem, defaultAnswer, isAsked } from './answers.ts';

/** Every parameter's answer: what was given, or else its default. What was given for a question that is not asked is passed over. */
export function settleAnswers(
  { parameters = [] }: Template,
  given: Readonly<Record<string, unknown>>,
): { answers: Answers; problems: Message[] } {
  const answers: Record<string, Answer> = {};
  const problems = unknownNames(
    parameters.map(({ name }) => name),
    Object.keys(given),
  );
  for (const parameter of parameters) {
    const { name } = parameter;
    const value = Object.hasOwn(given, name) && isAsked(parameter, answers) ? given[name] : undefined;
    const answer = value ?? defaultAnswer(parameter);
    const problem = answerProblem(parameter, answer);
    // A default need not fit where the question is not asked.
    if (problem !== undefined && isAsked(parameter, answers)) problems.push(problem);
    answers[name] = isAnswer(answer) ? answer : '';
  }
  return { answers, problems };
}

function unknownNames(known: readonly string[], names: readonly string[]): Message[] {
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = closest(name, known);
      if (meant !== undefined) return message('answer.didYouMean', name, meant);
      return known.length === 0 ? message('answer.none', name) : message('answer.unknown', name, known.join(', '));
    });
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
