import { findNodeAtOffset, parseTree } from 'jsonc-parser';
import type { Files } from '../../ports.ts';
import { parseTutorial } from '../../tutorial/parse.ts';
import { type Finding, type Fix, fixAt, offsetOf } from './finding.ts';

/** Gives findings that have but one certain meaning the edit that mends them: mistyped keys, ids that are taken, names that want quotes. */
export async function withTypoFixes(findings: readonly Finding[], files: Files): Promise<Finding[]> {
  return Promise.all(
    findings.map(async (found) => {
      if (found.fix !== undefined || !mendable.has(found.code)) return found;
      const source = await files.readText(found.file);
      const fix = source === undefined ? undefined : fixOf(found, source);
      return fix === undefined ? found : { ...found, fix };
    }),
  );
}

const mendable = new Set<string>(['schema.didYouMean', 'yaml.alias', 'step.duplicateId']);

function fixOf(found: Finding, source: string): Fix | undefined {
  if (found.code === 'schema.didYouMean') return /\.md$/.test(found.file) ? keyFix(found, source) : jsonKeyFix(found, source);
  return mends(found.code === 'yaml.alias' ? quotesFix(found, source) : idFix(found, source), found, source);
}

/** A key of YAML, which the finding stands at, or a word behind a fence, which stands in its line. */
function keyFix(found: Finding, source: string): Fix | undefined {
  const [was = '', is = ''] = found.args.map(String);
  const from = offsetOf(source, found);
  const at = source.startsWith(was, from) ? from : wordIn(source, from, was);
  return at === undefined ? undefined : mends({ from: at, to: at + was.length, text: is }, found, source);
}

/** Where a word stands in the rest of a line, and only once. */
function wordIn(source: string, from: number, word: string): number | undefined {
  const rest = /^[^\r\n]*/.exec(source.slice(from))?.[0] ?? '';
  const places = [...rest.matchAll(/[A-Za-z][\w-]*/g)].filter(([one]) => one === word);
  return places.length === 1 && places[0] !== undefined ? from + places[0].index : undefined;
}

/** A key of JSON, unless its object has the one that was meant already. */
function jsonKeyFix(found: Finding, source: string): Fix | undefined {
  const [was = '', is = ''] = found.args.map(String);
  const from = offsetOf(source, found);
  const tree = parseTree(source, [], { allowTrailingComma: true });
  const key = tree && findNodeAtOffset(tree, from + 1);
  const siblings = key?.parent?.parent?.children?.map(({ children }) => children?.[0]?.value);
  if (siblings === undefined || key?.value !== was || siblings.includes(is)) return undefined;
  return fixAt(source, found, JSON.stringify(was), JSON.stringify(is));
}

/** What follows a star up to the end of its line, in quotes. */
function quotesFix(found: Finding, source: string): Fix | undefined {
  const from = offsetOf(source, found);
  const [value = ''] = /^\*[^\r\n]*?(?=[ \t]*(?:[\r\n]|$))/.exec(source.slice(from)) ?? [];
  return value === '' ? undefined : { from, to: from + value.length, text: `'${value.replace(/'/g, "''")}'` };
}

/** The id that the step has anyway, as its second to have the other one: written down, it stays its own. */
function idFix(found: Finding, source: string): Fix | undefined {
  const id = parseTutorial(source, found.file).steps.find(({ line }) => line === found.line)?.id;
  const from = offsetOf(source, { line: found.line, column: 1 });
  const [heading = ''] = /^[^\r\n]*/.exec(source.slice(from)) ?? [];
  if (id === undefined || !heading.trimStart().startsWith('##')) return undefined;
  const own = /\{#[\w-]+\}[ \t]*(#*[ \t]*)$/.exec(heading);
  const text = own === null ? heading.trimEnd().replace(/[ \t]+#+$/, '') : heading.slice(0, own.index).trimEnd();
  return { from: from + text.length, to: from + heading.trimEnd().length, text: ` {#${id}}` };
}

/** An edit after which this problem is gone and no other has come. */
function mends(fix: Fix | undefined, found: Finding, source: string): Fix | undefined {
  if (fix === undefined) return undefined;
  const told = (text: string) => parseTutorial(text, found.file).problems.map(({ code, args }) => JSON.stringify([code, args]));
  const before = told(source);
  const after = told(source.slice(0, fix.from) + fix.text + source.slice(fix.to));
  for (const one of after) {
    const at = before.indexOf(one);
    if (at < 0) return undefined;
    before.splice(at, 1);
  }
  return before.length > 0 ? fix : undefined;
}
