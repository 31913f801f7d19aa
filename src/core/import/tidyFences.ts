import { parseFence } from '../tutorial/fence.ts';
import { closed } from './closed.ts';
import { blockTokens, lineStarts } from './codeRanges.ts';
import type { LeaveOut } from './draft.ts';
import { type Edit, edited, type Placed, placeAt } from './placed.ts';
import { inlineCode } from './reference.ts';

/** Which blocks of shell commands get a button to run them: those with `$` before each command, or all that read as commands. */
export type RunBlocks = 'prompted' | 'commands';

/**
 * Code blocks in our terms: words after the language that would mean something here are left out, a file's name is put above the block, and
 * what is to be typed into a terminal can be run.
 */
export function tidyFences(source: Placed, runs: RunBlocks, leaveOut: LeaveOut): Placed {
  const starts = lineStarts(source.text);
  const edits: Edit[] = [];
  for (const { type, map, info, content, markup } of blockTokens(source.text)) {
    if (type !== 'fence' || map === null) continue;
    const from = starts[map[0]] ?? 0;
    const lineEnd = (starts[map[0] + 1] ?? source.text.length + 1) - 1;
    const line = source.text.slice(from, lineEnd);
    const indent = line.slice(0, line.indexOf(markup));
    const { language, flags, values, unread } = parseFence(info);
    const made = /^(\w+) onramp-(run|check|quiz)$/.exec(info.trim());
    if (made !== null) {
      edits.push({ from: infoAt(line, from, info), to: lineEnd, text: `${made[1]} ${made[2]}` });
      continue;
    }
    const ours = ['run', 'check', 'quiz'].some((word) => flags.has(word)) || values.has('title') || unread !== '';
    const at = infoAt(line, from, info);
    const words = info.trim().slice(language.length).trim();
    if (ours) {
      const title = values.get('title');
      leaveOut(placeAt(source, at), 'import.fence', words);
      if (title !== undefined && indent.trim() === '') edits.push({ from, to: from, text: `${indent}${inlineCode(title)}\n\n` });
      edits.push({ from: at, to: lineEnd, text: language });
    }
    const shell = shellBlock(language.replace(/^\{?\.?|\}$/g, ''), content, runs);
    if (shell === undefined) continue;
    const last = source.text.slice(0, starts[map[1]] ?? source.text.length).replace(/\n+$/, '');
    const closing = last.slice(last.lastIndexOf('\n') + 1);
    if (
      !closing
        .trim()
        .replace(/^(?:>\s*)+/, '')
        .startsWith(markup)
    )
      continue;
    const under = /^[ \t>]*/.exec(closing)?.[0] ?? '';
    const bodyFrom = lineEnd + 1;
    const bodyTo = last.length - closing.length;
    const written = (text: string) =>
      text
        .split('\n')
        .map((each) => (each === '' ? under.trimEnd() : under + each))
        .join('\n');
    if (words !== '' && !ours) leaveOut(placeAt(source, at), 'import.fence', words);
    const output =
      shell.output === undefined ? '' : `${under}${markup}\n${under.trimEnd()}\n${under}${markup}text\n${written(shell.output)}\n`;
    edits.push({
      from: from + line.indexOf(markup) + markup.length,
      to: lineEnd,
      text: `${language === 'console' ? 'sh' : language || 'sh'} run`,
    });
    if (shell.changed) edits.push({ from: bodyFrom, to: bodyTo, text: `${written(shell.commands)}\n${output}` });
  }
  return closed(edited(source, edits));
}

function infoAt(line: string, from: number, info: string): number {
  return from + line.lastIndexOf(info.trim());
}

/** A block that an importer makes, told from one of the source by its mark until all are tidied. */
export function madeBlock(kind: 'run' | 'check' | 'quiz', text: string, indent = ''): string {
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  const lines = [`${fence}${kind === 'run' ? 'sh' : 'yaml'} onramp-${kind}`, ...text.split('\n'), fence];
  return lines.map((line) => (line === '' ? '' : indent + line)).join('\n');
}

const shells = new Set([
  'sh',
  'bash',
  'shell',
  'console',
  'zsh',
  'terminal',
  'shell-session',
  'shellsession',
  'sh-session',
  'command',
  'cmd',
  '',
]);

type ShellBlock = { commands: string; output: string | undefined; changed: boolean };

/** The commands of a block, and what they print where it shows that behind them; undefined where it is no such block. */
export function shellBlock(language: string, content: string, runs: RunBlocks): ShellBlock | undefined {
  if (!shells.has(language.toLowerCase())) return undefined;
  const lines = content.replace(/\s+$/, '').split('\n');
  const isPrompt = (line: string) => /^\s*\$ +\S/.test(line);
  if (!lines.some(isPrompt)) {
    const command =
      runs === 'commands' &&
      /^(?:sh|bash|shell|zsh)$/i.test(language) &&
      lines.every(readsAsCommand) &&
      lines.some((line) => /^\s*[^\s#]/.test(line));
    return command && lines.length <= 15 ? { commands: lines.join('\n'), output: undefined, changed: false } : undefined;
  }
  const commands: string[] = [];
  let index = 0;
  for (; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const continued = /\\$/.test(lines[index - 1] ?? '') && commands.length > 0;
    const comment = /^\s*#\s/.test(line);
    if (isPrompt(line)) commands.push(line.replace(/^\s*\$ +/, ''));
    else if (continued) commands.push(line.replace(/^(\s*)> /, '$1'));
    else if (comment || line.trim() === '') commands.push(line);
    else break;
  }
  const rest = lines.slice(index);
  if (rest.some(isPrompt) || commands.length === 0 || !commands.every(readsAsCommand)) return undefined;
  const output = rest.join('\n').trim() === '' ? undefined : rest.join('\n');
  return { commands: commands.join('\n').replace(/^\n+|\s+$/g, ''), output, changed: true };
}

/** Whether a line can be run as it is: nothing in it waits to be filled in. */
function readsAsCommand(line: string): boolean {
  if (/^\s*(?:#!|\.\.\.|>>>|[[{}\])|]|@)/.test(line)) return false;
  if (
    /<[A-Za-z][^<>|&;]*>|\{\{|\[\[?[A-Za-z][\w -]*\]|\bYOUR[-_ ]|\bPROJECT_ID\b(?!=)|…|\.\.\.$/.test(line.replace(/\$\{?[A-Z_]+\}?/g, ''))
  )
    return false;
  return /^\s*(?:#.*|[\w./~$"'({\\-].*)?$/.test(line);
}
