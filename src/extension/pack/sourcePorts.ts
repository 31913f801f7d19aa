import * as vscode from 'vscode';
import { npmRegistries, readNpmrc } from '../../core/pack/npmrc.ts';
import type { SourcePorts } from '../../core/pack/sourceContent.ts';
import type { Cancel, Digest } from '../../core/ports.ts';
import { fetchAny } from '../host/fetchAny.ts';
import type { Platform } from '../host/platform.ts';
import { settings } from '../ids.ts';
import { readBackend } from '../report/consent.ts';
import type { NpmTokens } from './npmToken.ts';

/** Makes what the sources need, for one act of the person that `signal` cancels. */
export type OpenPorts = (signal: Cancel) => Promise<SourcePorts>;

const publicGitHub = 'https://api.github.com';

export function openPorts({ filesAt, machine }: Platform, tokens: NpmTokens): OpenPorts {
  const at = (path: string) => vscode.Uri.file(path.replace(/^~(?=[/\\])/, machine?.home ?? '~'));
  const npmrc = async () => {
    if (machine === undefined) return new Map<string, string>();
    const { environment, home, readFile } = machine;
    // The person's own only: a folder that was opened could send their token elsewhere by one.
    const path = environment.NPM_CONFIG_USERCONFIG ?? environment.npm_config_userconfig ?? `${home}/.npmrc`;
    const bytes = await readFile(path).catch(() => undefined);
    return readNpmrc(new TextDecoder().decode(bytes), environment);
  };
  return async (signal) => {
    const [known, given] = await Promise.all([npmrc(), tokens.all()]);
    const api = (machine?.environment.GITHUB_API_URL ?? publicGitHub).replace(/\/+$/, '');
    return {
      signal,
      fetch: fetchAny,
      digest: webDigest,
      utf8: { textOf: (bytes) => new TextDecoder().decode(bytes), bytesOf: (text) => new TextEncoder().encode(text) },
      npm: npmRegistries(known, { registry: registrySetting(), tokenOf: (place) => given[place] }),
      gitHub: { api, signIn: (repository) => signIn(repository, api) },
      catalogue: readBackend(),
      folderAt: machine === undefined ? undefined : (path) => filesAt(at(path)),
      readFile: machine === undefined ? undefined : (path) => machine.readFile(at(path).fsPath),
    };
  };
}

/** The registry that the person set here, over the one of their .npmrc; undefined where they set none. */
function registrySetting(): string | undefined {
  const { globalValue } = vscode.workspace.getConfiguration(settings.section).inspect<string>(settings.npmRegistry) ?? {};
  return globalValue !== undefined && /^https?:\/\/[^/]/i.test(globalValue.trim()) ? globalValue.trim() : undefined;
}

/** Only once the person agreed: a repository that was named in a box is no reason yet to tell GitHub who is asking. */
async function signIn(repository: string, api: string): Promise<string | undefined> {
  const agree = vscode.l10n.t('Sign In to GitHub');
  const question = vscode.l10n.t('{0} cannot be read without signing in. It is private, or there is no such repository.', repository);
  if ((await vscode.window.showInformationMessage(question, { modal: true }, agree)) !== agree) return undefined;
  const provider = api === publicGitHub ? 'github' : 'github-enterprise';
  return (await vscode.authentication.getSession(provider, ['repo'], { createIfNone: true })).accessToken;
}

/** By WebCrypto, which a desktop's and a browser's VS Code both have. */
export const webDigest: Digest = async (algorithm, bytes) => new Uint8Array(await crypto.subtle.digest(algorithm, bytes.slice()));
