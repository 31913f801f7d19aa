import type { Parameter } from '../../protocol/template.ts';
import { type Message, message } from '../message.ts';
import { closest } from '../schemaMessage.ts';
import { answerProblem, wholeMatch } from './answers.ts';
import { namesIn, readCondition } from './condition.ts';

/** What is wrong with a template's questions beyond their schema, each with its path from `parameters`. */
export function parameterProblems(parameters: readonly Parameter[]): { message: Message; path: (string | number)[] }[] {
  const names: string[] = [];
  return parameters.flatMap((parameter, index) => {
    const found = problemsOf(parameter, names).map(({ message, key }) => ({ message, path: [index, key] }));
    names.push(parameter.name);
    return found;
  });
}

/** `above` are the names of the questions that are asked before. */
function problemsOf(parameter: Parameter, above: readonly string[]): { message: Message; key: keyof Parameter }[] {
  const { name, type, default: standing, choices, pattern, when } = parameter;
  const found: { message: Message; key: keyof Parameter }[] = [];
  const tell = (key: keyof Parameter, told: Message) => void found.push({ key, message: told });
  if (above.includes(name)) tell('name', message('parameter.twice', name));
  if (type === 'choice' && (choices ?? []).length === 0) tell('type', message('parameter.noChoices', name));
  if (type !== 'choice' && choices !== undefined) tell('choices', message('parameter.choices', name));
  if (pattern !== undefined && wholeMatch(pattern) === undefined) tell('pattern', message('parameter.pattern', pattern));
  const wrong = standing === undefined ? undefined : answerProblem(parameter, standing);
  if (wrong !== undefined) tell('default', wrong);
  const read = when === undefined ? undefined : readCondition(when);
  if (read !== undefined && 'problem' in read) tell('when', read.problem);
  if (read !== undefined && 'condition' in read) {
    for (const unknown of namesIn(read.condition).filter((named) => !above.includes(named))) {
      const meant = closest(unknown, above);
      tell('when', meant === undefined ? message('when.unknown', unknown) : message('when.didYouMean', unknown, meant));
    }
  }
  return found;
}
