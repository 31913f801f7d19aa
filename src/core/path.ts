/**
 * A path with `.` and `..` worked out, seen from a folder; undefined where it would leave the root, is absolute or holds a character
 * that no path on every system may hold.
 */
export function resolvePath(folder: string, path: string): string | undefined {
  if (/^[/\\]|^[A-Za-z]:|[\\\0]/.test(path)) return undefined;
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** A part of an address with its `%20` and the like worked out, or as it is where they are broken. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The folder a path lies in; empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/**
 * Whether a path lies in git's own folder, where a file such as a hook can be a program. On Windows `git~1` is its short name and `.git::…` the
 * folder itself; macOS passes by what has no width. As git's own `core.protectNTFS` and `core.protectHFS`.
 */
export function isProtected(path: string): boolean {
  return path.split('/').some((part) => /^(\.git[ .]*|git~\d+)(:|$)/i.test(part.replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '')));
}
