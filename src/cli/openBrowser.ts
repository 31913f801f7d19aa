import { spawn } from 'node:child_process';

/** Opens an address in the person's browser. Where there is none, as on a server, nothing happens: the address is printed as well. */
export function openInBrowser(url: string): void {
  const [program, ...args] =
    process.platform === 'win32' ? ['cmd', '/c', 'start', '', url] : process.platform === 'darwin' ? ['open', url] : ['xdg-open', url];
  const child = spawn(program ?? '', args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
