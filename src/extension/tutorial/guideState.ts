import * as vscode from 'vscode';
import { expectation } from '../../core/tutorial/check.ts';
import { renderSection } from '../../core/tutorial/markdown.ts';
import { findStep, mayPass, ticked } from '../../core/tutorial/session.ts';
import type { Block, Place, Section, Tutorial } from '../../core/tutorial/tutorial.ts';
import type { BlockView, CheckView, FeedbackView, GuidePage } from '../../protocol/guide.ts';
import { say, sayProblem } from '../host/say.ts';
import { type Activity, activityOf, type OpenTutorial } from './openTutorial.ts';

/** What the page needs from outside the tutorial. */
export type GuideSurroundings = {
  /** The address that the panel can load a file of the pack from. */
  mediaUrl: (path: string) => string;
  consent: GuidePage['consent'];
  /** Where feedback would go, and what would go with it. */
  feedbackTo: { address: string; goes: FeedbackView['goes'] } | undefined;
};

/** The open tutorial as the guide shows it: every text worded, every file addressed. */
export function guidePage(open: OpenTutorial, around: GuideSurroundings): GuidePage {
  const { tutorial, progress, pack } = open;
  const step = findStep(tutorial, progress.current);
  const section = step ?? tutorial.cover;
  const activity = activityOf(open, progress.current);
  const position = step === undefined ? 0 : tutorial.steps.indexOf(step) + 1;
  const { consent, feedbackTo } = around;
  return {
    kind: 'page',
    key: `${pack.manifest.name}/${tutorial.id}/${step?.id ?? ''}`,
    pack: pack.manifest.title,
    tutorial: tutorial.title,
    title: step?.title ?? tutorial.title,
    position,
    facts: step === undefined ? factsOf(tutorial) : [],
    requires: step === undefined && tutorial.requires.length > 0 ? requiresView(open) : undefined,
    html: htmlOf(section, tutorial.path, around.mediaUrl),
    blocks: blockViews(section, activity),
    ticks: section.tasks.flatMap((task, index) => (ticked(progress, step?.id ?? '').includes(task) ? [index] : [])),
    steps: tutorial.steps.map(({ id, title }) => ({ id, title, status: progress.steps[id]?.status ?? 'todo' })),
    navigation: navigationOf(open, position),
    problems: tutorial.problems.map((problem) => sayProblem({ ...problem, file: tutorial.path })),
    consent,
    feedback: step === undefined || feedbackTo === undefined ? undefined : { ...feedbackTo, sent: activity.feedback },
  };
}

function navigationOf({ tutorial, progress }: OpenTutorial, position: number): GuidePage['navigation'] {
  if (position === 0) {
    return { back: false, next: progress.startedAt === undefined ? 'start' : 'continue', nextOpen: tutorial.steps.length > 0, skip: false };
  }
  const nextOpen = mayPass(tutorial, progress);
  const last = position === tutorial.steps.length;
  const status = progress.steps[progress.current ?? '']?.status;
  const settled = status === 'completed' || status === 'skipped';
  return {
    back: true,
    next: last ? (settled ? 'close' : 'finish') : 'next',
    nextOpen: nextOpen || (last && settled),
    skip: !nextOpen && !(last && settled),
  };
}

function factsOf({ minutes, level, steps, description }: Tutorial): string[] {
  return [
    ...(description === undefined ? [] : [description]),
    [
      steps.length === 1 ? vscode.l10n.t('1 step') : vscode.l10n.t('{0} steps', steps.length),
      ...(minutes === undefined ? [] : [vscode.l10n.t('about {0} min', minutes)]),
      ...(level === undefined ? [] : [level]),
    ].join(' · '),
  ];
}

const rendered = new WeakMap<Section, string>();

/** A step's text never changes while it is open, so it is rendered once. */
function htmlOf(section: Section, path: string, mediaUrl: (path: string) => string): string {
  const known = rendered.get(section);
  if (known !== undefined) return known;
  const html = renderSection(section, path, mediaUrl);
  rendered.set(section, html);
  return html;
}

function blockViews(section: Section, activity: Activity): BlockView[] {
  let checksBefore = 0;
  return section.blocks.map((block, index) => {
    const first = checksBefore;
    if (block.kind === 'check') checksBefore += block.checks.length;
    return blockView(block, index, activity, activity.results.slice(first, checksBefore));
  });
}

function blockView(block: Block, index: number, activity: Activity, results: Activity['results']): BlockView {
  const { language, text } = block;
  switch (block.kind) {
    case 'code':
      return { language, text, kind: 'code' };
    case 'broken':
      return { language, text, kind: 'broken', why: say(block.why) };
    case 'run':
      return { language, text, kind: 'run', state: activity.runs.get(index) ?? { kind: 'idle' } };
    case 'file': {
      const { path, place } = block;
      return {
        language,
        text,
        kind: 'file',
        path,
        how: place.how,
        place: placeWords(place),
        state: activity.writes.get(index) ?? { kind: 'idle' },
      };
    }
    case 'diff':
      return { language, text, kind: 'diff', path: block.path, state: activity.writes.get(index) ?? { kind: 'idle' } };
    case 'quiz': {
      const { question, choices, multiple = false } = block.quiz;
      const answer = activity.answers.get(index);
      // Why a choice is right or wrong is told for what was chosen, and only then.
      const told = choices.map((choice, at) => ({ text: choice.text, why: answer?.chosen.includes(at) ? choice.why : undefined }));
      return { language, text: '', kind: 'quiz', question, multiple, choices: told, answer };
    }
    case 'check': {
      const state = activity.checking.has(index) ? 'running' : 'idle';
      return { language, text, kind: 'check', checks: checkViews(block, results), refused: block.refused.map(say), state };
    }
  }
}

function requiresView({ tutorial: { requires }, requirements: { results, trying } }: OpenTutorial): GuidePage['requires'] {
  const missing = results.filter((result) => result !== undefined && result.state !== 'passed').length;
  const told =
    missing === 1
      ? vscode.l10n.t('1 thing is missing. You can start all the same.')
      : vscode.l10n.t('{0} things are missing. You can start all the same.', missing);
  return {
    checks: checkViews({ checks: requires }, results),
    state: trying ? 'running' : 'idle',
    missing: missing > 0 && !trying ? told : undefined,
  };
}

function checkViews({ checks }: Pick<Extract<Block, { kind: 'check' }>, 'checks'>, results: Activity['results']): CheckView[] {
  return checks.map(({ check }, index) => {
    const result = results[index];
    return {
      expected: say(result?.expected ?? expectation(check)),
      result: result === undefined ? undefined : { state: result.state, found: say(result.found), output: result.output },
      hint: check.hint,
    };
  });
}

function placeWords(place: Place): string {
  if (place.how === 'after') return vscode.l10n.t('after “{0}”', place.anchor);
  if (place.how === 'before') return vscode.l10n.t('before “{0}”', place.anchor);
  return place.how === 'append' ? vscode.l10n.t('at the end') : '';
}
