import * as vscode from 'vscode';
import { advance, findStep, isAtEnd, reportsSoFar } from '../core/tutorial/session.ts';
import { type FromGuide, fromGuide, type GuidePage, type GuideState } from '../protocol/guide.ts';
import { wireName } from '../protocol/wireName.ts';
import { openGuideColours } from './colour/guideColours.ts';
import { type FeedbackSubject, feedbackReport, goesWithFeedback } from './feedback/stepFeedback.ts';
import { reasonOf } from './host/reason.ts';
import { contexts } from './ids.ts';
import { showWaiting } from './report/chooseSharing.ts';
import type { Consent } from './report/consent.ts';
import type { Reporter } from './report/reporter.ts';
import { guidePage } from './tutorial/guideState.ts';
import type { GuideView } from './tutorial/guideView.ts';
import type { LastOpened } from './tutorial/lastOpened.ts';
import { activityOf, hereIn, type OpenTutorial } from './tutorial/openTutorial.ts';
import type { Player } from './tutorial/player.ts';

/** Where the guide meets the player, consent and feedback: what is shown, and what comes of what a person does in it. */
export type GuideRoom = {
  /** Keeps what the person says about sharing, and tells what they did so far where they agree. */
  answerConsent(answer: 'yes' | 'no'): Promise<void>;
  dispose(): void;
};

export type GuideRoomParts = {
  guide: Pick<GuideView, 'show' | 'tell' | 'isPainted' | 'onDidReceive'>;
  player: Player;
  consent: Consent;
  reporter: Reporter;
  /** The random install id. */
  person(): string;
  browse(): Promise<void>;
  /** What was open in this workspace when its window went. */
  last(): LastOpened | undefined;
  log: vscode.LogOutputChannel;
};

export function openGuideRoom({ guide, player, consent, reporter, person, browse, last, log }: GuideRoomParts): GuideRoom {
  const owned: { dispose(): unknown }[] = [];
  const own = <T extends { dispose(): unknown }>(thing: T): T => {
    owned.push(thing);
    return thing;
  };
  const deliberately = (work: Promise<unknown>) => {
    work.catch((error: unknown) => log.error(reasonOf(error)));
  };
  const colours = own(
    openGuideColours(
      (told) => guide.tell(told),
      (error) => log.warn(reasonOf(error)),
    ),
  );
  let page: GuidePage | undefined;
  let addressOf = (path: vscode.Uri) => path.toString();
  const guideState = (mediaUrl: (uri: vscode.Uri) => string): GuideState | undefined => {
    const open = player.current();
    const failure = player.failure();
    if (open === undefined && player.opening()) return undefined;
    if (open === undefined)
      return failure === undefined ? { kind: 'empty', goesOn: last() !== undefined } : { kind: 'failed', message: failure };
    addressOf = mediaUrl;
    page = pageOf(open);
    return page;
  };
  const pageOf = (open: OpenTutorial): GuidePage => {
    const backend = consent.backend();
    const subject = feedbackSubject(open);
    const known = consent.state() === 'yes' ? person() : undefined;
    return guidePage(open, {
      mediaUrl: (path) => addressOf(vscode.Uri.joinPath(open.root, path)),
      consent: consent.state() === 'unasked' && backend !== undefined ? { address: backend.url } : undefined,
      feedbackTo:
        backend === undefined || subject === undefined ? undefined : { address: backend.url, goes: goesWithFeedback(subject, known) },
    });
  };
  /** Sent while the person reads, so that Next waits for nothing. */
  const tellAhead = () => {
    const open = player.current();
    if (open === undefined || isAtEnd(open.tutorial, open.progress)) return;
    const { progress } = advance(open.tutorial, open.progress, { type: 'next' }, Date.now());
    if (progress !== open.progress) guide.tell({ type: 'ahead', state: pageOf({ ...open, progress }) });
  };
  const refresh = () => guide.show(guideState);
  own(player.onDidChange(refresh));
  own(consent.onDidChange(refresh));
  let told = false;
  own(
    player.onDidChange(() => {
      const now = player.current() !== undefined;
      if (now === told) return;
      told = now;
      deliberately(guide.isPainted().then(() => vscode.commands.executeCommand('setContext', contexts.tutorialOpen, now)));
    }),
  );
  refresh();

  const receive = async (told: FromGuide): Promise<void> => {
    switch (told.type) {
      case 'focused':
        return;
      case 'ready':
        return colours.forget();
      case 'painted':
        if (page?.key !== told.key) return;
        colours.painted(page);
        return tellAhead();
      case 'next': {
        const open = player.current();
        return open !== undefined && isAtEnd(open.tutorial, open.progress) ? player.close() : player.move({ type: 'next' });
      }
      case 'back':
      case 'skip':
        return player.move({ type: told.type });
      case 'go':
        return player.move({ type: 'go', step: told.step });
      case 'browse':
        return browse();
      case 'goOn': {
        const place = last();
        return place === undefined ? browse() : player.open(place.pack, place.tutorial);
      }
      case 'require':
        return player.checkRequirements();
      case 'stopRequiring':
        return player.stopRequirements();
      case 'consent':
        return told.answer === 'preview' ? showWaiting(reporter, person()) : answerConsent(told.answer);
      case 'feedback': {
        const open = player.current();
        const subject = feedbackSubject(open);
        if (open === undefined || subject === undefined) return;
        const { current } = open.progress;
        // A second click comes while the first is being kept, or before its thanks are drawn.
        if (activityOf(open, current).feedback !== undefined) return;
        player.noteFeedback(open, current, 'sending');
        try {
          await reporter.deliver(feedbackReport(subject, told.thumbs, told.comment));
        } catch (error) {
          player.noteFeedback(open, current, undefined);
          await vscode.window.showErrorMessage(vscode.l10n.t('Your feedback could not be kept, so it is not sent: {0}', reasonOf(error)));
          return;
        }
        return player.noteFeedback(open, current, told.thumbs);
      }
      case 'check':
        await vscode.commands.executeCommand('setContext', contexts.hasChecked, true);
        return player.act(told);
      default:
        return player.act(told);
    }
  };
  const answerConsent = async (answer: 'yes' | 'no') => {
    await consent.answer(answer);
    const open = player.current();
    if (open !== undefined) await reporter.report(reportsSoFar(open.tutorial, open.progress));
  };
  own(
    guide.onDidReceive((raw) => {
      const told = fromGuide.safeParse(raw);
      if (told.success) deliberately(receive(told.data));
    }),
  );

  return {
    answerConsent,
    dispose: () => {
      for (const thing of owned.reverse()) thing.dispose();
    },
  };
}

function feedbackSubject(open: OpenTutorial | undefined): FeedbackSubject | undefined {
  const place = open === undefined ? undefined : hereIn(open);
  if (open === undefined || place === undefined) return undefined;
  const stepTitle = findStep(open.tutorial, open.progress.current)?.title ?? place.step;
  return { ...place, stepTitle: wireName(stepTitle), tutorialTitle: open.tutorial.title };
}
