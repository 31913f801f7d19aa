import type { FileCheck } from '../../../protocol/check.ts';
import { expectFile, tryFile } from '../../check/file.ts';
import { inEnglish, message, type Severity } from '../../message.ts';
import { overlayFiles } from '../../overlayFiles.ts';
import { resolvePath } from '../../path.ts';
import type { Files } from '../../ports.ts';
import { type Act, actsIn } from '../../tutorial/acts.ts';
import { type Done, insertSnippet, scaffoldTemplate, writeBlock } from '../../tutorial/doAct.ts';
import type { PlacedCheck, Section } from '../../tutorial/tutorial.ts';
import { checksOf } from '../../tutorial/tutorial.ts';
import { referenceProblem } from '../../tutorial/walkedReferences.ts';
import { textOfUtf8, utf8Of } from '../../utf8.ts';
import { canChange, type Reach, reachOf } from './commandReach.ts';
import { type Finding, finding } from './finding.ts';
import type { LintedPack } from './lintedPack.ts';
import type { LintedTutorial, PlacedReference } from './lintedTutorial.ts';
import { type SaidText, saidText } from './saidText.ts';

/**
 * What is wrong between a tutorial and the project that it makes: its templates, snippets and blocks are done in memory, step by step, and
 * references, places to insert at and file checks are held against the files as they are then. Commands are not run: what one may have
 * changed is told as a warning only, what one may have made is not told at all.
 */
export async function projectFindings(tutorial: LintedTutorial, pack: LintedPack): Promise<Finding[]> {
  const project = await openProject(tutorial, pack);
  const found: Finding[] = [];
  for (const [index, section] of tutorial.sections.entries()) found.push(...(await followSection(section, index, project)));
  return found;
}

type Project = {
  tutorial: LintedTutorial;
  pack: LintedPack;
  files: Files;
  said: SaidText;
  /** The checks that pass in an empty folder. */
  fresh: ReadonlySet<PlacedCheck>;
  /** The first section that makes a file whole, by its path. */
  madeIn: Map<string, number>;
  /** A template was scaffolded, so the folder was made by this tutorial. */
  scaffolded: boolean;
  reaches: Reach[];
  shown: string | undefined;
};

const utf8 = { textOf: (bytes: Uint8Array) => textOfUtf8(bytes) ?? '', bytesOf: utf8Of };

async function openProject(tutorial: LintedTutorial, pack: LintedPack): Promise<Project> {
  const madeIn = new Map<string, number>();
  for (const [index, { blocks }] of tutorial.sections.entries()) {
    for (const block of blocks) {
      if (block.kind === 'file' && block.place.how === 'whole' && !madeIn.has(block.path)) madeIn.set(block.path, index);
    }
  }
  const files = overlayFiles(utf8);
  return {
    ...{ tutorial, pack, madeIn, files },
    fresh: await passing(tutorial.sections.flatMap(checksOf), files),
    said: saidText(tutorial),
    scaffolded: false,
    reaches: [],
    shown: undefined,
  };
}

async function followSection(section: Section, index: number, project: Project): Promise<Finding[]> {
  const { tutorial, files } = project;
  const found: Finding[] = [];
  const checks = checksOf(section);
  const standing = await passing(checks, files);
  let pending = tutorial.references.filter((reference) => reference.section === index);
  pending = await unmet(pending, files);
  for (const act of actsIn(section, '')) {
    const done = await doInMemory(act, project);
    const { line, column } = act.kind === 'block' ? { line: act.line, column: columnOf(act.line, tutorial) } : act;
    const refusal = done?.refused;
    if (act.kind === 'block' && refusal !== undefined && (act.block.kind === 'file' || act.block.kind === 'diff')) {
      const anchor = act.block.kind === 'file' && 'anchor' in act.block.place ? act.block.place.anchor : undefined;
      const severity = await severityOf(act.block.path, index, line, anchor, project);
      if (severity !== undefined) found.push(finding(severity, tutorial.path, { line, column }, refusal));
    }
    project.shown = done?.shown ?? project.shown;
    if (act.kind !== 'reference' && pending.length > 0) pending = await unmet(pending, files);
  }
  for (const placed of pending) found.push(...(await driftOf(placed, index, project)));
  found.push(...(await checkFindings(checks, standing, index, project)));
  return found;
}

async function doInMemory(act: Act, project: Project): Promise<Done | undefined> {
  const { files, pack, reaches } = project;
  if (act.kind === 'reference') return { shown: act.reference.path };
  if (act.kind === 'block') {
    if (act.block.kind === 'run') reaches.push(reachOf(act.block.text));
    return act.block.kind === 'file' || act.block.kind === 'diff' ? writeBlock(files, act.block) : undefined;
  }
  if (act.link.kind === 'snippet') return insertSnippet(pack.files, files, act.link, project.shown);
  if (act.link.kind !== 'template') return undefined;
  project.scaffolded = true;
  const { template } = pack.templates.get(act.link.name) ?? {};
  reaches.push(...(template?.run ?? []).map(reachOf));
  return scaffoldTemplate(pack.files, files, act.link.name);
}

