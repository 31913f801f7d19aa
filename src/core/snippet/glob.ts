/**
 * Whether a file is one that globs mean, as VS Code reads a snippet's `include` and `exclude`: a glob with a slash is about the whole path,
 * any other about the file's name; letters count alike in either case.
 */
export function matchesGlob(globs: readonly string[], path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return globs.some((glob) => globExpression(glob).test(glob.includes('/') ? path : name));
}

const known = new Map<string, RegExp>();

function globExpression(glob: string): RegExp {
  const there = known.get(glob);
  if (there !== undefined) return there;
  let depth = 0;
  const source = glob.replace(/\*\*\/|\*\*|\*|\?|[{},]|\[!?[^\]/]+\]|[\\^$.|+()[\]]/g, (token) => {
    switch (token) {
      case '**/':
        return '(?:.*/)?';
      case '**':
        return '.*';
      case '*':
        return '[^/]*';
      case '?':
        return '[^/]';
      case '{':
        depth++;
        return '(?:';
      case '}':
        return depth-- > 0 ? ')' : '\\}';
      case ',':
        return depth > 0 ? '|' : ',';
      default:
        return token.length > 1 ? token.replace(/^\[!/, '[^') : `\\${token}`;
    }
  });
  const made = expressionOf(`${source}${')'.repeat(depth)}`);
  known.set(glob, made);
  return made;
}

/** A glob that is no glob means no file. */
function expressionOf(source: string): RegExp {
  try {
    return new RegExp(`^${source}$`, 'i');
  } catch {
    return /(?!)/;
  }
}
