import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';

type Metafile = { inputs: Record<string, { imports: { path: string; external?: boolean; original?: string }[] }> };
type Import = { from: string; to: string; external: boolean };

const floors: Record<string, number> = { protocol: 0, core: 1, extension: 2, webview: 2, backend: 2, dashboard: 2, cli: 2 };
const builtins = new Set(builtinModules);

/** Every import one of our own files makes, over all bundles, as the bundler resolved it. */
const imports = importsOf(JSON.parse(readFileSync(join(import.meta.dirname, '..', 'dist', 'metafile.json'), 'utf8')));

describe('the floors of the house', () => {
  it('are all in the bundles', () => {
    const rooms = new Set(imports.map(({ from }) => roomOf(from)));
    assert.deepEqual(
      Object.keys(floors).filter((room) => !rooms.has(room)),
      [],
    );
  });

  it('are the only rooms of src', () => {
    assert.deepEqual(
      imports.filter(({ from }) => floors[roomOf(from) ?? ''] === undefined),
      [],
    );
  });

  it('import downwards only, and no room imports its neighbour', () => {
    const wrong = imports.filter(({ from, to }) => {
      const [above, below] = [roomOf(from), roomOf(to)];
      if (above === undefined || below === undefined || above === below) return false;
      return (floors[below] ?? 0) >= (floors[above] ?? 0);
    });
    assert.deepEqual(wrong.map(asText), []);
  });

  it("know 'vscode' in src/extension only", () => {
    // The build gives it to everybody through one module of its own.
    const wrong = imports.filter(({ from, to }) => /^(vscode-once:)?vscode$/.test(to) && roomOf(from) !== 'extension');
    assert.deepEqual(wrong.map(asText), []);
  });

  it('keep Node out of protocol, core and the pages', () => {
    const platformless = new Set(['protocol', 'core', 'webview', 'dashboard']);
    const wrong = imports.filter(({ from, to }) => platformless.has(roomOf(from) ?? '') && isNode(to));
    assert.deepEqual(wrong.map(asText), []);
  });
});

function importsOf(metafiles: Record<string, Metafile>): Import[] {
  const all = Object.values(metafiles).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([from]) => from.startsWith('src/'))
      .flatMap(([from, { imports: made }]) => made.map(({ path, external = false }) => ({ from, to: path, external }))),
  );
  return [...new Map(all.map((made) => [asText(made), made])).values()];
}

function roomOf(path: string): string | undefined {
  const [top, room] = posix.normalize(path).split('/');
  return top === 'src' ? room : undefined;
}

function isNode(path: string): boolean {
  return path.startsWith('node:') || builtins.has(path);
}

function asText({ from, to }: Import): string {
  return `${from} imports ${to}`;
}
