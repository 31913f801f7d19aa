import { inEnglish } from '../../core/message.ts';
import { lintPack } from '../../core/pack/lint.ts';
import { type FileProblem, readPack } from '../../core/pack/pack.ts';
import type { Files } from '../../core/ports.ts';
import { newActivity } from '../../core/tutorial/activity.ts';
import { guidePage } from '../../core/tutorial/guidePage.ts';
import { parseTutorial } from '../../core/tutorial/parse.ts';
import { isRight } from '../../core/tutorial/quizBlock.ts';
import type { Section, Tutorial } from '../../core/tutorial/tutorial.ts';
import type { Manifest } from '../../protocol/manifest.ts';
import type { PreviewPlace, PreviewShown } from '../../protocol/preview.ts';
import type { Progress } from '../../protocol/progress.ts';

/** A pack as it is now, with what is wrong in it. It is read once, and again after `changed`. */
export type PreviewPack = {
  shown(place: PreviewPlace): Promise<PreviewShown>;
  /** The section that is shown at a place. */
  sectionAt(place: PreviewPlace): Promise<{ tutorial: Tutorial; section: Section } | undefined>;
  changed(): void;
};

type Read = { manifest: Manifest | undefined; tutorials: Tutorial[]; problems: FileProblem[] };

/** `mediaUrl` gives the address of a file of the pack. */
export function previewPack(files: Files, mediaUrl: (path: string) => string): PreviewPack {
  let reading: Promise<Read> | undefined;
  const read = () => {
    reading ??= readAll(files);
    return reading;
  };
  return {
    changed: () => {
      reading = undefined;
    },
    sectionAt: async (place) => {
      const tutorial = tutorialAt((await read()).tutorials, place);
      return tutorial && { tutorial, section: stepAt(tutorial, place) ?? tutorial.cover };
    },
    shown: async (place) => {
      const { manifest, tutorials, problems } = await read();
      const tutorial = tutorialAt(tutorials, place);
      const told = problems.toSorted((a, b) => Number(b.file === tutorial?.path) - Number(a.file === tutorial?.path));
      const section = tutorial && (stepAt(tutorial, place) ?? tutorial.cover);
      return {
        pack: manifest?.title ?? 'onramp.json',
        tutorials: tutorials.map(({ id, title }) => ({ id, title })),
        tutorial: tutorial?.id ?? '',
        tasks: section?.tasks ?? [],
        page: manifest && tutorial && pageOf(manifest, tutorial, place, mediaUrl),
        problems: told.map((found) => ({
          severity: found.severity,
          text: `${found.file}:${found.line}:${found.column}  ${inEnglish(found)}`,
        })),
      };
    },
  };
}

async function readAll(files: Files): Promise<Read> {
  const [{ pack }, problems] = await Promise.all([readPack(files), lintPack(files)]);
  const tutorials = await Promise.all(
    (pack?.tutorials ?? []).map(async ({ path }) => parseTutorial((await files.readText(path)) ?? '', path)),
  );
  return { manifest: pack?.manifest, tutorials, problems };
}

function tutorialAt(tutorials: readonly Tutorial[], { tutorial }: PreviewPlace): Tutorial | undefined {
  return tutorials.find(({ id }) => id === tutorial) ?? tutorials[0];
}

/** The step of that id or, where its heading was renamed, the one that stands in its place. */
function stepAt({ id, steps }: Tutorial, { tutorial, step, position }: PreviewPlace) {
  if (step === null || tutorial !== id) return undefined;
  return steps.find((one) => one.id === step) ?? steps[Math.min(position, steps.length) - 1];
}

function pageOf(manifest: Manifest, tutorial: Tutorial, place: PreviewPlace, mediaUrl: (path: string) => string) {
  const step = stepAt(tutorial, place);
  const activity = newActivity();
  for (const [index, chosen] of Object.entries(place.answers)) {
    const block = (step ?? tutorial.cover).blocks[Number(index)];
    if (block?.kind === 'quiz') activity.answers.set(Number(index), { chosen, right: isRight(block.quiz, chosen) });
  }
  const done = new Map(place.done.map((id) => [id, { status: 'completed' as const, at: 0 }]));
  const progress: Progress = {
    pack: manifest.name,
    version: manifest.version,
    tutorial: tutorial.id,
    current: step?.id ?? null,
    steps: Object.fromEntries(done),
    ticks: step === undefined ? {} : { [step.id]: place.ticks },
    ...(done.size > 0 ? { startedAt: 0 } : {}),
  };
  const requirements = { results: [], trying: false };
  const page = guidePage(
    { manifest, tutorial, progress, activity, requirements },
    { say: inEnglish, mediaUrl, consent: undefined, feedbackTo: undefined },
  );
  // They stand above the page, with those of the whole pack.
  return { ...page, problems: [] };
}
