import { inEnglish } from '../../../src/core/message.ts';
import type { Editor, Http, Typed } from '../../../src/core/ports.ts';
import { parseTutorial } from '../../../src/core/tutorial/parse.ts';
import { type TutorialWalk, type WalkOptions, walkTutorial } from '../../../src/core/tutorial/walk.ts';
import { type MemoryFiles, memoryFiles } from '../memoryFiles.ts';

/** What commands do in a folder of memory: how each ends, once it has had its effect on the files. */
export type Commands = Record<string, (files: MemoryFiles) => Typed | Promise<Typed>>;

export const ended = (exit: number, output = ''): Typed => ({ kind: 'ended', exit, output });

type Given = { pack?: Record<string, string>; commands?: Commands; http?: Http; editor?: Editor; options?: Partial<WalkOptions> };

/** Walks a tutorial's text in memory. */
export async function walk(source: string, given: Given = {}): Promise<{ walk: TutorialWalk; files: MemoryFiles }> {
  const files = memoryFiles();
  const run = async (command: string): Promise<Typed> => (await given.commands?.[command]?.(files)) ?? ended(127, `${command}: not found`);
  const tutorial = parseTutorial(source, 'tutorials/t.md');
  const walked = await walkTutorial(
    tutorial,
    source,
    {
      pack: memoryFiles(given.pack),
      files,
      shell: {
        run: async (command) => {
          const typed = await run(command);
          return { exit: typed.kind === 'ended' ? typed.exit : null, output: typed.output, timedOut: typed.kind === 'hangs' };
        },
      },
      terminal: { run },
      http: given.http ?? { get: () => Promise.reject(new Error('refused')) },
      editor: given.editor,
      clock: hastyClock(),
    },
    { answers: {}, timeout: 5000, signal: { aborted: false, addEventListener: () => {}, removeEventListener: () => {} }, ...given.options },
  );
  return { walk: walked, files };
}

/** A clock on which whatever is waited for is due at once. */
function hastyClock() {
  let now = 0;
  return {
    now: () => now,
    after: (milliseconds: number, callback: () => void) => {
      now += milliseconds;
      queueMicrotask(callback);
      return () => {};
    },
  };
}

/** Each step with how its checks came out and what is wrong in it, a line each. */
export function told({ problems, steps }: TutorialWalk): string[] {
  const lines = (all: TutorialWalk['problems']) =>
    all.map((found) => `  ${found.line}:${found.column} ${found.severity} ${inEnglish(found)}`);
  return [
    ...lines(problems),
    ...steps.flatMap((step) => [`${step.id}: ${step.checks.map(({ verdict }) => verdict).join(', ')}`, ...lines(step.problems)]),
  ];
}