/**
 * How certain it is that something is not in a file at this point; undefined where nobody can know: the folder may be one that the person
 * had, or a command may have made the file.
 */
async function severityOf(
  path: string,
  index: number,
  line: number,
  text: string | undefined,
  project: Project,
): Promise<Severity | undefined> {
  const { files, madeIn, reaches, said, scaffolded } = project;
  if ((await files.readText(path)) === undefined) {
    if (reaches.length > 0) return undefined;
    if ((madeIn.get(path) ?? -1) > index) return 'error';
    return scaffolded ? 'warning' : undefined;
  }
  const mayDiffer = reaches.some((reach) => canChange(reach, path)) || (text !== undefined && said.says(text, line));
  return mayDiffer ? 'warning' : 'error';
}

async function unmet(references: readonly PlacedReference[], files: Files): Promise<PlacedReference[]> {
  const left: PlacedReference[] = [];
  for (const placed of references) {
    const content = await files.readText(placed.reference.path);
    if (referenceProblem(content, placed.reference) !== undefined) left.push(placed);
  }
  return left;
}

/** A reference that meant nothing before its step, in it and after it. */
async function driftOf(placed: PlacedReference, index: number, project: Project): Promise<Finding[]> {
  const { reference } = placed;
  const why = referenceProblem(await project.files.readText(reference.path), reference);
  const text = 'text' in reference.lines ? reference.lines.text : undefined;
  const severity = await severityOf(reference.path, index, placed.line, text, project);
  return why === undefined || severity === undefined ? [] : [finding(severity, project.tutorial.path, placed, why)];
}

async function passing(checks: readonly PlacedCheck[], files: Files): Promise<Set<PlacedCheck>> {
  const standing = new Set<PlacedCheck>();
  for (const placed of checks) {
    if ('file' in placed.check && (await tryFile(placed.check, files)).state === 'passed') standing.add(placed);
  }
  return standing;
}

/** `standing` are the file checks that passed before the step. */
async function checkFindings(
  checks: readonly PlacedCheck[],
  standing: ReadonlySet<PlacedCheck>,
  index: number,
  project: Project,
): Promise<Finding[]> {
  const { tutorial, reaches, scaffolded, madeIn, fresh, files } = project;
  const gated = checks.filter(({ check }) => check.gate !== false);
  const [first] = gated;
  const isKnown = gated.every(
    ({ check }) => 'file' in check && check.exists !== false && !reaches.some((reach) => canChange(reach, check.file)),
  );
  if (first !== undefined && isKnown && gated.every((placed) => standing.has(placed))) {
    return [finding('warning', tutorial.path, first, message('check.standing'))];
  }
  const found: Finding[] = [];
  for (const placed of gated) {
    const { check } = placed;
    if (!('file' in check)) continue;
    if (fresh.has(placed) && (await tryFile(check, files)).state === 'passed') {
      found.push(finding('warning', tutorial.path, placed, message('check.always', inEnglish(expectFile(check)))));
    }
    if (check.exists === false) continue;
    const path = resolvePath('', check.file) ?? check.file;
    const content = await project.files.readText(path);
    const later = madeIn.get(path) ?? -1;
    if (content !== undefined) found.push(...(await textFindings(placed, check, content, index, project)));
    else if (reaches.length > 0 || project.said.names(path, endOf(index, tutorial))) continue;
    else if (later > index) {
      found.push(finding('error', tutorial.path, placed, message('check.tooEarly', path, tutorial.tutorial.steps[later - 1]?.title ?? '')));
    } else if (scaffolded) found.push(await impossible(placed, check, project));
  }
  return found;
}

/** What a check wants in a file and what no block writes and no sentence speaks of. */
async function textFindings(placed: PlacedCheck, check: FileCheck, content: string, index: number, project: Project): Promise<Finding[]> {
  const { said, tutorial, reaches } = project;
  if (reaches.some((reach) => canChange(reach, check.file))) return [];
  const end = endOf(index, tutorial);
  const nowhere = [check.contains ?? []].flat().filter((text) => !content.includes(text) && !said.says(text, end));
  return nowhere.length > 0 ? [await impossible(placed, check, project)] : [];
}

async function impossible(placed: PlacedCheck, check: FileCheck, { files, tutorial }: Project): Promise<Finding> {
  const { expected, found } = await tryFile(check, files);
  return finding('warning', tutorial.path, placed, message('check.impossible', inEnglish(expected), inEnglish(found)));
}

/** The last line of a section. */
function endOf(index: number, { tutorial, lines }: LintedTutorial): number {
  return (tutorial.steps[index]?.line ?? lines.length + 1) - 1;
}

function columnOf(line: number, { lines }: LintedTutorial): number {
  return Math.max(0, lines[line - 1]?.search(/[`~]/) ?? 0) + 1;
}
