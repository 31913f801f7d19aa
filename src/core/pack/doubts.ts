import { type MessageCode, message } from '../message.ts';
import type { ArchiveEntry } from './archive.ts';
import type { Finding } from './lint.ts';

/** Files this big are rarely meant to go out, in bytes. */
const big = 2 * 1024 * 1024;

/** What looks as if it were not meant to go out: secrets, files that hold such, and files that are very big. */
export function doubts(entries: readonly ArchiveEntry[], textOf: (bytes: Uint8Array) => string): Finding[] {
  return entries.flatMap(({ path, content }): Finding[] => {
    const warning = (line: number, column: number, code: MessageCode, ...args: (string | number)[]): Finding => ({
      ...message(code, ...args),
      ...{ severity: 'warning', line, column, file: path },
    });
    const found: Finding[] = [];
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (secretFile.test(name) && !onlyAnExample.test(name)) found.push(warning(1, 1, 'pack.secretFile', path));
    if (content.length > big) found.push(warning(1, 1, 'pack.bigFile', path, Math.round(content.length / 1024 / 1024)));
    else {
      const text = textOf(content);
      for (const [what, pattern] of Object.entries(secrets)) {
        const match = pattern.exec(text);
        if (match === null) continue;
        const before = text.slice(0, match.index).split('\n');
        found.push(warning(before.length, (before.at(-1)?.length ?? 0) + 1, 'pack.secret', what));
      }
    }
    return found;
  });
}

const secretFile =
  /^(\.env(\..+)?|\.npmrc|\.netrc|\.pypirc|\.git-credentials|.*\.(pem|key|p12|pfx|jks|keystore)|id_(rsa|dsa|ecdsa|ed25519)|credentials(\.json)?)$/i;
const onlyAnExample = /\.(example|sample|template|dist|mustache)$/i;

/** By whose it is: forms that nothing else has. */
const secrets: Readonly<Record<string, RegExp>> = {
  'a private key': /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/,
  'a token of GitHub': /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})/,
  'a token of npm': /\bnpm_[A-Za-z0-9]{36}\b/,
  'a key of AWS': /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  'a token of Slack': /\bxox[abeoprs]-[A-Za-z0-9-]{20,}/,
  'a key of Stripe': /\b[sr]k_live_[A-Za-z0-9]{20,}/,
  'a key of Google': /\bAIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/,
  'an admin token of Onramp': /\boa_[A-Za-z0-9_-]{32}(?![A-Za-z0-9_-])/,
};
