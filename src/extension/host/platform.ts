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
  /** The machine that the extension runs on; undefined in a browser. */
  machine: Machine | undefined;
};

export type Machine = {
  home: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** A file outside of any folder that VS Code has open; undefined where there is none. */
  readFile(path: string): Promise<Uint8Array | undefined>;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
