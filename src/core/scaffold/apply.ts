import type { Files } from '../ports.ts';
import type { ScaffoldPlan } from './plan.ts';

/** The files of a plan that are there already, with other content. */
export async function conflicts(files: Files, plan: ScaffoldPlan): Promise<string[]> {
  const checked = await Promise.all(
    plan.files.map(async ({ path, content }) => {
      const there = await files.readBytes(path);
      return there === undefined || sameContent(there, content, await files.readText(path)) ? undefined : path;
    }),
  );
  return checked.filter((path) => path !== undefined);
}

/**
 * Writes a plan's files, all or none: when one write fails, what was written is taken back and the error is thrown again. Files named in
 * `keep` are left as they are. Gives the way back: a function that restores what was there.
 */
export async function applyScaffold(files: Files, plan: ScaffoldPlan, keep: ReadonlySet<string> = new Set()): Promise<() => Promise<void>> {
  const before: { path: string; content: Uint8Array | undefined }[] = [];
  // One file that cannot be restored keeps none of the others from it.
  const restore = async () => {
    const failures: unknown[] = [];
    for (const { path, content } of before.toReversed()) {
      await (content === undefined ? files.remove(path) : files.write(path, content)).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  };
  try {
    for (const { path, content } of plan.files) {
      if (keep.has(path)) continue;
      before.push({ path, content: await files.readBytes(path) });
      await files.write(path, content);
    }
  } catch (error) {
    // Why the write failed says more than why taking it back did.
    await restore().catch(() => {});
    throw error;
  }
  return restore;
}

function sameContent(bytes: Uint8Array, content: Uint8Array | string, text: string | undefined): boolean {
  if (typeof content === 'string') return text === content;
  return bytes.length === content.length && bytes.every((byte, index) => byte === content[index]);
}
