import { inEnglish } from '../../../src/core/message.ts';
import type { Block, Link, Place, Reference, Section, Tutorial } from '../../../src/core/tutorial/tutorial.ts';
import { told } from '../told.ts';

/** All that was understood of a tutorial, as text that a test can hold against another. */
export function outline({ title, cover, steps, problems }: Tutorial): string {
  return [
    title,
    ...sectionLines(cover),
    ...steps.flatMap((step) => [`## ${step.title} {#${step.id}} line ${step.line}`, ...sectionLines(step)]),
    ...told(problems).map((line) => `! ${line}`),
  ].join('\n');
}

function sectionLines({ blocks, references, links, hints }: Section): string[] {
  return [
    ...blocks.map((block) => `  ${block.line}: ${[block.language, ...blockWords(block)].filter((word) => word !== '').join(' ')}`),
    ...references.map((reference) => `  reference ${referenceWords(reference)}`),
    ...links.map((link) => `  link ${linkWords(link)}`),
    ...hints.map((hint) => `  hint ${hint}`),
  ];
}

function blockWords(block: Block): string[] {
  switch (block.kind) {
    case 'file':
      return ['file', block.path, placeWords(block.place)];
    case 'check':
      return ['check', ...block.checks.map(({ check, line, column }) => `${line}:${column} ${JSON.stringify(check)}`)];
    case 'broken':
      return ['broken', inEnglish(block.why)];
    default:
      return [block.kind, JSON.stringify(block.text)];
  }
}

function placeWords(place: Place): string {
  return 'anchor' in place ? `${place.how} “${place.anchor}”` : place.how;
}

function referenceWords({ path, lines }: Reference): string {
  return 'text' in lines ? `${path} /${lines.text}/` : `${path} ${lines.from}-${lines.to}`;
}

function linkWords(link: Link): string {
  return Object.values(link).join(' ');
}
