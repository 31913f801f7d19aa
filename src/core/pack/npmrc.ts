import { fromBase64, toBase64 } from '../base64.ts';

export const publicRegistry = 'https://registry.npmjs.org/';

/** Which registry a package comes from, and how to show who is asking. */
export type NpmRegistries = {
  /** The address of a package's registry, with `/` at its end. */
  registryOf(name: string): string;
  /** The header `authorization` for an address; undefined where nobody need be known there. */
  authorizationOf(url: string): string | undefined;
};

/** What an .npmrc says, keys and values as they stand there. Later lines win; `${NAME}` is filled in from the environment. */
export function readNpmrc(text: string, environment: Readonly<Record<string, string | undefined>>): Map<string, string> {
  const read = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, key, value] = /^\s*([^;#=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined || value === undefined) continue;
    const plain = value.replace(/^(["'])(.*)\1$/, '$2');
    read.set(
      key,
      plain.replace(/\$\{([^}]+)\}/g, (whole, name: string) => environment[name] ?? whole),
    );
  }
  return read;
}

/**
 * Registries by an .npmrc, under what the editor says: `registry` (undefined: the .npmrc's, or else the public one) and `tokenOf`, the
 * token that the person gave the editor for a registry.
 */
export function npmRegistries(
  npmrc: ReadonlyMap<string, string>,
  editor: { registry: string | undefined; tokenOf(registry: string): string | undefined },
): NpmRegistries {
  const main = slashed(editor.registry ?? npmrc.get('registry') ?? publicRegistry);
  return {
    registryOf: (name) => {
      const scope = /^(@[^/]+)\//.exec(name)?.[1];
      const scoped = scope === undefined ? undefined : npmrc.get(`${scope}:registry`);
      return scoped === undefined ? main : slashed(scoped);
    },
    authorizationOf: (url) => {
      // From the address itself up to its host, as npm looks: the nearest wins.
      for (let at = nerfed(url); at !== undefined; at = above(at)) {
        const token = editor.tokenOf(at) ?? npmrc.get(`${at}:_authToken`);
        if (token !== undefined) return `Bearer ${token}`;
        const basic = npmrc.get(`${at}:_auth`) ?? passwordOf(npmrc, at);
        if (basic !== undefined) return `Basic ${basic}`;
      }
      return undefined;
    },
  };
}

/** An address as .npmrc names it: `//host/path/`, without what comes before and behind; undefined where it is none. */
export function nerfed(url: string): string | undefined {
  const [, rest] = /^https?:(\/\/[^/?#]+(?:\/[^?#]*)?)/i.exec(url) ?? [];
  return rest === undefined ? undefined : slashed(rest.replace(/^\/\/[^/]+/, (host) => host.toLowerCase()));
}

function above(address: string): string | undefined {
  const shorter = address.replace(/[^/]+\/$/, '');
  return shorter === '//' ? undefined : shorter;
}

function slashed(address: string): string {
  return `${address.replace(/\/+$/, '')}/`;
}

/** A name and a password, which stands in base64 in an .npmrc, as the header wants them. */
function passwordOf(npmrc: ReadonlyMap<string, string>, at: string): string | undefined {
  const [name, password] = [npmrc.get(`${at}:username`), npmrc.get(`${at}:_password`)];
  const bytes = password === undefined ? undefined : fromBase64(password);
  if (name === undefined || bytes === undefined) return undefined;
  const before = Uint8Array.from(`${name}:`, (letter) => letter.charCodeAt(0));
  return toBase64(new Uint8Array([...before, ...bytes]));
}
