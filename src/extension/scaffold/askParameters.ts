import * as vscode from 'vscode';
import { type Answer, type Answers, answerProblem, defaultAnswer, isAsked, readAnswer } from '../../core/scaffold/answers.ts';
import type { Parameter, Template } from '../../protocol/template.ts';
import { say } from '../host/say.ts';
import { askOne, askText, type StepFrame, type Stepped } from './multiStep.ts';

/** A template's questions as steps of one input, with one more step behind them: what to do with the answers. */
export type Questions = {
  /** Asks from the first question on, or from the last where the person came back to them. Undefined where they give up. */
  ask(from: 'first' | 'last'): Promise<Answers | undefined>;
  /** Where the step behind the questions stands. */
  frameOfLast(): StepFrame;
};

/** `given` are answers that are known, such as those of an earlier version: they are not asked again. */
export function openQuestions({ title, parameters = [] }: Template, { given = {} }: { given?: Answers } = {}): Questions {
  // What was answered is kept when the person goes back, also where a question is not asked in the meantime.
  const answered = new Map<string, Answer>(Object.entries(given));
  const asked = () => parameters.filter((parameter) => !Object.hasOwn(given, parameter.name) && isAsked(parameter, answers()));
  const answers = (): Answers => {
    const settled: Record<string, Answer> = {};
    for (const parameter of parameters) {
      const { name } = parameter;
      settled[name] = (isAsked(parameter, settled) ? answered.get(name) : undefined) ?? defaultAnswer(parameter);
    }
    return settled;
  };
  const frameOf = (index: number): StepFrame => ({ title, step: index + 1, of: asked().length + 1, canGoBack: index > 0 });
  return {
    ask: async (from) => {
      for (let index = from === 'first' ? 0 : asked().length - 1; ; ) {
        const parameter = asked()[index];
        if (parameter === undefined) return answers();
        const stepped = await ask(parameter, answered.get(parameter.name) ?? defaultAnswer(parameter), frameOf(index));
        if (stepped === undefined) return undefined;
        if (stepped === 'back') index--;
        else {
          answered.set(parameter.name, stepped.answer);
          index = asked().indexOf(parameter) + 1;
        }
      }
    },
    frameOfLast: () => frameOf(asked().length),
  };
}

async function ask(parameter: Parameter, standing: Answer, frame: StepFrame): Promise<Stepped<Answer>> {
  const { type, choices = [], prompt, name } = parameter;
  const question = prompt ?? name;
  if (type === 'boolean' || type === 'choice') {
    const yesOrNo = [
      { label: vscode.l10n.t('Yes'), answer: true },
      { label: vscode.l10n.t('No'), answer: false },
    ];
    const items: { label: string; answer: Answer }[] = type === 'boolean' ? yesOrNo : choices.map((label) => ({ label, answer: label }));
    const active = items.find(({ answer }) => answer === standing);
    const stepped = await askOne(frame, { placeholder: question, items, active });
    return typeof stepped === 'object' ? { answer: stepped.answer.answer } : stepped;
  }
  const stepped = await askText(frame, {
    prompt: question,
    value: String(standing),
    refusal: (text) => refusal(parameter, text, question),
  });
  return typeof stepped === 'object' ? { answer: type === 'number' ? Number(stepped.answer) : stepped.answer } : stepped;
}

/** The box shows it in the place of the question, so it says what was asked. */
function refusal(parameter: Parameter, text: string, question: string): string | undefined {
  const told = answerProblem(parameter, readAnswer(parameter, text));
  if (told?.code === 'answer.pattern') return vscode.l10n.t('{0}: this must match {1}', question, parameter.pattern ?? '');
  if (told?.code === 'answer.type') return vscode.l10n.t('{0}: type a number', question);
  return told === undefined ? undefined : say(told);
}
