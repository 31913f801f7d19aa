import type { Check } from '../../protocol/check.ts';
import { folderOf, resolvePath } from '../path.ts';
import { yamlMap } from './checkYaml.ts';
import { type Draft, type Importing, NotImported, type Source } from './draft.ts';
import { fileName } from './fileName.ts';
import { type JsonSource, jsonSource } from './jsonSource.ts';
import { joined, type Placed, part, placeAt, placed, placedAll, trimmed } from './placed.ts';
import { madeBlock } from './tidyFences.ts';
import { demoted } from './tidyHeadings.ts';
import { icons } from './tourText.ts';

type Around = { json: JsonSource; nls: JsonSource | undefined; path: string; importing: Importing };
type JsonPath = (string | number)[];

/** The walkthroughs of an extension, by its `package.json`, a tutorial each. Throws `NotImported` where it has none. */
export async function walkthroughDrafts({ path, text }: Source, importing: Importing): Promise<Draft[]> {
  const json = jsonSource(text, path);
  const at: JsonPath = ['contributes', 'walkthroughs'];
  const around: Around = { json, nls: await namesOf(path, importing), path, importing };
  const drafts: Draft[] = [];
  for (let index = 0; index < json.length(at); index++) {
    if (json.length([...at, index, 'steps']) > 0) drafts.push(await walkthroughDraft(around, [...at, index]));
  }
  if (drafts.length === 0) throw new NotImported(json.place(at), 'import.noWalkthroughs');
  return drafts;
}

async function namesOf(path: string, { files }: Importing): Promise<JsonSource | undefined> {
  const beside = resolvePath(folderOf(path), 'package.nls.json');
  const text = beside === undefined ? undefined : await files.readText(beside).catch(() => undefined);
  return beside === undefined || text === undefined ? undefined : jsonSource(text, beside);
}

const walkthroughKeys = new Set(['id', 'title', 'description', 'steps']);
const stepKeys = new Set(['id', 'title', 'description', 'media', 'completionEvents', 'doneOn', 'button']);

async function walkthroughDraft(around: Around, at: JsonPath): Promise<Draft> {
  const { json, path, importing } = around;
  listUnknown(around, at, walkthroughKeys);
  const id = json.value([...at, 'id']);
  const title = words(around, [...at, 'title'])?.text.trim();
  const description = words(around, [...at, 'description']);
  const plain = description !== undefined && /^[^\n<>[\]`*_#]{0,300}$/.test(description.text.trim());
  const steps: Placed[] = [];
  for (let index = 0; index < json.length([...at, 'steps']); index++)
    steps.push(...(await stepParts(around, [...at, 'steps', index], index)));
  const cover = description === undefined || plain ? [] : [demoted(description), placedAll('\n\n', json.place(at))];
  const owner = [json.value(['publisher']), json.value(['displayName'])].find(
    (value) => typeof value === 'string' && !value.startsWith('%'),
  );
  return {
    key: `${path}#${at.at(-1)}`,
    path,
    name: fileName(typeof id === 'string' ? id : '') || fileName(title ?? '') || 'walkthrough',
    title: title === undefined || title === '' ? undefined : title.replace(/\s+/g, ' '),
    description: plain ? description?.text.trim() : undefined,
    author: typeof owner === 'string' ? { name: owner, place: json.place(['publisher']) } : undefined,
    body: icons(joined([...cover, ...steps]), importing.leaveOut),
  };
}

