import { inEnglish } from '../core/message.ts';
import { type Answer, type Answers, answerProblem, defaultAnswer, isAsked, readAnswer } from '../core/scaffold/answers.ts';
import type { Parameter, Template } from '../protocol/template.ts';

/** Asks on the terminal what was not given; undefined where the person cancels. */
export async function askAnswers(
  { parameters = [] }: Template,
  given: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown> | undefined> {
  const answers: Record<string, unknown> = { ...given };
  for (const parameter of parameters) {
    if (Object.hasOwn(answers, parameter.name) || !isAsked(parameter, known(parameters, answers))) continue;
    const answer = await ask(parameter);
    if (answer === undefined) return undefined;
    answers[parameter.name] = answer;
  }
  return answers;
}

/** The names of the questions that would be asked. */
export function notGiven({ parameters = [] }: Template, given: Readonly<Record<string, unknown>>): string[] {
  return parameters
    .filter((parameter) => !Object.hasOwn(given, parameter.name) && isAsked(parameter, known(parameters, given)))
    .map(({ name }) => name);
}

function known(parameters: readonly Parameter[], given: Readonly<Record<string, unknown>>): Answers {
  return Object.fromEntries(
    parameters.map((parameter) => {
      const value = Object.hasOwn(given, parameter.name) ? given[parameter.name] : undefined;
      const isAnswer = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      return [parameter.name, isAnswer ? value : defaultAnswer(parameter)];
    }),
  );
}

async function ask(parameter: Parameter): Promise<Answer | undefined> {
  const { confirm, isCancel, select, text } = await import('@clack/prompts');
  const message = parameter.prompt ?? parameter.name;
  const standing = defaultAnswer(parameter);
  if (parameter.type === 'boolean') {
    const said = await confirm({ message, initialValue: standing === true });
    return isCancel(said) ? undefined : said;
  }
  if (parameter.type === 'choice') {
    const options = (parameter.choices ?? []).map((value) => ({ value }));
    const chosen = await select({ message, options, initialValue: String(standing) });
    return isCancel(chosen) ? undefined : chosen;
  }
  const typed = await text({
    message,
    initialValue: String(standing),
    validate: (value) => {
      const problem = answerProblem(parameter, readAnswer(parameter, value ?? ''));
      return problem === undefined ? undefined : inEnglish(problem);
    },
  });
  if (isCancel(typed)) return undefined;
  const answer = readAnswer(parameter, typed);
  return typeof answer === 'number' || typeof answer === 'boolean' ? answer : String(answer);
}
