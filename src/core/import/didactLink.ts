import type { Check } from '../../protocol/check.ts';
import { decoded } from '../path.ts';
import { allowedCommands } from '../tutorial/allowedCommands.ts';
import { linkTarget } from './htmlText.ts';
import { inlineCode, referenceText } from './reference.ts';

/** A link of Didact, taken apart. `texts` are its arguments; `path` the file it names, of the workspace, an extension or beside it. */
export type DidactLink = {
  raw: string;
  command: string;
  texts: string[];
  path: string | undefined;
  completion: string | undefined;
  url: string | undefined;
};

export function readDidactLink(target: string): DidactLink {
  const [, address = '', title] = /^(.*?)(?:\s+("[^"]*"|'[^']*'))?\s*$/s.exec(target) ?? [];
  const query = address.replace(/^[^?]*\?/, '').replaceAll('&amp;', '&');
  const values = new Map<string, string>();
  for (const pair of query.split(/&+(?=\w+=|$)/)) {
    const [, key = '', value = ''] = /^(\w+)=(.*)$/s.exec(pair) ?? [];
    if (key !== '') values.set(key.toLowerCase(), decoded(value.replace(/^'(.*)'$/s, '$1')));
  }
  const file =
    values.get('projectfilepath') ??
    values.get('srcfilepath') ??
    values.get('workspace') ??
    values.get('extension') ??
    values.get('extfilepath')?.replace(/^[\w-]+\.[\w-]+\//, '');
  const web = values.get('https') ?? values.get('http');
  return {
    raw: target.trim(),
    command: values.get('commandid') ?? '',
    texts: (values.get('text') ?? '').split('$$'),
    path: file,
    completion: join(values.get('completion'), title?.slice(1, -1)),
    url: web === undefined ? undefined : `${values.has('https') ? 'https' : 'http'}://${web}`,
  };
}

/** What a link of Didact is in our terms; `told` is what of it has no place there. */
export type DidactAct = { told?: string | undefined } & (
  | { kind: 'run'; command: string }
  | { kind: 'requires'; check: Check }
  | { kind: 'code'; code: string }
  | { kind: 'open'; path: string | undefined }
  | { kind: 'link'; href: string }
  | { kind: 'scaffold' }
  | { kind: 'none' }
);

export function didactAct(link: DidactLink): DidactAct {
  const { command, texts, path, url } = link;
  const [, second = '', third] = texts;
  const told = link.completion;
  if (command === '') return url !== undefined ? { kind: 'link', href: linkTarget(url) } : { kind: 'open', path };
  switch (command.replace(/^vscode\.didact\./, '')) {
    case 'sendNamedTerminalAString':
    case 'sendNamedTerminalAStringNoLF': {
      // Without a terminal's name before it, the one text is the command.
      const text = texts.length > 1 ? texts.slice(1).join('$$') : (texts[0] ?? '');
      const terminal = texts.length > 1 && texts[0] !== '' ? texts[0] : undefined;
      return text.trim() === '' ? { kind: 'none' } : { kind: 'run', command: text.trim(), told: join(terminal, told) };
    }
    case 'cliCommandSuccessful':
      return second === '' ? { kind: 'none' } : { kind: 'requires', check: { run: second }, told: join(texts[0], told) };
    case 'requirementCheck':
      if (second === '') return { kind: 'none' };
      return {
        kind: 'requires',
        check: third === undefined || third === '' ? { run: second } : { run: second, output: third },
        told: join(texts[0], told),
      };
    case 'extensionRequirementCheck': {
      const id = texts.find((text) => /^[\w-]+\.[\w.-]+$/.test(text));
      return id === undefined
        ? { kind: 'none' }
        : { kind: 'requires', check: { extension: id }, told: join(texts[0] === id ? undefined : texts[0], told) };
    }
    case 'copyToClipboardCommand':
      return { kind: 'code', code: inlineCode(texts.join('$$')), told };
    case 'startDidact':
    case 'openDidact':
      return url !== undefined
        ? { kind: 'link', href: linkTarget(url), told }
        : { kind: 'open', path: path ?? (texts[0] === '' ? undefined : texts[0]), told };
    case 'scaffoldProject':
      return { kind: 'scaffold', told };
    default: {
      if (allowedCommands.includes(command)) return { kind: 'link', href: `command:${command}`, told };
      const opens =
        /^(?:vscode\.open|vscode\.openFolder|workbench\.action\.files\.openFile|revealInExplorer|explorer\.openToSide|markdown\.showPreview.*)$/.test(
          command,
        );
      const code = opens && path !== undefined ? referenceText(path, { from: 1, to: 1 }) : undefined;
      if (code !== undefined) return { kind: 'code', code, told };
      return opens && /^https?:/.test(texts[0] ?? '') ? { kind: 'link', href: linkTarget(texts[0] ?? ''), told } : { kind: 'none' };
    }
  }
}

function join(...parts: (string | undefined)[]): string | undefined {
  const there = parts.filter((each) => each !== undefined && each !== '');
  return there.length === 0 ? undefined : there.join(': ');
}
