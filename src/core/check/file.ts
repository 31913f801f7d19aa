import { type ParseError, parse as parseWithComments, printParseErrorCode } from 'jsonc-parser';
import type { FileCheck } from '../../protocol/check.ts';
import { type Message, message } from '../message.ts';
import type { Files } from '../ports.ts';
import { isMatched } from './expression.ts';
import { jsonMismatch } from './jsonPath.ts';
import { type CheckResult, failed, passed } from './result.ts';
import { unified } from './unified.ts';

/** What a file check demands: the first thing it names. */
export function expectFile(check: FileCheck): Message {
  const [first] = fileDemands(check);
  return first ?? message('expected.exists', check.file);
}

/** Tries what a file must be or hold. */
export async function tryFile(check: FileCheck, files: Files): Promise<CheckResult> {
  const expected = expectFile(check);
  const content = await files.readText(check.file);
  if (check.exists === false) {
    if (content !== undefined) return failed(expected, message('found.exists'));
    return (await files.stat(check.file)) === undefined
      ? passed(expected, message('found.absent'))
      : failed(expected, message('found.folder'));
  }
  if (content === undefined) {
    const isFolder = (await files.stat(check.file))?.kind === 'folder';
    return failed(expected, message(isFolder ? 'found.folder' : 'found.absent'));
  }

  for (const text of check.contains === undefined ? [] : [check.contains].flat()) {
    if (!unified(content).includes(unified(text)))
      return failed(message('expected.contains', check.file, text), message('found.notInFile'));
  }
  if (check.matches !== undefined && !isMatched(check.matches, unified(content))) {
    return failed(message('expected.matches', check.file, check.matches), message('found.notInFile'));
  }
  if (check.json !== undefined) {
    const wrong = mismatchIn(check.file, content, check.json, check.equals);
    if (wrong !== undefined) return failed(jsonDemand(check, check.json), wrong);
  }
  return passed(expected);
}

function fileDemands(check: FileCheck): Message[] {
  const texts = check.contains === undefined ? [] : [check.contains].flat();
  return [
    ...(check.exists === false ? [message('expected.absent', check.file)] : []),
    ...texts.map((text) => message('expected.contains', check.file, text)),
    ...(check.matches === undefined ? [] : [message('expected.matches', check.file, check.matches)]),
    ...(check.json === undefined ? [] : [jsonDemand(check, check.json)]),
  ];
}

function jsonDemand(check: FileCheck, path: string): Message {
  return check.equals === undefined
    ? message('expected.json', check.file, path)
    : message('expected.jsonEquals', check.file, path, JSON.stringify(check.equals));
}

/** Files whose readers allow comments and trailing commas; in all others they are mistakes. */
const readsComments = /(^|\/)(tsconfig|jsconfig)[^/]*\.json$|(^|\/)\.vscode\/[^/]*\.json$|\.jsonc$|(^|\/)\.?devcontainer\.json$/;

/** What is wrong with a JSON file's value at a path; undefined when nothing is. */
function mismatchIn(file: string, content: string, path: string, equals: unknown): Message | undefined {
  try {
    return jsonMismatch(readsComments.test(file) ? withComments(content) : JSON.parse(content), path, equals);
  } catch (error) {
    return message('found.notJson', error instanceof Error ? error.message : String(error));
  }
}

/** Throws where it is not what such a file's reader takes. */
function withComments(content: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parseWithComments(content, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first === undefined) return value;
  throw new Error(`${printParseErrorCode(first.error)} in line ${content.slice(0, first.offset).split('\n').length}`);
}
