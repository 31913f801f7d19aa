import { type FenceInfo, parseFence } from '../tutorial/fence.ts';

/**
 * What an author writes at a place of a tutorial. `typed` is what stands there of it so far. `body` is the text of a block, and `at` the
 * line in it, from 0.
 */
export type WrittenPlace =
  | { kind: 'fence'; info: FenceInfo; typed: string; isFirst: boolean; inTitle: boolean }
  | { kind: 'check' | 'quiz' | 'frontMatter'; body: string[]; at: number; before: string }
  | { kind: 'link'; image: boolean; typed: string }
  | { kind: 'none' };

/** The place at a line and a column, both from 0. */
export function writtenPlace(text: string, line: number, column: number): WrittenPlace {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  const before = (lines[line] ?? '').slice(0, column);
  const matter = frontMatterEnd(lines);
  if (matter !== undefined && line > 0 && line < matter) return { kind: 'frontMatter', body: lines.slice(1, matter), at: line - 1, before };

  const fence = openFence(lines, line);
  if (fence === undefined) {
    const opening = /^ {0,3}(?:`{3,}|~{3,})(.*)$/.exec(before);
    return opening === null ? linkPlace(before) : fencePlace(opening[1] ?? '', lines[line] ?? '');
  }
  const { flags } = parseFence(fence.info);
  const kind = flags.has('check') ? 'check' : flags.has('quiz') ? 'quiz' : undefined;
  if (kind === undefined) return { kind: 'none' };
  return { kind, body: lines.slice(fence.line + 1, fenceEnd(lines, fence)), at: line - fence.line - 1, before };
}

function frontMatterEnd(lines: readonly string[]): number | undefined {
  if (!/^---[ \t]*$/.test(lines[0] ?? '')) return undefined;
  const end = lines.findIndex((line, index) => index > 0 && /^---[ \t]*$/.test(line));
  return end < 0 ? undefined : end;
}

type Fence = { line: number; mark: string; info: string };

/** The fence that is open before a line begins. */
function openFence(lines: readonly string[], until: number): Fence | undefined {
  let open: Fence | undefined;
  for (const [line, text] of lines.slice(0, until).entries()) {
    const [, mark = '', info = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(text) ?? [];
    if (mark === '') continue;
    if (open === undefined) open = { line, mark, info };
    else if (closes(text, open)) open = undefined;
  }
  return open !== undefined && closes(lines[until] ?? '', open) ? undefined : open;
}

function fenceEnd(lines: readonly string[], fence: Fence): number {
  const end = lines.findIndex((text, line) => line > fence.line && closes(text, fence));
  return end < 0 ? lines.length : end;
}

function closes(text: string, { mark }: Fence): boolean {
  const [, own = ''] = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(text) ?? [];
  return own.startsWith(mark);
}

function fencePlace(before: string, whole: string): WrittenPlace {
  const [, quoted] = /\btitle="([^"]*)$/.exec(before) ?? [];
  if (quoted !== undefined) return { kind: 'fence', info: parseFence(before), typed: quoted, isFirst: false, inTitle: true };
  const [typed = ''] = /\S*$/.exec(before) ?? [];
  const info = parseFence(whole.replace(/^ {0,3}(`{3,}|~{3,})/, ''));
  return { kind: 'fence', info, typed, isFirst: before.slice(0, before.length - typed.length).trim() === '', inTitle: false };
}

function linkPlace(before: string): WrittenPlace {
  const [, mark, typed] = /(!?)\[(?:[^\]\\]|\\.)*\]\(([^)\s]*)$/.exec(before) ?? [];
  return typed === undefined ? { kind: 'none' } : { kind: 'link', image: mark === '!', typed };
}
