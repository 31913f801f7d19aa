import type { Check } from '../../protocol/check.ts';
import { manifest as manifestSchema } from '../../protocol/manifest.ts';
import { decoded } from '../path.ts';
import { codeReference } from '../tutorial/inline.ts';
import { parseTutorial } from '../tutorial/parse.ts';
import type { Tutorial } from '../tutorial/tutorial.ts';
import { yamlMap, yamlText } from './checkYaml.ts';
import type { Draft, Importing, LeaveOut } from './draft.ts';
import { escapeRest } from './escapeRest.ts';
import { fileName } from './fileName.ts';
import { edited, type Placed, placeAt } from './placed.ts';
import { inlineCode } from './reference.ts';
import { fillSteps, tidyAnchors } from './tidyAnchors.ts';
import { type RunBlocks, tidyFences } from './tidyFences.ts';
import { tidyHeadings } from './tidyHeadings.ts';
import { tidyHtml } from './tidyHtml.ts';
import { tidyLinks } from './tidyLinks.ts';

export type PackFiles = Map<string, string | Uint8Array>;
export type PackOf = { name: string; title: string; publisher: string; description: string; license?: string | undefined };

/** A draft, with how its code blocks and its links to files are meant. */
export type Readied = { draft: Draft; runs: RunBlocks; pointsIntoWorkspace: boolean };

/** The files of a pack with each draft as a tutorial, in the order they are to be followed. */
export async function makePack(readied: readonly Readied[], of: PackOf, importing: Importing): Promise<PackFiles> {
  const ordered = inOrder(readied);
  const names = uniqueNames(ordered.map(({ draft }) => draft));
  const files: PackFiles = new Map();
  const texts = new Map<string, string>();
  for (const each of ordered) {
    const name = names.get(each.draft.key) ?? each.draft.name;
    for (const [path, content] of each.draft.files ?? []) files.set(path, content);
    texts.set(each.draft.key, await tutorialText(each, { name, names, files, importing }));
  }
  const steps = (key: string) => stepsOf(texts, key);
  for (const [key, text] of texts) {
    const name = names.get(key) ?? key;
    files.set(`tutorials/${name}.md`, resolveSteps(text, key, names, steps));
  }
  const order = ordered.map(({ draft }) => `${names.get(draft.key)}`);
  const { name, title, publisher, description, license } = of;
  const about = { name, version: '0.1.0', title, publisher, description };
  const written = { ...about, ...(license === undefined ? {} : { license }), tutorials: order };
  manifestSchema.parse(written);
  files.set('onramp.json', `${JSON.stringify(written, undefined, 2)}\n`);
  return files;
}

function inOrder(readied: readonly Readied[]): Readied[] {
  const last = Number.MAX_SAFE_INTEGER;
  return [...readied].sort((a, b) => (a.draft.order ?? last) - (b.draft.order ?? last));
}

/** A file name for each draft that no other has, whatever system the pack is put on. */
function uniqueNames(drafts: readonly Draft[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { key, name } of drafts) {
    const plain = fileName(name) || 'tutorial';
    let unique = plain;
    for (let n = 2; taken.has(unique); n++) unique = `${plain}-${n}`;
    taken.add(unique);
    names.set(key, unique);
  }
  return names;
}

type Around = { name: string; names: ReadonlyMap<string, string>; files: PackFiles; importing: Importing };

async function tutorialText({ draft, runs, pointsIntoWorkspace }: Readied, { name, names, files, importing }: Around): Promise<string> {
  const { leaveOut } = importing;
  const html = tidyHtml(draft.body, leaveOut);
  const linked = await tidyLinks(html, {
    path: draft.path,
    files: importing.files,
    isTutorial: (path) => names.has(path),
    take: (path, content) => {
      const target = imageName(files, name, path, content);
      files.set(target, content);
      return `../${target}`;
    },
    pointsIntoWorkspace,
    leaveOut,
  });
  const { body: headed, title: own } = tidyHeadings(tidyFences(linked, runs, leaveOut), draft.title ?? name);
  const body = onlyMadeFiles(tidyAnchors(fillSteps(escapeRest(headed), leaveOut), leaveOut), draft, leaveOut);
  const { next } = draft;
  const nextName = next === undefined ? undefined : names.get(next);
  const front = frontMatter({
    title:
      own === undefined || (draft.title !== undefined && draft.title !== own)
        ? (draft.title ?? (own === undefined ? name : undefined))
        : undefined,
    description: draft.description,
    time: draft.minutes === undefined ? undefined : `${Math.max(1, Math.round(draft.minutes))}m`,
    level: draft.level,
    tags: draft.tags,
    next: nextName,
    requires: draft.requires,
  });
  const text = body.text.replace(/[ \t]+$/gm, (white) => (white === '  ' ? white : '')).replace(/^\n+|\s+$/g, '');
  return `${front}${tighten(text)}\n`;
}

