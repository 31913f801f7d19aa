import { folderOf } from '../../path.ts';
import type { LintedTutorial } from './lintedTutorial.ts';

/** What a tutorial shows and tells, besides its checks: a person may write by hand whatever stands there. */
export type SaidText = {
  /** Whether a text stands above a line (from 1), or in it. */
  says(text: string, upTo: number): boolean;
  /** Whether a file is spoken of by its name. */
  names(path: string, upTo: number): boolean;
};

export function saidText({ lines, sections }: LintedTutorial): SaidText {
  const own = [...lines];
  for (const { blocks } of sections) {
    for (const block of blocks) {
      if (block.kind === 'check') {
        const count = block.text.split('\n').length + 1;
        for (let line = block.line; line <= block.line + count - 1; line++) own[line - 1] = '';
      } else if (block.kind !== 'code') own[block.line - 1] = '';
    }
  }
  // A reference names what it means itself, and says nothing by it.
  const said = own.map((line) => line.replace(/`([^\s`]+):\/[^`]+\/`/g, '`$1`').trimEnd());
  const until = (upTo: number) => said.slice(0, upTo).join('\n');
  return {
    says: (text, upTo) => until(upTo).includes(text.replace(/\r\n?/g, '\n').trim()),
    names: (path, upTo) => until(upTo).includes(path.slice(folderOf(path).length).replace(/^\//, '')),
  };
}
