import type { Token } from 'markdown-it';
import type { Block, Section, Tutorial } from '../../src/core/tutorial/tutorial.ts';
import type { Check } from '../../src/protocol/check.ts';

/** What of the tutorial format a tutorial uses, each kind once, in the alphabet's order. */
export function kindsIn(tutorial: Tutorial): string[] {
  const sections = [tutorial.cover, ...tutorial.steps];
  const kinds = [
    ...tutorial.requires.flatMap(({ check }) => checkKinds(check).map((kind) => `requires ${kind}`)),
    ...sections.flatMap(({ tokens }) => proseKinds(tokens)),
    ...sections.flatMap(sectionKinds),
  ];
  return [...new Set(kinds)].sort();
}

function sectionKinds({ blocks, links, references, hints, tasks }: Section): string[] {
  return [
    ...blocks.flatMap(blockKinds),
    ...links.map(({ kind }) => `link ${kind}`),
    ...references.map(({ lines }) => `reference ${'text' in lines ? 'text' : lines.from === lines.to ? 'line' : 'range'}`),
    ...hints.map((summary) => `fold ${/^\w+/.exec(summary)?.[0]}`),
    ...tasks.map(() => 'task'),
  ];
}

function blockKinds(block: Block): string[] {
  switch (block.kind) {
    case 'file':
      return [`file ${block.place.how}`];
    case 'quiz':
      return [`quiz ${block.quiz.multiple === true ? 'multiple' : 'single'}`];
    case 'check':
      return block.checks.flatMap(({ check }) => checkKinds(check));
    default:
      return [block.kind];
  }
}

/** A check's subject with each thing that is demanded of it. */
function checkKinds(check: Check): string[] {
  const [subject = '', ...demands] = Object.keys(check).sort((a, b) => Number(subjects.has(b)) - Number(subjects.has(a)));
  const value: unknown = Object.values(check)[Object.keys(check).indexOf(subject)];
  const named = subject === 'git' ? `git ${typeof value === 'string' ? value : Object.keys(value ?? {})}` : subject;
  return [`check ${named}`, ...demands.map((demand) => (about.has(demand) ? `check ${demand}` : `check ${named} ${demand}`))];
}

const subjects = new Set(['file', 'run', 'http', 'diagnostics', 'symbol', 'git', 'extension', 'setting']);
const about = new Set(['hint', 'success', 'gate']);

function proseKinds(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) => [
    ...(token.type === 'table_open' ? ['table'] : []),
    ...(token.type === 'blockquote_open' && token.meta?.tone ? [`alert ${token.meta.tone}`] : []),
    ...(token.children ?? []).flatMap(({ type }) => (type === 'image' ? ['image'] : [])),
    ...(/<(video|audio)\b/.exec(token.content)?.slice(1) ?? []),
  ]);
}
