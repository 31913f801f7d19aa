import * as z from 'zod/mini';
import type { Manifest } from '../../protocol/manifest.ts';
import { placeInJson, readJson } from '../jsonFile.ts';
import { type MessageCode, message } from '../message.ts';
import type { Finding } from './lint.ts';

/** The keyword by which packs are found on npm. */
export const packKeyword = 'onramp-pack';

/** What is read of a package.json beside a manifest. */
const packageJson = z.looseObject({
  name: z.optional(z.string()),
  version: z.optional(z.string()),
  keywords: z.optional(z.array(z.string())),
  files: z.optional(z.array(z.string())),
  scripts: z.optional(z.record(z.string(), z.string())),
  private: z.optional(z.boolean()),
});
export type PackageJson = z.infer<typeof packageJson>;

export type PackageJsonRead = { value: PackageJson | undefined; findings: Finding[] };

/** A pack's own package.json: what would have npm say another thing than the manifest, or run anything, is an error. */
export function readPackageJson(text: string, { name, version }: Pick<Manifest, 'name' | 'version'>): PackageJsonRead {
  const { value, problems } = readJson(text, packageJson);
  const findings: Finding[] = problems.map((problem) => ({ ...problem, file }));
  if (value === undefined) return { value, findings };
  const tell = (severity: Finding['severity'], path: readonly (string | number)[], code: MessageCode, ...args: (string | number)[]) =>
    findings.push({ ...message(code, ...args), severity, ...placeInJson(text, path), file });
  if (value.name !== name) tell('error', ['name'], 'package.otherName', value.name ?? '', name);
  if (value.version !== version) tell('error', ['version'], 'package.otherVersion', value.version ?? '', version);
  for (const script of Object.keys(value.scripts ?? {})) {
    if (atInstall.has(script)) tell('error', ['scripts', script], 'package.script', script);
  }
  if (!value.keywords?.includes(packKeyword)) tell('warning', ['keywords'], 'package.keyword', packKeyword);
  return { value, findings };
}

/** The package.json that a pack goes to npm with where it has none. `paths` are its files. */
export function makePackageJson(manifest: Manifest, paths: readonly string[]): string {
  const { name, version, description, publisher, license = 'UNLICENSED', homepage } = manifest;
  const files = [...new Set(paths.map((path) => path.replace(/\/.*$/, '/')))].filter((path) => path !== file).sort();
  const made = { name, version, description, keywords: [packKeyword], author: publisher, license, homepage, files };
  return `${JSON.stringify(made, undefined, 2)}\n`;
}

const file = 'package.json';

/** What npm runs on the machine of whoever installs a package. */
const atInstall = new Set(['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare', 'dependencies']);
