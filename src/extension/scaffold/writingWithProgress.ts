import * as vscode from 'vscode';
import type { ApplyOptions } from '../../core/scaffold/applyChanges.ts';

/** From so many files on, writing them takes long enough to be watched and cancelled. */
const many = 100;

/** Writes files with progress; where it takes long, it can be cancelled, which puts back what was there. */
export function writingWithProgress<T>(
  files: number,
  write: (options: Pick<ApplyOptions, 'signal' | 'onProgress'>) => Promise<T>,
): Promise<T> {
  const { Notification, Window } = vscode.ProgressLocation;
  const title = files === 1 ? vscode.l10n.t('Writing 1 file…') : vscode.l10n.t('Writing {0} files…', files);
  const options = { location: files < many ? Window : Notification, title, cancellable: true };
  return Promise.resolve(
    vscode.window.withProgress(options, async (progress, token) => {
      const cancel = new AbortController();
      const listening = token.onCancellationRequested(() => cancel.abort());
      let told = 0;
      const onProgress = async (done: number, of: number) => {
        if (done - told < of / 50 && done < of) return;
        progress.report({ increment: ((done - told) / of) * 100, message: `${done} / ${of}` });
        told = done;
        // A cancel comes as an event, which needs its turn.
        await new Promise((resolve) => setTimeout(resolve));
      };
      try {
        return await write({ signal: cancel.signal, onProgress });
      } finally {
        listening.dispose();
      }
    }),
  );
}
