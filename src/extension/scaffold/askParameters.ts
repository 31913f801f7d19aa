import * as vscode from 'vscode';
import { type Answers, defaultAnswer } from '../../core/scaffold/answers.ts';
import type { Parameter, Template } from '../../protocol/template.ts';

/** Asks a template's questions one after another; undefined where the person cancels. */
export async function askParameters({ title, parameters = [] }: Template): Promise<Answers | undefined> {
  const answers: Record<string, string | number | boolean> = {};
  for (const [index, parameter] of parameters.entries()) {
    const step = parameters.length === 1 ? title : `${title} (${index + 1}/${parameters.length})`;
    const answer = await ask(parameter, step);
    if (answer === undefined) return undefined;
    answers[parameter.name] = answer;
  }
  return answers;
}

async function ask(parameter: Parameter, title: string): Promise<string | number | boolean | undefined> {
  const { type, choices = [], prompt, name } = parameter;
  const question = prompt ?? name;
  const standing = defaultAnswer(parameter);
  if (type === 'boolean') {
    const yes = vscode.l10n.t('Yes');
    const picked = await vscode.window.showQuickPick([yes, vscode.l10n.t('No')], { title, placeHolder: question, ignoreFocusOut: true });
    return picked === undefined ? undefined : picked === yes;
  }
  if (type === 'choice') return vscode.window.showQuickPick(choices, { title, placeHolder: question, ignoreFocusOut: true });
  const typed = await vscode.window.showInputBox({
    title,
    prompt: question,
    value: String(standing),
    ignoreFocusOut: true,
    validateInput: (value) => refusal(parameter, value),
  });
  if (typed === undefined) return undefined;
  return type === 'number' ? Number(typed) : typed;
}

function refusal({ type, pattern }: Parameter, value: string): string | undefined {
  if (type === 'number' && (value.trim() === '' || Number.isNaN(Number(value)))) return vscode.l10n.t('Type a number');
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) return vscode.l10n.t('This must match {0}', pattern);
  return undefined;
}