/** Where a tutorial brings its files along, it can point to those only, or to what its commands may make. */
function onlyMadeFiles(body: Placed, { files }: Draft, leaveOut: LeaveOut): Placed {
  if (files === undefined || files.size === 0 || /^[ \t>]*[`~]{3,}\w* run$/m.test(body.text)) return body;
  const made = new Set([...files.keys()].map((path) => path.replace(/^templates\/[^/]+\//, '')));
  const code = /(?<!`)(`+)(?!`)([^\n]+?)(?<!`)\1(?!`)/g;
  const edits = [...body.text.matchAll(code)].flatMap(({ index, 0: whole, 2: text = '' }) => {
    const path = codeReference(text.trim())?.path;
    if (path === undefined || made.has(path)) return [];
    leaveOut(placeAt(body, index), 'import.reference', text);
    return [{ from: index, to: index + whole.length, text: inlineCode(path) }];
  });
  return edited(body, edits);
}

/** One empty line where there are several, outside of code. */
function tighten(text: string): string {
  let fence: string | undefined;
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const mark = /^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined && mark?.startsWith(fence) && /^[ \t>]*[`~]+\s*$/.test(line)) fence = undefined;
    else if (fence === undefined && mark !== undefined) fence = mark;
    if (fence === undefined && line.trim() === '' && lines.at(-1)?.trim() === '') continue;
    lines.push(line);
  }
  return lines.join('\n');
}

function imageName(files: PackFiles, tutorial: string, path: string, content: Uint8Array): string {
  const [, stem = '', ending = ''] = /^(.*?)(\.[A-Za-z\d]+)?$/.exec(path.replace(/^.*\//, '')) ?? [];
  const plain = `images/${tutorial}/${fileName(decoded(stem)) || 'image'}`;
  for (let n = 1; ; n++) {
    const target = `${plain}${n === 1 ? '' : `-${n}`}${ending.toLowerCase()}`;
    const there = files.get(target);
    if (there === undefined || there === content) return target;
    if (typeof there !== 'string' && there.length === content.length && there.every((byte, index) => byte === content[index]))
      return target;
  }
}

type Front = {
  title: string | undefined;
  description: string | undefined;
  time: string | undefined;
  level: string | undefined;
  tags: string[] | undefined;
  next: string | undefined;
  requires: Check[] | undefined;
};

function frontMatter({ requires = [], tags = [], ...texts }: Front): string {
  const lines = Object.entries(texts).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [`${key}: ${yamlText(value.slice(0, key === 'title' ? 200 : undefined))}`],
  );
  if (tags.length > 0) lines.push(`tags: [${tags.map(yamlText).join(', ')}]`);
  if (requires.length > 0)
    lines.push(
      'requires:',
      ...requires.map((check) =>
        yamlMap(check)
          .map((line, index) => `${index === 0 ? '  - ' : '    '}${line}`)
          .join('\n'),
      ),
    );
  return lines.length === 0 ? '' : `---\n${lines.join('\n')}\n---\n\n`;
}

function stepsOf(texts: ReadonlyMap<string, string>, key: string): Tutorial['steps'] {
  const text = texts.get(key);
  return text === undefined ? [] : parseTutorial(text, 'tutorials/a.md').steps;
}

/** Links to steps, now that all tutorials have their names and steps their ids. */
function resolveSteps(text: string, own: string, names: ReadonlyMap<string, string>, steps: (key: string) => Tutorial['steps']): string {
  return text
    .replaceAll('](onramp-file:', '](../')
    .replace(/\]\(onramp-step:([^\s:)]*):(\d+)(?=[)\s])/g, (_, encoded: string, number: string) => {
      const key = decoded(encoded);
      const step = steps(key)[Math.max(0, Number(number) - 1)];
      if (key === own) return `](#${step?.id ?? ''}`;
      return `](${names.get(key)}.md${Number(number) === 0 || step === undefined ? '' : `#${step.id}`}`;
    });
}
