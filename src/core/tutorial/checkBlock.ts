import { type Check, checkSchemas, type FileCheck } from '../../protocol/check.ts';
import { commitOf } from '../check/git.ts';
import { isLoopback } from '../check/http.ts';
import { type Message, message, type Problem } from '../message.ts';
import { resolvePath } from '../path.ts';
import { closest } from '../schemaMessage.ts';
import { timeoutMilliseconds } from './duration.ts';
import type { PlacedCheck } from './tutorial.ts';
import { readYaml, type YamlPlaces } from './yamlPlaces.ts';

/** Reads the YAML of a `check` block that starts at a line and column of its file. What is wrong is told and left out. */
export function parseChecks(yaml: string, start: { line: number; column: number }, problems: Problem[]): PlacedCheck[] {
  const { value, places, problems: unreadable } = readYaml(yaml, start);
  problems.push(...unreadable);
  return unreadable.length > 0 ? [] : readChecks(value ?? [], places, [], problems);
}

/** Reads one check or a list of them that stands at a path of a YAML document. */
export function readChecks(value: unknown, places: YamlPlaces, path: (string | number)[], problems: Problem[]): PlacedCheck[] {
  const entries = Array.isArray(value) ? value.map((entry, index) => ({ entry, at: [...path, index] })) : [{ entry: value, at: path }];
  if (entries.length === 0) problems.push(places.told(message('check.empty'), path));
  return entries.flatMap(({ entry, at }) => readCheck(entry, places, at, problems) ?? []);
}

const subjects = Object.keys(checkSchemas) as (keyof typeof checkSchemas)[];

function readCheck(entry: unknown, places: YamlPlaces, at: (string | number)[], problems: Problem[]): PlacedCheck | undefined {
  const refuse = (told: Message, key: string[] = []): undefined => {
    problems.push(places.told(told, [...at, ...key]));
  };
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return refuse(message('check.notMap'));
  const [subject, second] = subjects.filter((name) => name in entry);
  if (subject === undefined) {
    const first = Object.keys(entry)[0] ?? '';
    const meant = closest(first, subjects);
    return refuse(meant === undefined ? message('check.noSubject', subjects.join(', ')) : message('schema.didYouMean', first, meant));
  }
  if (second !== undefined) return refuse(message('check.twoSubjects', subject, second), [second]);

  const schema = checkSchemas[subject];
  const read = schema.safeParse(entry, { reportInput: true });
  if (!read.success) {
    problems.push(...places.schemaProblems(read.error.issues, Object.keys(schema.shape), at));
    return undefined;
  }
  const check: Check = read.data;
  const wrong = impossible(check);
  if (wrong !== undefined) return refuse(wrong.told, [wrong.key]);
  return { check, ...places.at(at) };
}

type Impossible = { told: Message; key: string } | undefined;

/** What a schema cannot see: a path that leaves the folder, a broken expression, demands that contradict each other. */
function impossible(check: Check): Impossible {
  if ('file' in check) return impossibleFile(check);
  if ('run' in check) {
    return wrongTimeout(check.timeout) ?? wrongPath(check.cwd, 'cwd', true) ?? wrongExpression(check.outputMatches, 'outputMatches');
  }
  if ('http' in check) {
    if (!isLoopback(check.http)) return { told: message('check.loopback', check.http), key: 'http' };
    return wrongTimeout(check.timeout) ?? strayEquals(check);
  }
  if ('diagnostics' in check) return wrongPath(check.diagnostics, 'diagnostics');
  if ('symbol' in check) return wrongPath(check.in, 'in');
  return 'git' in check ? wrongExpression(commitOf(check), 'git') : undefined;
}

function impossibleFile(check: FileCheck): Impossible {
  const demands = check.contains ?? check.matches ?? check.json;
  return (
    wrongPath(check.file, 'file') ??
    wrongExpression(check.matches, 'matches') ??
    (check.exists === false && demands !== undefined ? { told: message('check.contradiction'), key: 'exists' } : strayEquals(check))
  );
}

function strayEquals({ equals, json }: { equals?: unknown; json?: string | undefined }): Impossible {
  return equals !== undefined && json === undefined ? { told: message('check.equalsWithoutJson'), key: 'equals' } : undefined;
}

function wrongPath(path: string | undefined, key: string, mayBeRoot = false): Impossible {
  const resolved = path === undefined ? undefined : resolvePath('', path);
  if (path === undefined || (resolved !== undefined && (mayBeRoot || resolved !== ''))) return undefined;
  return { told: message('path.outside', path), key };
}

function wrongTimeout(timeout: number | string | undefined): Impossible {
  if (timeout === undefined || isPatience(timeoutMilliseconds(timeout))) return undefined;
  return { told: message('check.timeout', timeout), key: 'timeout' };
}

function wrongExpression(pattern: string | undefined, key: string): Impossible {
  const broken = pattern === undefined ? undefined : expressionError(pattern);
  return broken === undefined ? undefined : { told: message('check.expression', broken), key };
}

/** A longer wait than this would not be one for a timer that counts milliseconds in 32 bits, nor for a person. */
function isPatience(milliseconds: number): boolean {
  return milliseconds > 0 && milliseconds <= 3_600_000;
}

function expressionError(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'm');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
