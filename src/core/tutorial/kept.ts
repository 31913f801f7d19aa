import * as z from 'zod/mini';
import type { Files } from '../ports.ts';

/** A file's content at some time; undefined where there was no such file. */
export type Held = { path: string; content: Uint8Array | undefined };

/** What was put aside, for the person to have back. `time` is in milliseconds since 1970. */
export type Aside = { id: string; label: string; time: number; paths: string[] };

/**
 * Keeps, on disk and without git, what files held before a step of a tutorial first touched them, and what the person had when it was
 * set back. Nothing of the person's is ever thrown away by it.
 */
export type Kept = {
  /** Notes what files hold now. Only the first note of a step about a file counts. */
  before(step: string, files: Files, paths: readonly string[]): Promise<void>;
  /** What files held before the first of these steps, given in the tutorial's order, touched them. */
  beforeSteps(steps: readonly string[]): Promise<Held[]>;
  forget(steps: readonly string[]): Promise<void>;
  /** Puts aside what files hold now; undefined where none of them is there. */
  putAside(label: string, files: Files, paths: readonly string[]): Promise<Aside | undefined>;
  /** All that was put aside, newest first. */
  aside(): Promise<Aside[]>;
  contentOf(id: string): Promise<Held[]>;
};

const list = z.array(z.object({ path: z.string(), at: z.nullable(z.string()) }));
const aside = z.object({ label: z.string(), time: z.int(), files: list });
type List = z.infer<typeof list>;

/** `store` is a folder of its own for one tutorial in one workspace; `now` is in milliseconds since 1970. */
export function openKept(store: Files, now: () => number): Kept {
  const stepFolder = (step: string) => `steps/${encodeURIComponent(step)}`;
  const stepFile = (step: string) => `${stepFolder(step)}/list.json`;
  const readStep = async (step: string): Promise<List> => parsed(list, await store.readText(stepFile(step))) ?? [];

  /** Renamed when whole: a list that a crash cuts short would count as empty, and the next note would be written over what was kept. */
  const writeList = async (folder: string, content: unknown): Promise<void> => {
    await store.write(`${folder}/list.part`, JSON.stringify(content));
    await store.rename(`${folder}/list.part`, `${folder}/list.json`);
  };
  /** Contents first, the list that names them last: what a crash leaves half done is never read. */
  const writeContents = async (folder: string, from: number, held: readonly Held[]): Promise<List> => {
    const entries: List = [];
    for (const [index, { path, content }] of held.entries()) {
      const at = `${folder}/${from + index}.bin`;
      if (content !== undefined) await store.write(at, content);
      entries.push({ path, at: content === undefined ? null : at });
    }
    return entries;
  };
  const readContents = (entries: List): Promise<Held[]> =>
    Promise.all(entries.map(async ({ path, at }) => ({ path, content: at === null ? undefined : await store.readBytes(at) })));

  return {
    before: async (step, files, paths) => {
      const known = await readStep(step);
      const fresh = [...new Set(paths)].filter((path) => !known.some((entry) => entry.path === path));
      if (fresh.length === 0) return;
      const held = await readAll(files, fresh);
      const entries = await writeContents(stepFolder(step), known.length, held);
      await writeList(stepFolder(step), [...known, ...entries]);
    },
    beforeSteps: async (steps) => {
      const first = new Map<string, List[number]>();
      for (const step of steps) {
        for (const entry of await readStep(step)) if (!first.has(entry.path)) first.set(entry.path, entry);
      }
      return readContents([...first.values()]);
    },
    forget: async (steps) => {
      for (const step of steps) await store.remove(stepFile(step));
    },
    putAside: async (label, files, paths) => {
      const held = (await readAll(files, paths)).filter(({ content }) => content !== undefined);
      if (held.length === 0) return undefined;
      const time = now();
      const id = await freeId(store, time);
      const entries = await writeContents(`aside/${id}`, 0, held);
      await writeList(`aside/${id}`, { label, time, files: entries });
      return { id, label, time, paths: held.map(({ path }) => path) };
    },
    aside: async () => {
      const ids = (await store.list('aside')).filter(({ kind }) => kind === 'folder').map(({ name }) => name);
      const all = await Promise.all(
        ids.map(async (id): Promise<Aside[]> => {
          const read = parsed(aside, await store.readText(`aside/${id}/list.json`));
          return read === undefined ? [] : [{ id, label: read.label, time: read.time, paths: read.files.map(({ path }) => path) }];
        }),
      );
      return all.flat().sort((a, b) => b.time - a.time || (a.id < b.id ? 1 : -1));
    },
    contentOf: async (id) => readContents(parsed(aside, await store.readText(`aside/${id}/list.json`))?.files ?? []),
  };
}

/** Gives files a content again, all or none: when one cannot be written, those before it get back what they held, and the error is thrown. */
export async function putBack(files: Files, held: readonly Held[]): Promise<void> {
  const done: Held[] = [];
  const give = ({ path, content }: Held) => (content === undefined ? files.remove(path) : files.write(path, content));
  try {
    for (const entry of held) {
      done.push({ path: entry.path, content: await files.readBytes(entry.path) });
      await give(entry);
    }
  } catch (error) {
    for (const entry of done.reverse()) await give(entry).catch(() => undefined);
    throw error;
  }
}

/** The files whose content is now another than the one held. */
export async function changedSince(files: Files, held: readonly Held[]): Promise<string[]> {
  const changed = await Promise.all(
    held.map(async ({ path, content }) => (sameBytes(await files.readBytes(path), content) ? undefined : path)),
  );
  return changed.filter((path) => path !== undefined);
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function readAll(files: Files, paths: readonly string[]): Promise<Held[]> {
  return Promise.all([...new Set(paths)].map(async (path) => ({ path, content: await files.readBytes(path) })));
}

async function freeId(store: Files, time: number): Promise<string> {
  const taken = new Set((await store.list('aside')).map(({ name }) => name));
  for (let n = 0; ; n++) {
    const id = n === 0 ? String(time) : `${time}-${n}`;
    if (!taken.has(id)) return id;
  }
}

function parsed<T>(schema: z.ZodMiniType<T>, text: string | undefined): T | undefined {
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