async function stepParts(around: Around, at: JsonPath, index: number): Promise<Placed[]> {
  const { json } = around;
  const place = json.place(at);
  listUnknown(around, at, stepKeys);
  const title = words(around, [...at, 'title']);
  const heading =
    title === undefined || title.text.trim() === ''
      ? placedAll(`Step ${index + 1}`, place)
      : { ...title, text: title.text.replace(/\n/g, ' ') };
  const description = words(around, [...at, 'description']);
  const media = await mediaOf(around, at);
  const check = events(around, at);
  const id = json.value([...at, 'id']);
  const own = typeof id === 'string' ? id.replace(/[^\w-]+/g, '-').replace(/^-+|-+$/g, '') : '';
  const parts = [placedAll('\n\n## ', place), heading, placedAll(`${own === '' ? '' : ` {#${own}}`}\n\n`, place)];
  if (description !== undefined) parts.push(trimmed(demoted(description)), placedAll('\n\n', place));
  if (media !== undefined) parts.push(media, placedAll('\n\n', place));
  if (check !== undefined) parts.push(placedAll(`${madeBlock('check', check)}\n`, place));
  return parts;
}

function listUnknown({ json, importing }: Around, at: JsonPath, known: ReadonlySet<string>): void {
  for (const key of json.keys(at)) {
    if (!known.has(key)) importing.leaveOut(json.place([...at, key]), 'import.meta', key, inShort(json.value([...at, key])));
  }
}

/** A text of the manifest, or what `package.nls.json` has for its `%key%`. */
function words({ json, nls, importing }: Around, at: JsonPath): Placed | undefined {
  const text = json.text(at);
  const key = /^%([^%]+)%$/.exec(text?.text ?? '')?.[1];
  if (text === undefined || key === undefined) return text;
  const named = nls?.text([key]) ?? nls?.text([key, 'message']);
  if (named === undefined) importing.leaveOut(json.place(at), 'import.noFragment', `%${key}%`);
  return named ?? text;
}

/** What is shown beside a step: Markdown is its text's end, an image stands below it. */
async function mediaOf(around: Around, at: JsonPath): Promise<Placed | undefined> {
  const { json, path, importing } = around;
  const media = [...at, 'media'];
  const place = json.place(media);
  const alt = words(around, [...media, 'altText'])?.text.replace(/[[\]\n]/g, ' ') ?? '';
  const markdown = json.value([...media, 'markdown']) ?? json.value([...media, 'path']);
  if (typeof markdown === 'string' && /\.md$/i.test(markdown)) {
    const file = resolvePath(folderOf(path), markdown.replace(/^(?:\.?\/)+/, ''));
    const text = file === undefined ? undefined : await importing.files.readText(file).catch(() => undefined);
    if (file !== undefined && text !== undefined)
      return trimmed(demoted(rebased(placed(text, { file, line: 1, column: 1 }), folderOf(file), folderOf(path))));
    importing.leaveOut(json.place([...media, 'markdown']), 'import.noFragment', markdown);
    return undefined;
  }
  const image =
    json.value([...media, 'svg']) ??
    json.value([...media, 'image']) ??
    json.value([...media, 'video']) ??
    (typeof markdown === 'string' ? markdown : undefined);
  const variants = typeof image === 'object' && image !== null ? Object.entries(image) : [];
  for (const key of json.keys(media)) {
    if (!['markdown', 'image', 'svg', 'altText', 'video', 'path'].includes(key))
      importing.leaveOut(json.place([...media, key]), 'import.meta', key, inShort(json.value([...media, key])));
  }
  const [first, ...others] = variants.sort(([a], [b]) => Number(b === 'light') - Number(a === 'light'));
  const source = typeof image === 'string' ? image : first?.[1];
  for (const [theme, other] of others) {
    if (other !== source) importing.leaveOut(place, 'import.meta', theme, inShort(other));
  }
  return typeof source === 'string' ? placedAll(`![${alt.trim()}](${/[\s()]/.test(source) ? `<${source}>` : source})`, place) : undefined;
}

/** A text of another folder, its links and images as they are seen from here. */
function rebased(source: Placed, from: string, to: string): Placed {
  if (from === to) return source;
  const up = '../'.repeat(to === '' ? 0 : to.split('/').length);
  const parts: Placed[] = [];
  let end = 0;
  for (const { index, 0: whole, 1: before = '', 2: target = '' } of source.text.matchAll(
    /(\]\(\s*<?|\ssrc\s*=\s*["']?|^ {0,3}\[[^\]\n]+\]:[ \t]*<?)(?![a-z][a-z\d+.-]*:|\/\/|#|\/)([^\s)>"']+)/gim,
  )) {
    parts.push(part(source, end, index), placedAll(`${before}${up}${from}/${target}`, placeAt(source, index)));
    end = index + whole.length;
  }
  return joined([...parts, part(source, end, source.text.length)]);
}

/** What made VS Code tick a step off, as a check where one can see it. */
function events({ json, importing }: Around, at: JsonPath): string | undefined {
  const checks: Check[] = [];
  for (let index = 0; index < json.length([...at, 'completionEvents']); index++) {
    const event = json.value([...at, 'completionEvents', index]);
    const [, kind = '', what = ''] = /^([^:]+)(?::(.*))?$/s.exec(typeof event === 'string' ? event : '') ?? [];
    if (kind === 'extensionInstalled' && /^[\w-]+\.[\w.-]+$/.test(what)) checks.push({ extension: what, gate: false });
    else if ((kind === 'onSettingChanged' || kind === 'onSettingsChanged') && what !== '') checks.push({ setting: what, gate: false });
    else if (kind !== 'onStepSelected' && kind !== 'stepSelected')
      importing.leaveOut(json.place([...at, 'completionEvents', index]), 'import.event', inShort(event));
  }
  if (checks.length === 0) return undefined;
  // Any of the events was enough for VS Code, all checks must hold for us: one of them is the step's.
  for (const check of checks.slice(1)) importing.leaveOut(json.place([...at, 'completionEvents']), 'import.event', inShort(check));
  const [first] = checks;
  return first === undefined ? undefined : yamlMap(first).join('\n');
}

function inShort(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
