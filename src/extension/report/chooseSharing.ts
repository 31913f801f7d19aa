import { v7 } from 'uuid';
import * as vscode from 'vscode';
import { codeColumn } from '../host/codeColumn.ts';
import type { Consent } from './consent.ts';
import type { Reporter } from './reporter.ts';

/** Lets the person change their mind about sharing progress. */
export async function chooseSharing(consent: Consent, decide: (answer: 'yes' | 'no') => Promise<void>): Promise<void> {
  const state = consent.state();
  if (state === 'off') {
    const why =
      consent.backend() === undefined
        ? vscode.l10n.t('No backend is set, so nothing is shared.')
        : vscode.l10n.t('Telemetry is off in VS Code’s settings, so nothing is shared.');
    await vscode.window.showInformationMessage(why);
    return;
  }
  const mark = (answer: 'yes' | 'no') => (state === answer ? '$(check) ' : '');
  const picked = await vscode.window.showQuickPick(
    [
      {
        answer: 'yes' as const,
        label: `${mark('yes')}${vscode.l10n.t('Share progress')}`,
        detail: vscode.l10n.t('Steps and checks, under a random number, to {0}', consent.backend()?.url ?? ''),
      },
      { answer: 'no' as const, label: `${mark('no')}${vscode.l10n.t('Don’t share')}`, detail: vscode.l10n.t('Nothing is written or sent') },
    ],
    { title: vscode.l10n.t('Share how you get on?') },
  );
  if (picked !== undefined && picked.answer !== state) await decide(picked.answer);
}

/** Shows what waits to be sent, word for word; where nothing waits, an example of what would. */
export async function showWaiting(reporter: Pick<Reporter, 'waiting'>, person: string): Promise<void> {
  const waiting = await reporter.waiting();
  const example = {
    specversion: '1.0',
    id: v7(),
    source: 'urn:onramp:extension',
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    person,
    type: 'dev.onramp.step.completed',
    data: { pack: 'octokit-quickstart', version: '0.1.0', tutorial: 'first-call', step: 'install' },
  };
  const heading =
    waiting.length > 0
      ? vscode.l10n.t('What waits to be sent, word for word. Events: {0}', waiting.length)
      : vscode.l10n.t('Nothing waits to be sent. This is an example of an event, word for word.');
  const content = `// ${heading}\n${JSON.stringify(waiting.length > 0 ? waiting : [example], undefined, 2)}\n`;
  const document = await vscode.workspace.openTextDocument({ language: 'jsonc', content });
  await vscode.window.showTextDocument(document, { viewColumn: codeColumn(), preview: true });
}
