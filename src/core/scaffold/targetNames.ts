import { type Message, message } from '../message.ts';

/** What two names that a disk may take for one have in common: such as macOS' and Windows' do not tell A from a, or é from e and ´. */
export function folded(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

/** What keeps paths from being written side by side, by the index of the later path: twice the same, or a file where another needs a folder. */
export function collisions(paths: readonly string[]): Map<number, Message> {
  const found = new Map<number, Message>();
  const seen = new Map<string, { path: string; kind: 'file' | 'folder' }>();
  for (const [index, path] of paths.entries()) {
    const parts = path.split('/');
    for (let length = 1; length <= parts.length; length++) {
      const part = parts.slice(0, length).join('/');
      const kind = length === parts.length ? 'file' : 'folder';
      const before = seen.get(folded(part));
      if (before === undefined) seen.set(folded(part), { path: part, kind });
      else if (before.kind !== kind) found.set(index, message('scaffold.fileAndFolder', part, before.path));
      else if (kind === 'file' || before.path !== part) found.set(index, message('scaffold.collision', part, before.path));
    }
  }
  return found;
}

const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;

/** A path's first name that Windows can not hold. */
export function windowsRefuses(path: string): string | undefined {
  return path.split('/').find((name) => reserved.test(name) || /[. ]$|[<>:"|?*]/.test(name) || [...name].some((letter) => letter < ' '));
}
