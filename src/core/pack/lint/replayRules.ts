import { inEnglish, type Message, message } from '../../message.ts';
import { type OverlayFiles, overlayFiles } from '../../overlayFiles.ts';
import type { Files } from '../../ports.ts';
import { runCheck } from '../../tutorial/check.ts';
import { doInMemory } from '../../tutorial/replay.ts';
import type { Section } from '../../tutorial/tutorial.ts';
import { checksOf } from '../../tutorial/tutorial.ts';
import { walkedReferences } from '../../tutorial/walkedReferences.ts';
import { textOfUtf8, utf8Of } from '../../utf8.ts';
import type { FileProblem } from '../pack.ts';
import { inFile, type LintedTutorial, type Rule } from './lintedPack.ts';

/**
 * What the steps make of an empty folder, in memory: each block finds its place, each reference its lines, and no check can be told from the
 * start. What a command may have changed is left to `onramp test`, which runs it.
 */
export const replayRule: Rule = async ({ files, tutorials }) => {
  const found: FileProblem[] = [];
  for (const linted of tutorials) found.push(...(await replayed(linted, files)));
  return found;
};

const utf8 = { textOf: (bytes: Uint8Array) => textOfUtf8(bytes) ?? '', bytesOf: utf8Of };

async function replayed(linted: LintedTutorial, pack: Files): Promise<FileProblem[]> {
  const { path } = linted;
  const folder = overlayFiles(utf8);
  const found: FileProblem[] = [];
  const fresh = await passing(linted.tutorial.steps.flatMap(checksOf), folder);
  let shown: string | undefined;
  let ran = false;
  const ownCode = !makesFiles(linted);
  for (const { section, acts } of linted.parts) {
    const isCertain = (named: string) => !ran || (folder.changes().has(named) && !madeByCommands.test(named));
    const references = walkedReferences(folder);
    for (const act of acts) {
      if (act.kind === 'reference') await references.meet(act);
      if (act.kind === 'block' && act.block.kind === 'run') ran = true;
      const done = await doInMemory(act, pack, folder, shown);
      const where = { line: act.line, column: act.column };
      const named = act.kind === 'block' && (act.block.kind === 'file' || act.block.kind === 'diff') ? act.block.path : undefined;
      if (done?.refused !== undefined && named !== undefined && isCertain(named))
        found.push(inFile(path, { ...done.refused, ...where }, 'error'));
      shown = done?.shown ?? shown;
    }
    for (const told of await references.settle()) {
      if (isCertain(String(told.args[0])) && !(ownCode && told.code === 'reference.missing')) found.push(inFile(path, told, told.severity));
    }
    found.push(...(await uselessChecks(section, linted, folder, { fresh, ran })));
  }
  return found;
}

/** A tutorial that makes no file speaks of code that the learner has, such as a tour of a repository. */
function makesFiles({ parts }: LintedTutorial): boolean {
  return parts.some(
    ({ section: { blocks, links } }) =>
      blocks.some(({ kind }) => kind === 'file' || kind === 'diff') || links.some(({ kind }) => kind === 'template'),
  );
}

/** What package managers write as they go. */
const madeByCommands = /(^|\/)(package(-lock)?\.json|[\w.-]+\.lock|Cargo\.toml|go\.(mod|sum)|pyproject\.toml|requirements\.txt)$/;

async function passing(checks: ReturnType<typeof checksOf>, folder: OverlayFiles): Promise<ReadonlySet<object>> {
  const passed = new Set<object>();
  for (const { check } of checks) {
    if ('file' in check && (await tried(check, folder)).state === 'passed') passed.add(check);
  }
  return passed;
}

type CheckedFile = Parameters<typeof runCheck>[0];

const never = { aborted: false, addEventListener: () => {} };

function tried(check: CheckedFile, files: Files) {
  return runCheck(check, { files, shell: undefined, http: { get: () => Promise.reject(new Error('offline')) }, editor: undefined }, never);
}

/** Checks of files that hold before anything was done, and such as no step could make hold. */
async function uselessChecks(
  section: Section,
  { path }: LintedTutorial,
  folder: OverlayFiles,
  { fresh, ran }: { fresh: ReadonlySet<object>; ran: boolean },
): Promise<FileProblem[]> {
  const found: FileProblem[] = [];
  for (const { check, line, column } of checksOf(section)) {
    if (!('file' in check)) continue;
    const tell = (told: Message) => found.push(inFile(path, { ...told, line, column }));
    const result = await tried(check, folder);
    if (result.state === 'passed' && fresh.has(check) && check.gate !== false) tell(message('check.always', inEnglish(result.expected)));
    if (result.state === 'failed' && !ran) tell(message('check.impossible', inEnglish(result.expected), inEnglish(result.found)));
  }
  return found;
}
