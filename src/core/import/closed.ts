import { isClosedFence } from '../tutorial/fence.ts';
import { blockTokens } from './codeRanges.ts';
import { joined, type Placed, placeAt, placedAll } from './placed.ts';

/** A text whose last block ends with it, also where that is a fence or a comment that nobody ended: what comes behind is no part of it. */
export function closed(source: Placed): Placed {
  const { text } = source;
  const end = missingEnd(text);
  return end === '' ? source : joined([source, placedAll(`${text.endsWith('\n') ? '' : '\n'}${end}\n`, placeAt(source, text.length))]);
}

function missingEnd(text: string): string {
  const last = blockTokens(text).at(-1);
  if (last?.type === 'fence' && !isClosedFence(last, text.split('\n'))) return last.markup;
  return last?.type === 'html_block' && /^\s*<!--/.test(last.content) && !last.content.includes('-->') ? '-->' : '';
}
