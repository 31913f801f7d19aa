import type { Check } from '../../protocol/check.ts';
import type { MessageCode } from '../message.ts';
import type { FileProblem } from '../pack/pack.ts';
import type { Files } from '../ports.ts';
import type { Placed, SourcePlace } from './placed.ts';

/** The kinds of tutorials that other tools have. */
export const formats = ['codetour', 'codelab', 'cloudshell', 'didact', 'walkthrough'] as const;
export type Format = (typeof formats)[number];

/** A file to import: `path` is seen from the root of `Importing.files`. */
export type Source = { path: string; text: string; format: Format };

/** What an import reads from: the files around the sources, and the code that the tutorials are about, where it is known. */
export type Importing = {
  files: Files;
  workspace: Files | undefined;
  /** Whether a file is one of the sources. */
  isSource: (path: string) => boolean;
  leaveOut: LeaveOut;
};

/** Lists what could not be carried over, at its place. */
export type LeaveOut = (place: SourcePlace, code: MessageCode, ...args: (string | number)[]) => void;

/** A tutorial in our terms, its text still with the links, images and HTML of its source. */
export type Draft = {
  /** What links name it by: the source's path, or with a `#` behind it where a source holds several. */
  key: string;
  path: string;
  /** What its file is to be called. */
  name: string;
  title: string | undefined;
  description?: string | undefined;
  minutes?: number | undefined;
  level?: string | undefined;
  tags?: string[];
  requires?: Check[];
  /** The key of the tutorial to follow this one. */
  next?: string | undefined;
  author?: { name: string; place: SourcePlace } | undefined;
  /** Drafts with a lower number come first. */
  order?: number | undefined;
  body: Placed;
  /** Files of the pack that come along, such as templates. */
  files?: ReadonlyMap<string, string>;
};

/** A source that cannot be imported at all, and why. */
export class NotImported extends Error {
  readonly problem: FileProblem;
  constructor(place: SourcePlace, code: MessageCode, ...args: (string | number)[]) {
    super(code);
    this.problem = { ...place, code, args, severity: 'error' };
  }
}

/** The address of a step of another draft, or of this one, until all have their names: resolved when the pack is put together. */
export function stepAddress(key: string, step: number): string {
  return `onramp-step:${encodeURIComponent(key).replace(/[()]/g, (bracket) => `%${bracket.charCodeAt(0).toString(16)}`)}:${step}`;
}
