import { strToU8, type Zippable, zipSync } from 'fflate';
import type { Files } from '../ports.ts';
import { extensionHead } from './extensionHead.ts';
import { readTutorials } from './readTutorials.ts';

/** The extension that shows what the packs of other extensions hold. */
const onramp = 'onramp.onramp';

/** An extension that carries a pack, as the `.vsix` that VS Code installs; it brings Onramp along. Throws `NoPack`. */
export async function vsixOf(files: Files): Promise<{ name: string; content: Uint8Array }> {
  const { manifest } = await readTutorials(files);
  const head = extensionHead(manifest);
  const json = { ...head, extensionDependencies: [onramp], onramp: { packs: ['./pack'] } };
  const paths = await packPaths(files);
  const inside: Record<string, Uint8Array> = {
    'extension.vsixmanifest': strToU8(vsixManifest(head)),
    '[Content_Types].xml': strToU8(contentTypes([...paths, 'package.json', 'readme.md', 'extension.vsixmanifest'])),
    'extension/package.json': strToU8(`${JSON.stringify(json, undefined, 2)}\n`),
    'extension/readme.md': strToU8(`# ${manifest.title}\n\n${manifest.description}\n`),
  };
  for (const path of paths) inside[`extension/pack/${path}`] = (await files.readBytes(path)) ?? new Uint8Array();
  // The same pack gives the same bytes, whenever it is made.
  const entries: Zippable = Object.fromEntries(
    Object.entries(inside).map(([path, content]) => [path, [content, { mtime: '1980-01-01T12:00:00' }]]),
  );
  return { name: `${head.publisher}.${head.name}-${head.version}.vsix`, content: zipSync(entries, { level: 9 }) };
}

/** What of a pack's folder belongs to the pack. */
async function packPaths(files: Files, folder = ''): Promise<string[]> {
  const found = await Promise.all(
    (await files.list(folder)).map(async ({ name, kind }) => {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (folder === '' && (name.startsWith('.') || name === 'node_modules' || /\.(?:vsix|tgz)$/.test(name))) return [];
      if (name === '.git' || name === '.DS_Store') return [];
      if (kind === 'folder') return packPaths(files, path);
      return kind === 'file' ? [path] : [];
    }),
  );
  return found.flat().sort();
}

function vsixManifest({ name, displayName, description, version, publisher, engines }: ReturnType<typeof extensionHead>): string {
  const property = (id: string, value: string) => `      <Property Id="${id}" Value="${escaped(value)}" />`;
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011" xmlns:d="http://schemas.microsoft.com/developer/vsx-schema-design/2011">
  <Metadata>
    <Identity Language="en-US" Id="${escaped(name)}" Version="${escaped(version)}" Publisher="${escaped(publisher)}" />
    <DisplayName>${escaped(displayName)}</DisplayName>
    <Description xml:space="preserve">${escaped(description)}</Description>
    <Tags></Tags>
    <Categories>Education</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <Properties>
${[property('Microsoft.VisualStudio.Code.Engine', engines.vscode), property('Microsoft.VisualStudio.Code.ExtensionDependencies', onramp), property('Microsoft.VisualStudio.Code.ExtensionPack', ''), property('Microsoft.VisualStudio.Code.ExtensionKind', 'ui,workspace,web')].join('\n')}
    </Properties>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code" />
  </Installation>
  <Dependencies />
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/readme.md" Addressable="true" />
  </Assets>
</PackageManifest>
`;
}

const types: Record<string, string> = {
  json: 'application/json',
  md: 'text/markdown',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  svg: 'image/svg+xml',
  vsixmanifest: 'text/xml',
};

/** Each ending needs a type, and each file without one its own. */
function contentTypes(paths: readonly string[]): string {
  const names = paths.map((path) => path.replace(/^.*\//, ''));
  const endings = [...new Set(names.flatMap((name) => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? []))].sort();
  const defaults = endings.map(
    (ending) => `<Default Extension=".${escaped(ending)}" ContentType="${types[ending] ?? 'application/octet-stream'}" />`,
  );
  const bare = paths
    .filter((path) => !/\.[^./]+$/.test(path))
    .map((path) => `<Override PartName="/extension/pack/${escaped(encodeURI(path))}" ContentType="application/octet-stream" />`);
  return `<?xml version="1.0" encoding="utf-8"?>\n<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${[...defaults, ...bare].join('')}</Types>\n`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
