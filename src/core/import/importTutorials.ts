import type { FileProblem } from '../pack/pack.ts';
import { folderOf, resolvePath } from '../path.ts';
import type { Files } from '../ports.ts';
import { cloudShellDraft } from './cloudShell.ts';
import { codelabDraft } from './codelab.ts';
import { codeTourDraft } from './codeTour.ts';
import { didactDraft } from './didact.ts';
import { type Draft, type Importing, NotImported, type Source } from './draft.ts';
import { makePack, type PackFiles, type PackOf, type Readied } from './makePack.ts';
import { readTours } from './tour.ts';
import { walkthroughDrafts } from './walkthrough.ts';

/** A pack made of other tools' tutorials. `leftOut` is what could not be carried over, `failed` the sources that could not be read at all. */
export type Imported = { files: PackFiles; tutorials: number; leftOut: FileProblem[]; failed: FileProblem[] };

/** Makes a pack of sources. `files` are those around them, for their images and fragments; `workspace` the code that they are about. */
export async function importTutorials(
  sources: readonly Source[],
  of: Omit<PackOf, 'publisher'> & { publisher: string | undefined },
  { files, workspace }: { files: Files; workspace?: Files | undefined },
): Promise<Imported> {
  const leftOut: FileProblem[] = [];
  const failed: FileProblem[] = [];
  const importing: Importing = {
    files,
    workspace,
    isSource: (path) => sources.some((source) => source.path === path),
    leaveOut: (place, code, ...args) => leftOut.push({ ...place, code, args, severity: 'warning' }),
  };
  const tours = readTours(
    sources.filter(({ format }) => format === 'codetour'),
    ({ problem }) => failed.push(problem),
  );
  const readied: Readied[] = [];
  for (const source of sources) {
    try {
      const tour = tours.find(({ path }) => path === source.path);
      if (source.format === 'codetour') {
        if (tour !== undefined)
          readied.push({ draft: await codeTourDraft(tour, tours, importing), runs: 'prompted', pointsIntoWorkspace: true });
      } else readied.push(...(await readiedOf(source, importing)));
    } catch (error) {
      if (!(error instanceof NotImported)) throw error;
      failed.push(error.problem);
    }
  }
  const authors = readied.flatMap(({ draft }) => draft.author ?? []);
  const publisher = of.publisher ?? authors[0]?.name.slice(0, 200) ?? 'Unknown publisher';
  for (const { name, place } of authors) {
    if (name !== publisher) importing.leaveOut(place, 'import.meta', 'author', name);
  }
  const pack = await makePack(
    readied,
    { ...of, publisher, license: of.license ?? (await licenceOf(files, sources, importing)) },
    importing,
  );
  return { files: pack, tutorials: readied.length, leftOut: inOrder(leftOut), failed };
}

/** What the sources' own project says of its use; without a word of it nobody may do anything, and that is told. */
async function licenceOf(files: Files, sources: readonly Source[], { leaveOut }: Importing): Promise<string> {
  const manifests = [...new Set(sources.map(({ path }) => resolvePath(folderOf(path), 'package.json') ?? 'package.json')), 'package.json'];
  for (const path of manifests) {
    const license = /"license"\s*:\s*"([^"]{1,100})"/.exec((await files.readText(path).catch(() => undefined)) ?? '')?.[1];
    if (license !== undefined) return license;
  }
  const [first] = sources;
  if (first !== undefined) leaveOut({ file: first.path, line: 1, column: 1 }, 'import.noLicense');
  return 'UNLICENSED';
}

async function readiedOf(source: Source, importing: Importing): Promise<Readied[]> {
  const asMarkdown = (draft: Draft): Readied => ({ draft, runs: 'commands', pointsIntoWorkspace: false });
  switch (source.format) {
    case 'codelab':
      return [asMarkdown(await codelabDraft(source, importing))];
    case 'cloudshell':
      return [asMarkdown(await cloudShellDraft(source, importing))];
    case 'didact':
      return [asMarkdown(await didactDraft(source, importing))];
    case 'walkthrough':
      return (await walkthroughDrafts(source, importing)).map(asMarkdown);
    case 'codetour':
      return [];
  }
}

function inOrder(problems: FileProblem[]): FileProblem[] {
  return problems.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column));
}
