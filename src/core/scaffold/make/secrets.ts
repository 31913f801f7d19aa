import { placesIn } from '../../jsonFile.ts';
import { message } from '../../message.ts';
import type { FileProblem } from '../../pack/pack.ts';
import type { KeptFile } from './keptFiles.ts';

/** What gives each kind of secret away. Where a group is caught, it is the secret. */
const patterns: readonly [kind: string, pattern: RegExp][] = [
  ['private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/g],
  ['AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ['GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})/g],
  ['GitLab token', /\bglpat-[\w-]{20,}/g],
  ['npm token', /\bnpm_[A-Za-z0-9]{36}\b|(?<=_authToken\s*=\s*)(?!\$\{)[^\s"']{8,}/g],
  ['Slack token', /\bxox[abeoprs]-[\w-]{10,}/g],
  ['Slack web hook', /\bhooks\.slack\.com\/services\/T\w+\/B\w+\/\w+/g],
  ['Stripe key', /\b[sr]k_live_[A-Za-z0-9]{16,}/g],
  ['Google API key', /\bAIza[\w-]{35}/g],
  ['API key', /\bsk-(?:ant-|proj-)?[\w-]{20,}/g],
  ['token', /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g],
  ['password in an address', /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"'`]+:([^\s:/@"'`]+)@/gi],
  [
    'password or key',
    /(?:passw(?:or)?d|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|credentials?)["']?\s*(?:[:=]|=>)\s*["'`]([^"'`\s]{8,})["'`]/gi,
  ],
];

/** Of what stands in a file for settings, all is somebody's, but for an example. */
const settingsFile = /(^|\/)\.env(\.(?!example$|sample$|template$|dist$)[\w.-]+)?$/;
const setting = /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*["']?([^\s"'#][^\r\n"']*)/gm;
const keyFile = /(^|\/)(id_(rsa|dsa|ecdsa|ed25519)|[^/]+\.(pem|key|p12|pfx|jks|keystore|kdbx))$/i;
const stands =
  /^(\$|<|\{\{|%|process\.env|os\.environ)|^(your|my|some|the|a)[-_ ]|^(x+|\*+|\.+|change[-_]?me|example|placeholder|dummy|test|todo|password|secret|token)$/i;

/** Warns of what should not be handed on, at its place. A secret itself is shown by its first letters only. */
export function findSecrets(files: readonly KeptFile[]): FileProblem[] {
  return files.flatMap(({ path, text }) => {
    const warn = (offset: number, kind: string, secret: string): FileProblem => ({
      ...message('make.secret', kind, shortened(secret)),
      severity: 'warning',
      ...placesIn(text ?? '')(offset),
      file: path,
    });
    if (keyFile.test(path)) return [{ ...message('make.keyFile', path), severity: 'warning', line: 1, column: 1, file: path }];
    if (text === undefined) return [];
    const found = patterns.flatMap(([kind, pattern]) =>
      [...text.matchAll(pattern)].flatMap(({ 0: whole, 1: caught, index }) => {
        const secret = caught ?? whole;
        return stands.test(secret) ? [] : [{ at: index + whole.lastIndexOf(secret), kind, secret }];
      }),
    );
    if (settingsFile.test(path)) {
      for (const { 0: whole, 2: value = '', index } of text.matchAll(setting)) {
        if (!stands.test(value)) found.push({ at: index + whole.length - value.length, kind: 'setting', secret: value });
      }
    }
    // One secret is told once, by what says most about it.
    const told = found.filter(
      ({ at, secret }, index) =>
        !found.slice(0, index).some((other) => at < other.at + other.secret.length && other.at < at + secret.length),
    );
    return told.map(({ at, kind, secret }) => warn(at, kind, secret)).sort((a, b) => a.line - b.line || a.column - b.column);
  });
}

function shortened(secret: string): string {
  return `${secret.slice(0, Math.min(4, Math.floor(secret.length / 3)))}…`;
}
