import type { Scaffolded } from '../../protocol/project.ts';
import type { Template } from '../../protocol/template.ts';
import type { Files } from '../ports.ts';
import { textOfUtf8 } from '../utf8.ts';
import { type Answers, answerProblem } from './answers.ts';
import { unpackBase } from './base.ts';
import { bytesOf } from './content.ts';
import { fingerprint } from './fingerprint.ts';
import { planScaffold } from './plan.ts';
import { printOf } from './planUpdate.ts';
import { settleAnswers } from './settleAnswers.ts';
import { readTemplate } from './template.ts';

/**
 * The texts that a project's template gave: what a three-way merge starts from. They are rendered again from the version of then, where its
 * source can still give it (`old`: the template's folder), and else taken from the copy in the project, which needs no network. A text that
 * is not what was written then, by its fingerprint, is left out: a merge without a base shows every difference, one with a wrong base hides some.
 */
export async function baseOf(before: Scaffolded, old: Files | undefined): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const [path, text] of unpackBase(before.base)) texts.set(path, text);
  const { template } = old === undefined ? { template: undefined } : await readTemplate(old, before.source);
  if (old === undefined || template === undefined) return texts;
  const { plan } = await planScaffold(old, template, settleAnswers(template, answersAgain(template, before)).answers);
  for (const { path, content } of plan?.files ?? []) {
    const bytes = await bytesOf(content);
    const text = fingerprint(bytes) === printOf(before, path) ? textOfUtf8(bytes) : undefined;
    if (text !== undefined) texts.set(path, text);
  }
  return texts;
}

/** The answers of then that a version of the template still asks for and takes. What is missing is new, and asked. */
export function answersAgain({ parameters = [] }: Template, before: Scaffolded): Answers {
  return Object.fromEntries(
    parameters.flatMap((parameter) => {
      const answer = Object.hasOwn(before.answers, parameter.name) ? before.answers[parameter.name] : undefined;
      return answer === undefined || answerProblem(parameter, answer) !== undefined ? [] : [[parameter.name, answer]];
    }),
  );
}
