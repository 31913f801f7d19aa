import type { Format } from './draft.ts';

/** What kind of tutorial a file holds, by its name and text; undefined where it is none that is known. */
export function detectFormat(path: string, text: string): Format | undefined {
  const name = path.replace(/^.*\//, '').toLowerCase();
  if (name.endsWith('.tour')) return 'codetour';
  if (name === 'package.json') return /"walkthroughs"\s*:/.test(text) ? 'walkthrough' : undefined;
  if (name.endsWith('.json'))
    return /^(?:code)?tour\.json$/.test(name) || (/\/(?:\.tours|tours)\//.test(`/${path}`) && /"steps"\s*:/.test(text))
      ? 'codetour'
      : undefined;
  if (!isMarkdown(name)) return undefined;
  if (name.endsWith('.didact.md') || /\bdidact:\/\/\?/.test(text)) return 'didact';
  if (/<walkthrough-[a-z]|<bootkon-[a-z]/i.test(text)) return 'cloudshell';
  return isCodelab(text) ? 'codelab' : undefined;
}

export function isMarkdown(name: string): boolean {
  return /\.(?:md|markdown|mdown|mkd)$/i.test(name);
}

const known =
  /^[ \t|*_]*(?:author|authors|summary|id|categories|environments|status|feedback[ _]link|feedback_url|analytics[ _]account|duration|difficulty)[*_ \t]*[:|]/gim;

/** A codelab tells of itself before its title, or how long its steps take. */
function isCodelab(text: string): boolean {
  const start = text.replace(/^\uFEFF/, '').slice(0, 3000);
  const title = start.search(/^#\s/m);
  const head = title < 0 ? start : start.slice(0, title);
  const words = new Set([...head.matchAll(known)].map(([word]) => word.replace(/[^a-z]/gi, '').toLowerCase()));
  if (words.size >= 3 || (words.has('id') && words.has('summary')) || (words.has('id') && words.has('author'))) return true;
  return /^##[^\n]*\n+[ \t*_]*duration:?[ \t*_]*\d/im.test(text);
}
