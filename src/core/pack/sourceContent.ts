import type { Message } from '../message.ts';
import type { Utf8 } from '../overlayFiles.ts';
import type { Cancel, Digest, Fetch, Files } from '../ports.ts';
import type { ArchiveEntry } from './archive.ts';
import type { NpmRegistries } from './npmrc.ts';

/** What the sources need from outside. */
export type SourcePorts = {
  fetch: Fetch;
  digest: Digest;
  utf8: Utf8;
  npm: NpmRegistries;
  gitHub: {
    /** The address of GitHub's REST API, without `/` at its end. */
    api: string;
    /** A token for a repository that cannot be read without one; the person may be asked. Undefined: there is none. */
    signIn(repository: string): Promise<string | undefined>;
  };
  /** The backend whose catalogue is asked, without `/` at its end, and its key; undefined where none is set. */
  catalogue: { url: string; key: string } | undefined;
  /** A folder that the person named; undefined where this editor reaches none. */
  folderAt: ((path: string) => Files) | undefined;
  /** A file that the person named: undefined where there is none. */
  readFile: ((path: string) => Promise<Uint8Array | undefined>) | undefined;
  signal: Cancel;
};

/** What a source holds, fetched whole, verified and in memory. */
export type SourceContent = {
  /** Seen from the root of the source: what an archive wraps around it is taken away. */
  entries: ArchiveEntry[];
  /** `sha512-…` of the archive, or of the files where no archive stays the same. */
  integrity: string;
  /** Where it comes from, whatever its version: what trust is given to. */
  origin: string;
  /** What names exactly this content for good, such as a version; undefined where it may change, such as in a folder. */
  pin: string | undefined;
  /** The version as the registry has it. */
  version: string | undefined;
  /** What to tell before it is installed, such as that it is deprecated. */
  notes: Message[];
  /** The address of what its registry attests about how it was made. */
  attestation: string | undefined;
};

/** The longest archive that is fetched, in bytes. */
export const longestArchive = 64 * 1024 * 1024;
