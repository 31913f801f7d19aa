import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { linkExtension } from '../editor/extensionsFolder.ts';
import { editorUrl, quietSettings } from '../editor/openEditor.ts';
import type { Report } from '../editor/progress.ts';
import { startEditorServer } from '../editor/server.ts';
import { cacheFolder, packageRoot } from '../packageRoot.ts';

/** A VS Code with the extension and a pack, on an empty folder; what is done in it goes with it. */
export type PreviewEditor = { url: string; dispose(): Promise<void> };

/** Starts it on 127.0.0.1 and waits until it listens. Throws what `startEditorServer` throws. */
export async function startPreviewEditor(pack: string, { port, report }: { port: number; report: Report }): Promise<PreviewEditor> {
  const scratch = await mkdtemp(join(tmpdir(), 'onramp-preview-'));
  const clear = () => rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  try {
    const root = packageRoot();
    const [workspace, extensionsDir] = [join(scratch, 'workspace'), join(scratch, 'extensions')];
    await mkdir(workspace);
    await linkExtension(extensionsDir, root);
    const server = await startEditorServer({
      cache: cacheFolder(root),
      port,
      dataDir: join(scratch, 'data'),
      extensionsDir,
      settings: { ...quietSettings, 'onramp.pack.folders': [resolve(pack)] },
      report,
    });
    return {
      url: editorUrl(server, workspace),
      dispose: async () => {
        await server.dispose();
        await clear();
      },
    };
  } catch (error) {
    await clear();
    throw error;
  }
}
