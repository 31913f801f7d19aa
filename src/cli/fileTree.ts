/** A line of a tree: a path, and what stands before its name. */
export type TreeLine = { path: string; mark: string };

/** Paths as a tree, folders before what is in them, in the order of their names. */
export function fileTree(lines: readonly TreeLine[]): string {
  const shown = new Set<string>();
  const rows: string[] = [];
  for (const { path, mark } of lines.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/');
      if (shown.has(folder)) continue;
      shown.add(folder);
      rows.push(`    ${'  '.repeat(depth - 1)}${parts[depth - 1]}/`);
    }
    rows.push(`  ${mark} ${'  '.repeat(parts.length - 1)}${parts.at(-1)}`);
  }
  return rows.join('\n');
}
