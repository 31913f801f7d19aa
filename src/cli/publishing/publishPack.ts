import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskFiles } from '../diskFiles.ts';
import type { PackedPack } from '../pack/packedFolder.ts';
import { type Destination, destinationText } from './destination.ts';

export type PublishParts = {
  destinations: readonly Destination[];
  /** Walks the tutorials of a pack that lies unpacked in a folder, and tells what failed. Gives whether all passed. */
  test: (folder: string) => Promise<boolean>;
  /** Shows what would go where, and asks. Gives false where the person does not want it. */
  agree: (to: readonly Destination[]) => Promise<boolean>;
  dryRun: boolean;
  /** A line on how far it is. */
  report: (line: string) => void;
};

export type Published = { to: Destination; state: 'published' | 'there' | 'dryRun' };

/** Undefined where nothing was published: its tests failed, or the person did not agree. */
export type PublishOutcome = Published[] | undefined;

/**
 * Publishes a packed pack: first it is held against what is published already, then tested as it will be unpacked, shown and agreed on, and only
 * then sent. Throws a sentence where a place refuses it.
 */
export async function publishPack(pack: PackedPack, { destinations, test, agree, dryRun, report }: PublishParts): Promise<PublishOutcome> {
  const { name, version } = pack.manifest;
  const open: Destination[] = [];
  for (const destination of destinations) {
    const where = destinationText(destination);
    report(`Asking ${where} whether ${name} ${version} is there`);
    const standing = await destination.standing(pack);
    if (standing === 'other') {
      throw new Error(
        `${name} ${version} is at ${where} already, with other content, and a published version never changes: raise "version" in onramp.json.`,
      );
    }
    if (standing === 'absent') open.push(destination);
    else report(`${name} ${version} is at ${where} already, with the same content`);
  }
  const there = destinations.filter((destination) => !open.includes(destination)).map((to): Published => ({ to, state: 'there' }));
  if (open.length === 0) return there;

  const home = await mkdtemp(join(tmpdir(), 'onramp-publish-'));
  try {
    report('Testing it as it will be unpacked');
    if (!(await test(await unpackedIn(join(home, 'package'), pack)))) return undefined;
    if (!(await agree(open))) return undefined;
    if (dryRun) return [...there, ...open.map((to): Published => ({ to, state: 'dryRun' }))];
    const file = join(home, pack.fileName);
    await writeFile(file, pack.bytes);
    const done: Published[] = [...there];
    for (const destination of open) {
      report(`Publishing to ${destinationText(destination)}`);
      await destination.publish(pack, file);
      done.push({ to: destination, state: 'published' });
      report(`Published ${name} ${version} to ${destinationText(destination)}`);
    }
    return done;
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function unpackedIn(folder: string, { entries }: PackedPack): Promise<string> {
  const files = diskFiles(folder);
  for (const { path, content, executable } of entries) await files.write(path, content, { executable });
  return folder;
}
