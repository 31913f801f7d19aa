import type { BlockView, CheckView, FeedbackView, GuidePage } from '../../protocol/guide.ts';
import type { Manifest } from '../../protocol/manifest.ts';
import { pieceEnd } from '../../protocol/pieceEnd.ts';
import type { Progress } from '../../protocol/progress.ts';
import { type Message, message } from '../message.ts';
import type { Activity } from './activity.ts';
import { expectation } from './check.ts';
import { renderPieces } from './markdown.ts';
import { findStep, mayPass, ticked } from './session.ts';
import type { Block, Place, Section, Tutorial } from './tutorial.ts';

/** A tutorial as far as somebody has come in it. */
export type ShownTutorial = {
  manifest: Pick<Manifest, 'name' | 'title'>;
  tutorial: Tutorial;
  progress: Progress;
  /** What has happened to the section that is shown. */
  activity: Activity;
  /** What is known of what the tutorial requires, and whether it is being tried. */
  requirements: { results: Activity['results']; trying: boolean };
};

/** What the page needs from outside the tutorial. */
export type GuideSurroundings = {
  /** Words a message in the person's language. */
  say: (told: Message) => string;
  /** The address that the panel can load a file of the pack from. */
  mediaUrl: (path: string) => string;
  consent: GuidePage['consent'];
  /** Where feedback would go, and what would go with it. */
  feedbackTo: { address: string; goes: FeedbackView['goes'] } | undefined;
};

type Say = GuideSurroundings['say'];

/** The open tutorial as the guide shows it: every text worded, every file addressed. */
export function guidePage(shown: ShownTutorial, around: GuideSurroundings): GuidePage {
  const { tutorial, progress, manifest, activity } = shown;
  const step = findStep(tutorial, progress.current);
  const section = step ?? tutorial.cover;
  const position = step === undefined ? 0 : tutorial.steps.indexOf(step) + 1;
  const { say, consent, feedbackTo } = around;
  return {
    kind: 'page',
    key: `${manifest.name}/${tutorial.id}/${step?.id ?? ''}`,
    pack: manifest.title,
    tutorial: tutorial.title,
    title: step?.title ?? tutorial.title,
    position,
    facts: step === undefined ? factsOf(tutorial, say) : [],
    requires: step === undefined && tutorial.requires.length > 0 ? requiresView(shown, say) : undefined,
    html: htmlOf(section, tutorial.path, around.mediaUrl),
    blocks: blockViews(section, activity, say),
    ticks: section.tasks.flatMap((task, index) => (ticked(progress, step?.id ?? '').includes(task) ? [index] : [])),
    steps: tutorial.steps.map(({ id, title }) => ({ id, title, status: progress.steps[id]?.status ?? 'todo' })),
    navigation: navigationOf(shown, position),
    problems: tutorial.problems.map((problem) => `${tutorial.path}:${problem.line}:${problem.column}  ${say(problem)}`),
    consent,
    feedback: step === undefined || feedbackTo === undefined ? undefined : { ...feedbackTo, ...feedbackState(activity) },
  };
}

function navigationOf({ tutorial, progress }: ShownTutorial, position: number): GuidePage['navigation'] {
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

function factsOf({ minutes, level, steps, description }: Tutorial, say: Say): string[] {
  return [
    ...(description === undefined ? [] : [description]),
    [
      say(steps.length === 1 ? message('guide.oneStep') : message('guide.steps', steps.length)),
      ...(minutes === undefined ? [] : [say(message('guide.minutes', minutes))]),
      ...(level === undefined ? [] : [level]),
    ].join(' · '),
  ];
}

/** `urls` are the addresses that stand in it, by the files they are of. */
const rendered = new WeakMap<Section, { html: string; urls: ReadonlyMap<string, string> }>();

/** A step's text never changes while it is open, so it is rendered once, and again only where its files lie elsewhere by now. */
function htmlOf(section: Section, path: string, mediaUrl: (path: string) => string): string {
  const known = rendered.get(section);
  if (known !== undefined && [...known.urls].every(([file, url]) => mediaUrl(file) === url)) return known.html;
  const urls = new Map<string, string>();
  const noted = (file: string) => {
    const url = mediaUrl(file);
    urls.set(file, url);
    return url;
  };
  const html = renderPieces(section, path, noted).join(pieceEnd);
  rendered.set(section, { html, urls });
  return html;
}

function blockViews(section: Section, activity: Activity, say: Say): BlockView[] {
  let checksBefore = 0;
  return section.blocks.map((block, index) => {
    const first = checksBefore;
    if (block.kind === 'check') checksBefore += block.checks.length;
    return blockView(block, index, { ...activity, results: activity.results.slice(first, checksBefore) }, say);
  });
}

/** Of the results only those of its own checks. */
function blockView(block: Block, index: number, activity: Activity, say: Say): BlockView {
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
        place: placeWords(place, say),
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
      return { language, text, kind: 'check', checks: checkViews(block, activity.results, say), refused: block.refused.map(say), state };
    }
  }
}

function requiresView({ tutorial: { requires }, requirements: { results, trying } }: ShownTutorial, say: Say): GuidePage['requires'] {
  const missing = results.filter((result) => result !== undefined && result.state !== 'passed').length;
  const told = say(missing === 1 ? message('guide.oneMissing') : message('guide.missing', missing));
  return {
    checks: checkViews({ checks: requires }, results, say),
    state: trying ? 'running' : 'idle',
    missing: missing > 0 && !trying ? told : undefined,
  };
}

function checkViews({ checks }: Pick<Extract<Block, { kind: 'check' }>, 'checks'>, results: Activity['results'], say: Say): CheckView[] {
  return checks.map(({ check }, index) => {
    const result = results[index];
    return {
      expected: say(result?.expected ?? expectation(check)),
      result: result === undefined ? undefined : { state: result.state, found: say(result.found), output: result.output },
      hint: check.hint,
    };
  });
}

function feedbackState({ feedback }: Activity): Pick<FeedbackView, 'sent' | 'sending'> {
  return feedback === 'sending' ? { sent: undefined, sending: true } : { sent: feedback, sending: false };
}

function placeWords(place: Place, say: Say): string {
  if (place.how === 'after') return say(message('guide.after', place.anchor));
  if (place.how === 'before') return say(message('guide.before', place.anchor));
  return place.how === 'append' ? say(message('guide.append')) : '';
}
