import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { Finding } from '../core/pack/lint.ts';

type PackOptions = { out?: string; json?: true };

/** `onramp pack`: makes the .tgz that npm, the catalogue and every CDN take. */
export function packCommand(): Command {
  return new Command('pack')
    .description('Lint a pack and make the .tgz of it that npm, the catalogue and everybody else take.')
    .argument('[dir]', 'the pack’s folder', '.')
    .addOption(new Option('--out <file>', 'where it goes: a .tgz, or a folder (default: NAME-VERSION.tgz in this folder)'))
    .option('--json', 'say it for machines')
    .addHelpText('after', help)
    .action(pack);
}

const help = `
What .npmignore names stays behind, or .gitignore where there is none; so do node_modules and what git and systems keep. With "files" in a
package.json only those go in. A folder without a package.json gets one in the .tgz, made from onramp.json. The same files always give the
same .tgz, byte for byte. What looks like a secret is warned of.

Examples:
  onramp pack                      the pack in this folder
  onramp pack packs/demo --out dist/demo.tgz
  onramp pack --json

Exit codes: 0 it is made, 1 it has errors, 2 wrong usage.`;

async function pack(dir: string, { out, json }: PackOptions, command: Command): Promise<void> {
  if (!(await isFolder(dir))) command.error(`error: there is no folder ${dir}`, { exitCode: 2 });
  const into = out !== undefined && (out.endsWith('/') || (await isFolder(out)));
  if (out !== undefined && !into && !out.endsWith('.tgz')) command.error(`error: --out must be a folder or end in .tgz`, { exitCode: 2 });
  const [{ packFolder }, { packedJson, packedText }, { findingsJson, findingsText }] = await Promise.all([
    import('./pack/packedFolder.ts'),
    import('./pack/packedText.ts'),
    import('./findings.ts'),
  ]);
  const { packed, findings } = await packFolder(dir);
  const seen = seenFromHere(dir, findings);
  if (packed === undefined) {
    console.log(json ? JSON.stringify({ findings: findingsJson(seen) }, undefined, 2) : findingsText(seen));
    process.exitCode = 1;
    return;
  }
  const file = out === undefined ? packed.fileName : into ? join(out, packed.fileName) : out;
  await mkdir(dirname(resolve(file)), { recursive: true });
  await writeFile(file, packed.bytes);
  if (json) {
    console.log(JSON.stringify({ file: relative('', resolve(file)), ...packedJson(packed), findings: findingsJson(seen) }, undefined, 2));
    return;
  }
  if (seen.length > 0) console.error(`${findingsText(seen)}\n`);
  console.log(`${relative('', resolve(file))}\n${packedText(packed, process.stdout)}`);
}

/** Findings with their files as they are seen from the current folder. */
export function seenFromHere(dir: string, findings: readonly Finding[]): Finding[] {
  return findings.map((found) => ({ ...found, file: relative('', join(resolve(dir), found.file)) || found.file }));
}

export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (there) => there.isDirectory(),
    () => false,
  );
}
