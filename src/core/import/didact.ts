import type { Check } from '../../protocol/check.ts';
import { folderOf, resolvePath } from '../path.ts';
import { attributeLists } from './codelab.ts';
import { codelabHead, readMeta } from './codelabHead.ts';
import { codeRanges, isInside, replaced } from './codeRanges.ts';
import { didactAct, readDidactLink } from './didactLink.ts';
import { didactTemplate } from './didactTemplate.ts';
import { type Draft, type Importing, NotImported, type Source, stepAddress } from './draft.ts';
import { fileName } from './fileName.ts';
import { elementsIn } from './html.ts';
import { infoBoxes } from './infoBoxes.ts';
import { type Edit, edited, type Placed, placeAt, placed } from './placed.ts';
import { madeBlock } from './tidyFences.ts';

/** A tutorial of Red Hat's Didact as one of ours. Throws `NotImported` for one in AsciiDoc. */
export async function didactDraft({ path, text }: Source, importing: Importing): Promise<Draft> {
  if (/\.(?:adoc|asciidoc)$/i.test(path)) throw new NotImported({ file: path, line: 1, column: 1 }, 'import.asciidoc');
  const { leaveOut } = importing;
  const { meta, body } = codelabHead(placed(text, { file: path, line: 1, column: 1 }));
  const told = readMeta(meta, leaveOut);
  const { body: timed, minutes } = headingTimes(body);
  const linked = await didactLinks(anchorsToLinks(timed), path, importing);
  const statuses = replaced(linked.body, /([*_]{0,2}[^\n*_|{}]*?[*_]{0,2})\{#[\w-]+\}/g, (match) => {
    // The last words before the mark were replaced by what the check found.
    const [whole, words = ''] = match;
    if (/^[ \t>]*#/.test(lineOf(linked.body.text, match.index))) return undefined;
    leaveOut(placeAt(linked.body, match.index), 'import.text', whole.trim());
    return /status|unknown/i.test(words) ? '' : words;
  });
  const parts = path.replace(/^.*\//, '').replace(/(?:\.didact)?\.\w+$/, '');
  return {
    key: path,
    path,
    name: told.id ?? parts,
    title: told.title,
    description: told.summary,
    minutes: minutes ?? told.minutes,
    level: told.level,
    tags: told.tags,
    author: told.author,
    requires: linked.requires,
    files: linked.files,
    body: attributeLists(infoBoxes(statuses, leaveOut), leaveOut),
  };
}

function lineOf(text: string, offset: number): string {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset + 1);
}

/** `## Step {time=5}` */
function headingTimes(source: Placed): { body: Placed; minutes: number | undefined } {
  let minutes: number | undefined;
  const body = replaced(source, /^(#{1,6}[^\n]*?)[ \t]*\{time=(\d+(?:\.\d+)?)\}[ \t]*$/gm, ([, heading = '', time = '']) => {
    minutes = (minutes ?? 0) + Number(time);
    return heading;
  });
  return { body, minutes };
}

const didactHref = /^(?:didact:|vscode:\/\/redhat\.vscode-didact)/i;

/** Buttons and links in HTML that lead to Didact, as links of Markdown. */
function anchorsToLinks(source: Placed): Placed {
  const code = codeRanges(source.text);
  const edits: Edit[] = [];
  for (const { open, from, to, inner } of elementsIn(source.text, 'a')) {
    const href = open.attributes.get('href')?.trim() ?? '';
    if (isInside(code, from) || !didactHref.test(href)) continue;
    const words = source.text
      .slice(inner.from, inner.to)
      .replace(/<\/?button\b[^>]*>/gi, '')
      .replace(/\s+/g, ' ')
      .trim();
    const target = href.replace(/[()"\n]/g, (letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`);
    edits.push({ from, to, text: `[${words.replace(/[[\]]/g, '\\$&')}](${target})` });
  }
  return edited(source, edits);
}

const link =
  /\[((?:[^[\]\\]|\\.|\[[^[\]]*\])*)\]\(((?:didact:|vscode:\/\/redhat\.vscode-didact)(?:[^()\n]|\([^()\n]*\))*)\)(\{[^{}\n]*\})?/gi;

type Linked = { body: Placed; requires: Check[]; files: Map<string, string> };

async function didactLinks(source: Placed, path: string, importing: Importing): Promise<Linked> {
  const { leaveOut } = importing;
  const code = codeRanges(source.text);
  const requires: Check[] = [];
  const files = new Map<string, string>();
  const edits: Edit[] = [];
  for (const match of source.text.matchAll(link)) {
    if (isInside(code, match.index)) continue;
    const [whole, words = '', target = ''] = match;
    const place = placeAt(source, match.index);
    const read = readDidactLink(target);
    const act = didactAct(read);
    const end = match.index + whole.length;
    const replace = (text: string) => edits.push({ from: match.index, to: end, text });
    switch (act.kind) {
      case 'run':
        replace(words);
        if (!makesRun(source.text, match.index, act.command, edits))
          edits.push(blockBehind(source.text, end, madeBlock('run', act.command)));
        break;
      case 'requires':
        requires.push(act.check);
        replace(words);
        break;
      case 'code':
        replace(`${words} (${act.code})`);
        break;
      case 'open': {
        const other = act.path === undefined ? undefined : resolvePath('', act.path);
        const beside = act.path === undefined ? undefined : resolvePath(folderOf(path), act.path);
        const target = [other, beside].find((each) => each !== undefined && importing.isSource(each));
        if (target === undefined) leaveOut(place, 'import.link', read.raw);
        replace(target === undefined ? words : `[${words}](${stepAddress(target, 0)})`);
        break;
      }
      case 'link':
        replace(`[${words}](${act.href})`);
        break;
      case 'scaffold': {
        const name = fileName(read.path?.replace(/^.*\//, '').replace(/(?:\.didact)?\.json$/, '') ?? '') || 'project';
        const made =
          read.path === undefined
            ? undefined
            : await didactTemplate(importing.files, path, read.path, (what) => leaveOut(place, 'import.text', what));
        if (made === undefined) {
          leaveOut(place, 'import.command', read.raw);
          replace(words);
          break;
        }
        for (const [file, content] of made) files.set(`templates/${name}/${file}`, content);
        files.set(`templates/${name}/template.json`, `${JSON.stringify({ title: words.replace(/[*_`]/g, '') || name }, undefined, 2)}\n`);
        replace(`[${words}](onramp-file:templates/${name})`);
        break;
      }
      case 'none':
        leaveOut(place, 'import.command', read.raw);
        replace(words);
    }
    if (act.kind !== 'none' && act.told !== undefined) leaveOut(place, 'import.text', act.told);
  }
  return { body: edited(source, edits), requires, files };
}

/** A link below a block of the same command is the button of that block. */
function makesRun(text: string, offset: number, command: string, edits: Edit[]): boolean {
  const before = text.slice(Math.max(0, offset - 4000), offset);
  const block =
    /(?:^|\n)([ \t]*)(`{3,}|~{3,})([\w-]*)[ \t]*\n((?:(?!\n[ \t]*\2)[\s\S])*?)\n[ \t]*\2[ \t]*\n(?:(?!```|~~~)[^\n]*\n){0,3}[^\n]*$/.exec(
      before,
    );
  const plain = (each: string) =>
    each
      .replace(/^\s*\$ /gm, '')
      .replace(/\s+/g, ' ')
      .trim();
  if (block === null || plain(block[4] ?? '') !== plain(command)) return false;
  const from = offset - before.length + block.index + block[0].indexOf(block[2] ?? '') + (block[2] ?? '').length;
  if (edits.some((edit) => edit.from === from)) return true;
  edits.push({ from, to: from + (block[3] ?? '').length, text: 'sh onramp-run' });
  return true;
}

/** A block below the paragraph, list item or table row that a link stands in. */
function blockBehind(text: string, offset: number, block: string): Edit {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const isTable = /^\s*\|/.test(line);
  const gap = isTable ? /\n(?![ \t]*\|)/g : /\n(?=[ \t]*(?:\n|[-*+] |\d+[.)] |#|$|```|~~~|<(?:p|h\d|div|img|ul|ol|table|hr)\b))/g;
  gap.lastIndex = offset;
  const at = gap.exec(text)?.index ?? text.length;
  const [, white = '', mark = ''] = /^([ \t]*)((?:[-*+]|\d+[.)])[ \t]+)?/.exec(line) ?? [];
  const indent = isTable ? '' : white + ' '.repeat(mark.length);
  const lines = block.split('\n').map((each) => (each === '' ? '' : indent + each));
  return { from: at, to: at, text: `\n\n${lines.join('\n')}\n` };
}
