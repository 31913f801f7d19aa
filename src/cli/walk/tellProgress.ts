import type { WriteStream } from 'node:tty';

/** Says on a terminal, in a line that is written over, how far the walk is; elsewhere it says only what is waited for. */
export type Progress = { step(tutorial: string, step: string): void; line(text: string): void; clear(): void };

export function tellProgress(stream: WriteStream): Progress {
  const live = stream.isTTY === true;
  return {
    step: (tutorial, step) => {
      if (live) stream.write(`\r\x1b[K${`${tutorial}: ${step} ✓`.slice(0, Math.max(20, stream.columns - 1))}`);
    },
    line: (text) => void stream.write(live ? `\r\x1b[K${text}\n` : `${text}\n`),
    clear: () => {
      if (live) stream.write('\r\x1b[K');
    },
  };
}
