import type * as vscode from 'vscode';
import type { Clock, Files, Shell } from '../../core/ports.ts';
import type { RealPath } from './guardedFiles.ts';

/** What differs between VS Code on a machine and VS Code in a browser. Each entry builds its own. */
export type Platform = {
  /** Runs commands in a folder, unseen; undefined where nothing can be run. */
  shellAt: ((folder: string) => Shell) | undefined;
  /** Follows links; undefined where there are none to follow. */
  realPath: RealPath | undefined;
  /** The files of a pack. */
  filesAt: (root: vscode.Uri) => Files;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
