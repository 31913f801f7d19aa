import * as vscode from 'vscode';
import type { EventData, Report } from '../../protocol/event.ts';
import type { FeedbackView } from '../../protocol/guide.ts';

/** What a person's word is about: the step they are at. */
export type FeedbackSubject = Pick<EventData<'dev.onramp.feedback.given'>, 'pack' | 'version' | 'tutorial' | 'step' | 'stepTitle'> & {
  tutorialTitle: string;
};

/** The message that Send makes. An empty comment is left out. */
export function feedbackReport({ tutorialTitle: _shownOnly, ...subject }: FeedbackSubject, thumbs: 'up' | 'down', comment: string): Report {
  const said = comment.trim();
  return { type: 'dev.onramp.feedback.given', data: { ...subject, thumbs, ...(said === '' ? {} : { comment: said }) } };
}

/** What goes beside the thumb and the comment, for the person to see before. `person` is undefined where no id is sent. */
export function goesWithFeedback(
  { stepTitle, step, tutorialTitle, tutorial, pack, version }: FeedbackSubject,
  person: string | undefined,
): FeedbackView['goes'] {
  return [
    { name: vscode.l10n.t('Step'), value: `${stepTitle} (${step})` },
    { name: vscode.l10n.t('Tutorial'), value: `${tutorialTitle} (${pack} ${version}, ${tutorial})` },
    { name: vscode.l10n.t('Your random number'), value: person ?? vscode.l10n.t('none') },
    { name: vscode.l10n.t('Time'), value: vscode.l10n.t('when you press Send') },
  ];
}
