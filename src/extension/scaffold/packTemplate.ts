import { filesIn } from '../../core/filesIn.ts';
import type { Files } from '../../core/ports.ts';
import type { TemplateSource } from './scaffoldTemplate.ts';

type Pack = { files: Files; pack: { manifest: { name: string; version: string } } };

/** One of a pack's templates. Its texts are kept in the project: the pack's next version replaces this one here. */
export function packTemplate({ files, pack: { manifest } }: Pack, name: string, isTrusted: () => Promise<boolean>): TemplateSource {
  const origin = { source: `${manifest.name}#${name}`, version: manifest.version, pinned: false };
  return { name, files: filesIn(files, `templates/${name}`), origin, isTrusted };
}
